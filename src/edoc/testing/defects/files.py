"""Defects of attachments: their names, their kinds, and what is inside PDF, Office files and archives."""

from __future__ import annotations

import io
import random
from functools import partial
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from edoc.limits import DEFAULT_LIMITS
from edoc.testing.defects.defect import Defect
from edoc.testing.defects.editing import MESSAGE, changes, content, document, file_named, inside, sub, text, without
from edoc.testing.defects.reading import damaged
from edoc.testing.files import sample_docx, sample_pdf, sample_scan, zip_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edoc.testing.defects.defect import Change

__all__ = ["defects"]

_NONE: Final[frozenset[str]] = frozenset()
_ATTACHED: Final = "/edXML/AttachmentEncoded"
_FIRST: Final = f"{_ATTACHED}/Attachment[1]"
_SECOND: Final = f"{_ATTACHED}/Attachment[2]"
_MANIFEST: Final = "/edXML/edXMLEnvelope/edXMLBody/edXMLManifest"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def edited(change: Callable[[Any], None], **saving: Any) -> bytes:
    """Give a small PDF that was changed with pikepdf."""
    import pikepdf  # noqa: PLC0415 - some defects alone need it

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sample_pdf())) as pdf:
        change(pdf)
        pdf.save(out, deterministic_id="encryption" not in saving, **saving)
    return out.getvalue()


def _pdf(change: Callable[[Any], None], **saving: Any) -> Change:
    """Replace the document by a changed PDF, made when it is asked for."""
    return content(1, partial(edited, change, **saving))


def _locked(user: str) -> bytes:
    import pikepdf  # noqa: PLC0415 - as above

    return edited(lambda _: None, encryption=pikepdf.Encryption(owner="chu", user=user))


def _action(kind: str) -> Callable[[Any], None]:
    """Make a PDF do something when it is opened."""

    def change(pdf: Any) -> None:
        import pikepdf  # noqa: PLC0415 - as above

        body = {"/JavaScript": {"/JS": "app.alert(1)"}, "/Launch": {"/F": "calc.exe"}}[kind]
        pdf.Root.OpenAction = pikepdf.Dictionary({"/S": pikepdf.Name(kind), **body})

    return change


def _embed(pdf: Any) -> None:
    import pikepdf  # noqa: PLC0415 - as above

    pdf.attachments["an.txt"] = pikepdf.AttachedFileSpec(
        pdf, b"an", description="", filename="an.txt", mime_type="text/plain", creation_date="", mod_date=""
    )


def _letter(pdf: Any) -> None:
    pdf.pages[0].mediabox = [0, 0, 612, 792]


def second(name: str, file: bytes, content_type: str | None = None) -> Change:
    """Replace the second attachment: raw where its extension or type says so, else in a zip."""
    raw = content_type is not None or name.endswith(".zip")
    stored = file if raw else zip_of({"0.bin": file})
    return changes(file_named(2, name, content_type), content(2, stored))


def _named(name: str) -> Change:
    return file_named(2, name)


