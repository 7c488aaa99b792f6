"""Find the signatures of a PDF, each with its bytes, its revision and its place on the page."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from edoc.signature.guarded import Unreadable, exceeded, undecided
from edoc.signature.indication import SubIndication
from edoc.signature.pdf.pages import page_box, pages_of, rectangle
from edoc.signature.pdf.security_store import security_store, unread_in_store
from edoc.signature.pyhanko_names import PdfFileReader, cms, fields, generic, pdf_embedded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.limits import Limits
    from edoc.signature.cms.tokens import Carried
    from edoc.signature.pdf.appearance import Box

__all__ = ["FoundSignature", "OpenedPdf", "carries_signature", "claimed_objects", "cms_bytes", "cms_of", "open_pdf"]

#: Every signature has this key, and in the clear: its numbers are written after all else.
_BYTE_RANGE: Final = re.compile(rb"/ByteRange[\x00\t\n\f\r ]*\[")


def _written(name: str) -> bytes:
    """Give a pattern for a name, each of whose letters may be written as a number (ISO 32000-2, 7.3.5)."""
    return b"/" + b"".join(b"(?:%c|#%02x|#%02X)" % (letter, letter, letter) for letter in name.encode())


#: The numbers that say of how many objects a cross-reference stream tells; longer than any file has them, too.
_SIZE: Final = re.compile(_written("Size") + rb"[\x00\t\n\f\r ]+\+?(\d{1,40})")
_INDEX: Final = re.compile(_written("Index") + rb"[\x00\t\n\f\r ]*\[([\d\t\n\f\r ]{1,10000})\]")

#: How a file ends (ISO 32000-2, 7.5.5): three lines, each of which pyHanko reads letter by letter, backwards.
_END: Final = re.compile(rb"[\r\n][^\r\n]*[\r\n]+[^\r\n]*[\r\n]+%%EOF")
_END_WITHIN: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSignature:
    """One signature or document time stamp.

    Args:
        name: Full name of its form field.
        field: The field's dictionary.
        dictionary: The signature's dictionary.
        byte_range: As it stands; may be any numbers, and empty where there are none.
        contents: The CMS, with the zeros that fill its place; empty where there is none.
        sub_filter: Name of its encoding (``ETSI.CAdES.detached``); empty when it has none.
        is_time_stamp: Whether it is a document time stamp (ISO 32000-2, 12.8.5).
        revision: The revision that it was written in, from 0.
        page: The page it is seen on, from 0; None when that is not known.
        box: Its box there; None when it is not seen.
    """

    name: str
    field: Any
    dictionary: Any
    byte_range: tuple[int, ...]
    contents: bytes
    sub_filter: str
    is_time_stamp: bool
    revision: int
    page: int | None
    box: Box | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPdf:
    """A PDF that was read.

    Args:
        data: All of its bytes.
        reader: pyHanko's.
        signatures: In the order of signing.
        fields: Names of all signature fields, filled or not.
        drawn: Names of signature fields that draw on a page and that nobody signed, and the revision each was last
            changed in. Document time stamps are among them: an authority stamps whatever it is shown.
        pages: Boxes of the pages as they are shown.
        carried: Certificates and revocation data beside the signatures.
        unread: What stands beside them and is not looked at.
    """

    data: bytes
    reader: Any
    signatures: tuple[FoundSignature, ...]
    fields: frozenset[str]
    drawn: tuple[tuple[str, int], ...]
    pages: tuple[Box, ...]
    carried: Carried
    unread: tuple[str, ...] = ()


def carries_signature(data: bytes) -> bool:
    """Say whether the bytes have the mark of a signature, however broken the rest is."""
    return _BYTE_RANGE.search(data) is not None


def open_pdf(data: bytes, limits: Limits) -> OpenedPdf:
    """Read a PDF.

    Args:
        data: All of its bytes.
        limits: For what stands beside the signatures.

    Raises:
        Unreadable: It needs a password, claims more objects than the limits allow, or does not end as a PDF does.
        Exception: Whatever pyHanko makes of a broken file; the caller catches it.
    """
    claimed = claimed_objects(data)
    if claimed > limits.pdf_objects:
        raise Unreadable(exceeded(limits, "pdf_objects", claimed))
    if not _ends_as_a_pdf(data):
        cause = "no startxref and %%EOF at the end"
        raise Unreadable(undecided(SubIndication.FORMAT_FAILURE, "attachment.unreadable", cause=cause))
    reader = PdfFileReader(io.BytesIO(data), strict=False)
    if reader.encrypted:
        _unlock(reader)
    pages = pages_of(reader.root)
    numbers = {page.page.container_ref: number for number, page in enumerate(pages)}
    every = list(fields.enumerate_sig_fields(reader))
    found = sorted(_signatures(reader, every, numbers), key=lambda signature: (signature.revision, signature.name))
    return OpenedPdf(
        data=data,
        reader=reader,
        signatures=tuple(found),
        fields=frozenset(name for name, _, _ in every),
        drawn=tuple(_drawn(reader, every, frozenset(entry.name for entry in found if not entry.is_time_stamp))),
        pages=tuple(page_box(page) for page in pages),
        carried=security_store(reader.root, limits),
        unread=unread_in_store(reader.root),
    )


def _ends_as_a_pdf(data: bytes) -> bool:
    """Say whether the lines that pyHanko reads first are there, and short.

    A last line of megabytes would take it as many seconds, and twenty times as much memory.
    """
    return _END.search(data, max(0, len(data) - _END_WITHIN)) is not None


def claimed_objects(data: bytes) -> int:
    """Give the most objects that a cross-reference stream says it tells of (ISO 32000-2, 7.5.8.2).

    Its dictionary stands in the clear. pyHanko makes an entry for each, also where the stream is long over: a file of
    800 bytes fills the memory for as long as it is given time.
    """
    sizes = [int(match[1]) for match in _SIZE.finditer(data)]
    sizes += [sum(map(int, match[1].split()[1::2])) for match in _INDEX.finditer(data)]
    return max(sizes, default=0)


def _unlock(reader: Any) -> None:
    """Open what everybody may read: files whose password for readers is empty."""
    locked = Unreadable(undecided(SubIndication.FORMAT_FAILURE, "pdf.encrypted"))
    try:
        result = reader.decrypt("")
    except Exception as error:
        raise locked from error
    if result.status.name == "FAILED":
        raise locked


def _signatures(reader: Any, every: list[Any], pages: dict[Any, int]) -> Iterator[FoundSignature]:
    seen: set[Any] = set()
    for name, value, reference in every:
        if value is None:
            continue
        field = reference.get_object()
        held = field.raw_get("/V")
        dictionary = held.get_object() if isinstance(held, generic.IndirectObject) else held
        mark = held.reference if isinstance(held, generic.IndirectObject) else name
        if mark in seen:
            continue
        if not isinstance(dictionary, generic.DictionaryObject):
            dictionary = generic.DictionaryObject()
        seen.add(mark)
        sub_filter = str(dictionary.get("/SubFilter", "/"))[1:]
        kind = str(dictionary.get("/Type", "/Sig"))
        page, box = _place(field, pages)
        yield FoundSignature(
            name=name,
            field=field,
            dictionary=dictionary,
            byte_range=_byte_range(dictionary),
            contents=_contents(dictionary),
            sub_filter=sub_filter,
            is_time_stamp=kind == "/DocTimeStamp" or sub_filter == "ETSI.RFC3161",
            revision=reader.xrefs.get_last_change(mark) if mark is not name else reader.xrefs.total_revisions - 1,
            page=page,
            box=box,
        )


def _drawn(reader: Any, every: list[Any], signed: frozenset[str]) -> Iterator[tuple[str, int]]:
    for name, _, reference in every:
        if name in signed:
            continue
        field = reference.get_object()
        kids: Any = field["/Kids"] if "/Kids" in field else generic.ArrayObject()
        below: list[Any] = [getattr(kids.raw_get(place), "reference", None) for place in range(len(kids))]
        references: list[Any] = [reference, *(entry for entry in below if entry is not None)]
        widgets: list[Any] = [field, *(kids[place] for place in range(len(kids)))]
        if any(_box(widget) is not None and _draws(widget) for widget in widgets):
            yield name, max(int(reader.xrefs.get_last_change(entry)) for entry in references)


def _draws(widget: Any) -> bool:
    """Say whether there is something to see; makers of forms write empty appearances and characteristics, too."""
    try:
        looks = [widget["/AP"][key] for key in widget["/AP"]] if "/AP" in widget else []
        streams = [look for look in looks if isinstance(look, generic.StreamObject)]
        states = [look for look in looks if not isinstance(look, generic.StreamObject) and len(look)]
        return bool(
            states or any(stream.data.strip() for stream in streams) or ("/MK" in widget and len(widget["/MK"]))
        )
    except Exception:  # noqa: BLE001 - what cannot be read may be drawn by others
        return True


def _box(widget: Any) -> Box | None:
    """Give the box of a widget; None where it is not seen."""
    box = rectangle(widget["/Rect"]) if "/Rect" in widget else None
    return box if box is not None and box[2] > box[0] and box[3] > box[1] else None


def _byte_range(dictionary: Any) -> tuple[int, ...]:
    try:
        return tuple(int(number) for number in dictionary["/ByteRange"])
    except Exception:  # noqa: BLE001 - whatever else may stand there
        return ()


def _contents(dictionary: Any) -> bytes:
    try:
        return bytes(pdf_embedded.extract_contents(dictionary))
    except Exception:  # noqa: BLE001 - likewise
        return b""


def _place(field: Any, pages: dict[Any, int]) -> tuple[int | None, Box | None]:
    """Give page and box of the field's first widget."""
    widgets = field["/Kids"] if "/Kids" in field and "/Rect" not in field else [field]
    widget = widgets[0] if len(widgets) else field
    page = widget.raw_get("/P") if "/P" in widget else None
    number = pages.get(getattr(page, "reference", None))
    return number, _box(widget)


def cms_bytes(signature: FoundSignature) -> bytes:
    """Give the CMS of a signature without the zeros that fill its place."""
    return bytes(cms.ContentInfo.load(signature.contents).dump())


def cms_of(signature: FoundSignature) -> Any:
    """Parse the CMS of a signature.

    Raises:
        Exception: Whatever asn1crypto makes of a broken one.
    """
    return cms.ContentInfo.load(signature.contents)["content"]