def ole(*names: str, flags: int = 0) -> bytes:
    """Give an OLE file with empty streams and storages of these names ([MS-CFB]); the first is the document.

    A storage's name ends in ``/``.
    """
    sector = 512
    fat = bytearray(b"\xff" * sector)
    entries = [_entry("Root Entry", 5, child=1)]
    block = bytes(10) + flags.to_bytes(2, "little") + bytes(4096 - 12)
    for number, name in enumerate(names, 1):
        right = number + 1 if number < len(names) else None
        first = number == 1
        kind = 1 if name.endswith("/") else 2
        entries.append(
            _entry(name.rstrip("/"), kind, right=right, start=2 if first else -2, size=len(block) if first else 0)
        )
    while len(entries) % 4:
        entries.append(bytes(128))
    directory = b"".join(entries)
    sectors = len(directory) // sector
    chain = [-3, *(list(range(2, 2 + sectors - 1)) if sectors > 1 else []), -2]
    data_at = 1 + sectors
    table = chain[:1] + [number + 2 if number + 1 < sectors else -2 for number in range(sectors)]
    blocks = len(block) // sector
    table += [data_at + number + 1 if number + 1 < blocks else -2 for number in range(blocks)]
    for at, value in enumerate(table):
        fat[4 * at : 4 * at + 4] = (value & 0xFFFFFFFF).to_bytes(4, "little")
    entries[1] = _entry(names[0].rstrip("/"), 2, right=2 if len(names) > 1 else None, start=data_at, size=len(block))
    directory = b"".join(entries)
    header = bytearray(sector)
    header[:8] = _OLE
    header[24:34] = bytes.fromhex("3e000300feff09000600")
    header[44:48] = (1).to_bytes(4, "little")
    header[48:52] = (1).to_bytes(4, "little")
    header[56:60] = (4096).to_bytes(4, "little")
    header[60:64] = header[68:72] = b"\xfe\xff\xff\xff"
    header[76:80] = bytes(4)
    header[80:] = b"\xff" * (sector - 80)
    return bytes(header) + bytes(fat) + directory + block


def _entry(
    name: str, kind: int, *, right: int | None = None, child: int | None = None, start: int = -2, size: int = 0
) -> bytes:
    entry = bytearray(128)
    encoded = name.encode("utf-16-le")
    entry[: len(encoded)] = encoded
    entry[64:66] = (len(encoded) + 2).to_bytes(2, "little")
    entry[66], entry[67] = kind, 1
    for at, link in ((68, None), (72, right), (76, child)):
        entry[at : at + 4] = b"\xff\xff\xff\xff" if link is None else link.to_bytes(4, "little")
    entry[116:120] = (start & 0xFFFFFFFF).to_bytes(4, "little")
    entry[120:124] = size.to_bytes(4, "little")
    return bytes(entry)


def _docx(**parts: bytes) -> bytes:
    """Give a Word file with further parts."""
    import zipfile  # noqa: PLC0415 - as above

    with zipfile.ZipFile(io.BytesIO(sample_docx())) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    return zip_of({**entries, **{name.replace("__", "/").replace("--", "."): part for name, part in parts.items()}})


_TEMPLATE: Final = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'Target="http://example.vn/a.dotm" TargetMode="External"/></Relationships>'
)


def _with_password(archive: bytes) -> bytes:
    """Set the flag of encryption in both headers of the only entry (APPNOTE 4.4.4)."""
    data = bytearray(archive)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + at] |= 1
    return bytes(data)


_ARCHIVE: Final = frozenset({"ATT-119"})
_PNG: Final = b"\x89PNG\r\n\x1a\n" + bytes(24)
_RAR: Final = b"Rar!\x1a\x07\x00"

#: Rule, change, path, companions.
_ROWS: Final[tuple[tuple[str, Change, str, frozenset[str]], ...]] = (
    ("ATT-100", changes(without("Attachment"), without("Attachment"), without("edXMLBody")), _ATTACHED, _NONE),
    ("ATT-101", inside("Attachment", without("ContentId")), _FIRST, frozenset({"ATT-105"})),
    ("ATT-102", sub("(<Attachment>.*?</Attachment>)", r"\1\1"), _SECOND, frozenset({"ATT-112", "ATT-169"})),
    ("ATT-103", sub("(<edXML:Reference>.*?</edXML:Reference>)", r"\1\1"), f"{_MANIFEST}/Reference[2]", _NONE),
    ("ATT-104", without("Reference"), _FIRST, _NONE),
    ("ATT-105", without("Attachment"), f"{_MANIFEST}/Reference[1]", frozenset({"ATT-111", "ATT-129"})),
    ("ATT-106", inside("Reference", sub("cong-van.pdf", "khac.pdf")), f"{_MANIFEST}/Reference[1]", _NONE),
    ("ATT-107", inside("Reference", sub("application/pdf", "text/plain")), f"{_MANIFEST}/Reference[1]", _NONE),
    ("ATT-108", content(2, damaged(zip_of({"0.txt": b"content " * 9}))), _SECOND, _NONE),
    (
        "ATT-110",
        changes(
            lambda data: (
                data.replace(b">ghi-chu.txt<", b">tam<")
                .replace(b">cong-van.pdf<", b">ghi-chu.txt<")
                .replace(b">tam<", b">cong-van.pdf<")
            ),
            lambda data: (
                data.replace(b">application/zip<", b">tam<")
                .replace(b">application/pdf<", b">application/zip<")
                .replace(b">tam<", b">application/pdf<")
            ),
            content(1, zip_of({"0.txt": b"Ghi ch\xc3\xba"})),
            content(2, sample_pdf()),
        ),
        _FIRST,
        _NONE,
    ),
    ("ATT-111", changes(file_named(1, "cong-van.docx", "application/docx"), content(1, sample_docx())), _FIRST, _NONE),
    (
        "ATT-112",
        second("ban-hai.pdf", sample_pdf("edoc sample 1"), "application/pdf"),
        _SECOND,
        _NONE,
    ),
    ("ATT-113", content(2, zip_of({"0.txt": b""})), _SECOND, _NONE),
    ("ATT-114", content(1, _PNG), _FIRST, _NONE),
    ("ATT-115", second("phu-luc.docx", sample_docx(), "application/pdf"), _SECOND, _NONE),
    (
        "ATT-116",
        content(1, sample_pdf().replace(b"%PDF-1.4\n", b"%PDF-1.4\n%" + b"\xef\xbf\xbd" * 8 + b"\n")),
        _FIRST,
        _NONE,
    ),
    ("ATT-117", second("cai-dat.exe", b"MZ\x90\x00" + bytes(60)), _SECOND, _NONE),
    ("ATT-118", lambda data: second("goi-tin.edxml", data)(data), _SECOND, _NONE),
    ("ATT-119", second("phu-luc.zip", zip_of({"a.txt": b"a"})), _SECOND, _NONE),
    ("ATT-120", content(1, b"%PDF-1.4\nand nothing more"), _FIRST, _NONE),
    ("ATT-121", content(1, partial(_locked, "khoa")), _FIRST, _NONE),
    ("ATT-122", content(1, partial(_locked, "")), _FIRST, _NONE),
    ("ATT-123", _pdf(_action("/JavaScript")), _FIRST, _NONE),
    ("ATT-124", _pdf(_action("/Launch")), _FIRST, _NONE),
    ("ATT-125", _pdf(_embed), _FIRST, _NONE),
    ("ATT-126", text("PageAmount", "3"), f"{MESSAGE}/OtherInfo/PageAmount", _NONE),
    ("ATT-127", _pdf(_letter), _FIRST, _NONE),
    ("ATT-128", text("Appendix", "phu-luc-1.xlsx"), f"{MESSAGE}/OtherInfo/Appendixes", _NONE),
    ("ATT-129", sub("(<edXML:Appendix>.*?</edXML:Appendix>)", r"\1\1"), f"{MESSAGE}/OtherInfo/Appendixes", _NONE),
    ("ATT-130", content(1, sample_scan(version="1.3")), _FIRST, _NONE),
    ("ATT-131", content(1, sample_scan(150)), _FIRST, _NONE),
    ("ATT-132", content(1, sample_scan(colour=False)), _FIRST, _NONE),
    ("ATT-140", second("phu-luc.docx", _docx(**{"word__vbaProject--bin": b"vba"}), "application/docx"), _SECOND, _NONE),
    (
        "ATT-141",
        second("phu-luc.docx", _docx(**{"word___rels__settings--xml--rels": _TEMPLATE}), "application/docx"),
        _SECOND,
        _NONE,
    ),
    (
        "ATT-142",
        second("phu-luc.doc", ole("WordDocument", flags=0x0100), "application/doc"),
        _SECOND,
        _NONE,
    ),
    ("ATT-143", second("phu-luc.doc", _OLE + b"and nothing more", "application/doc"), _SECOND, _NONE),
    ("ATT-150", second("phu-luc.zip", zip_of({"a.txt": b"a"})[:-9]), _SECOND, _ARCHIVE),
    ("ATT-151", second("phu-luc.zip", _with_password(zip_of({"a.txt": b"a"}))), _SECOND, _ARCHIVE),
    ("ATT-152", second("phu-luc.zip", zip_of({"../../a.txt": b"a"})), _SECOND, _ARCHIVE),
    ("ATT-153", second("phu-luc.zip", zip_of({"a.js": b"a"})), _SECOND, _ARCHIVE),
    ("ATT-154", second("phu-luc.zip", zip_of({"a.zip": zip_of({"a.txt": b"a"})})), _SECOND, _ARCHIVE),
    (
        "ATT-155",
        changes(
            without("Attachment"),
            without("Reference"),
            lambda data: data.replace(b">ghi-chu.txt<", b">ho-so.rar<").replace(
                b">application/zip<", b">application/x-rar<"
            ),
            content(1, _RAR),
        ),
        f"{_ATTACHED}/Attachment",
        frozenset({"ATT-111", "ATT-119", "ATT-129"}),
    ),
    ("ATT-156", second("phu-luc.zip", zip_of({"a.txt": bytes(4 << 20)})), _SECOND, _ARCHIVE),
    ("ATT-160", _named("../ghi-chu.txt"), _SECOND, _NONE),
    ("ATT-161", _named("ghi&#10;chu.txt"), _SECOND, _NONE),
    ("ATT-162", _named("ghi-\u202echu.txt"), _SECOND, _NONE),
    ("ATT-163", _named("ghi\u200bchu.txt"), _SECOND, _NONE),
    ("ATT-164", _named("gh\u0456-chu.txt"), _SECOND, _NONE),
    ("ATT-165", _named("ghi-chu\u0301.txt"), _SECOND, _NONE),
    ("ATT-166", _named("CON.txt"), _SECOND, _NONE),
    ("ATT-167", _named(" ghi-chu.txt"), _SECOND, _NONE),
    ("ATT-168", _named("ghi-chu" * 40 + ".txt"), _SECOND, _NONE),
    ("ATT-169", second("Cong-Van.pdf", sample_pdf("khac"), "application/pdf"), _SECOND, _NONE),
    ("ATT-170", _named("ghi-chu"), _SECOND, _NONE),
    ("ATT-171", _named("ghi?chu.txt"), _SECOND, _NONE),
)


def _large() -> bytes:
    """Give 51 MB of text that a zip makes small, but not so small that it is a bomb."""
    numbers = random.Random(1)  # noqa: S311 - filling, no secret
    return b"".join(b"so" * 148 + numbers.randbytes(4).hex().encode() for _ in range(168_000))


def _many_objects() -> bytes:
    """Give a PDF of more objects than are looked at."""
    objects = b"".join(b"%d 0 obj\n<<>>\nendobj\n" % number for number in range(10, 10 + DEFAULT_LIMITS.pdf_objects))
    return sample_pdf().replace(b"xref\n", objects + b"xref\n", 1).replace(b"startxref", b"startxref-", 1)


def defects() -> Iterator[Defect]:
    """Give them all."""
    for rule, change, path, companions in _ROWS:
        yield Defect(rule=rule, valid=document, change=change, path=path, companions=companions)
    local = str(resources.files("edoc.testing.defects") / "local-rules.toml")
    yield Defect(rule="ATT-172", valid=document, change=_named("ghi chú.txt"), profile=local, path=_SECOND)
    large = content(2, lambda: zip_of({"0.txt": _large()}))
    yield Defect(rule="ATT-173", valid=document, change=large, profile=local, path=_SECOND)
    yield Defect(rule="ATT-190", valid=document, change=content(1, _many_objects), finds=False)
