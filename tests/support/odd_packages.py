"""Packages that nobody has seen, by name: what vendors get wrong, and what only looks wrong."""

from __future__ import annotations

import gzip
import io
import re
import tarfile
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pikepdf
from packages_by_hand import (
    NAMESPACE,
    OTHER,
    RECEIVER,
    SENDER,
    Attached,
    Document,
    Status,
    archive,
    pdf,
    saved,
)
from pikepdf import Array, Dictionary, Name, String

from edoc.testing import sample_docx
from edoc.testing.defects.files import ole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Case = tuple[str, bytes]

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OLD: Final = "000.00.12.H49,2026/09/01,120/STT-VP"
OWN: Final = "000.00.12.H49,2026/09/14,125/STT-VP"
ANSWERED: Final = (
    f"<e:ResponseFor><e:OrganId>{SENDER}</e:OrganId><e:Code>120/STT-VP</e:Code><e:DocumentId>{OLD}</e:DocumentId>"
    "<e:PromulgationDate>2026/09/01</e:PromulgationDate></e:ResponseFor>"
)
TARGET: Final = f"<e:DocumentId>{OLD}</e:DocumentId>"
REPLACED: Final = (
    f"<e:ReplacementInfoList><e:ReplacementInfo><e:DocumentId>{OLD}</e:DocumentId><e:OrganIdList>"
    f"<e:OrganId>{RECEIVER}</e:OrganId></e:OrganIdList></e:ReplacementInfo></e:ReplacementInfoList>"
)


def apart(text: str) -> str:
    """Write letters and marks apart (NFD)."""
    return unicodedata.normalize("NFD", text)


def document(**parts: Any) -> bytes:
    return Document(**parts).data()


def own_id(**parts: Any) -> bytes:
    """A document whose identifier agrees with what it says of itself."""
    said = Document(**parts)
    return replace(said, document_id=f"{said.sender},{said.date},{said.number}/{said.notation}").data()


def with_pdf(data: bytes, **parts: Any) -> bytes:
    return document(attached=[Attached("125-STT-VP.pdf", data)], **parts)


def annexed(name: str, data: bytes, content_type: str = "text/plain") -> bytes:
    annex = Attached(name, data, content_type, description="Phụ lục")
    return document(attached=[Attached("125-STT-VP.pdf", pdf()), annex], appendixes=("Phụ lục",))


def edited(change: Callable[[str], str]) -> bytes:
    plain = Document().xml()
    changed = change(plain)
    assert changed != plain
    return changed.encode("utf-8", "surrogatepass")


def put(old: str, new: str) -> bytes:
    return edited(lambda xml: xml.replace(old, new))


def prefixed(prefix: str) -> bytes:
    """The same with another prefix; none where it is empty."""
    mark = f"{prefix}:" if prefix else ""
    declared = f"xmlns:{prefix}=" if prefix else "xmlns="
    return edited(lambda xml: re.sub(r"(</?)e:", rf"\1{mark}", xml).replace("xmlns:e=", declared))


def business(kind: str, inner: str = "", reason: str = "Lý do cụ thể", *, staff: bool = True) -> str:
    said = f"<e:BussinessDocReason>{reason}</e:BussinessDocReason>" if reason else ""
    person = "<e:StaffInfo><e:Department>Văn thư</e:Department><e:Staff>Trần Văn Mẫu</e:Staff></e:StaffInfo>"
    target, rest = (TARGET, inner.removeprefix(TARGET)) if inner.startswith(TARGET) else ("", inner)
    return (
        f"<e:Bussiness>{target}<e:BussinessDocType>{kind}</e:BussinessDocType>{said}<e:Paper>0</e:Paper>{rest}"
        f"{person if staff else ''}</e:Bussiness>"
    )


def updated(receiver_type: str = "1", organ: str = RECEIVER, info: str = "1", receivers: str = "1") -> str:
    return (
        f"<e:BussinessDocumentInfo><e:DocumentInfo>{info}</e:DocumentInfo>"
        f"<e:DocumentReceiver>{receivers}</e:DocumentReceiver><e:ReceiverList><e:Receiver><e:OrganId>{organ}</e:OrganId>"
        f"<e:ReceiverType>{receiver_type}</e:ReceiverType></e:Receiver></e:ReceiverList></e:BussinessDocumentInfo>"
    )


def good() -> Iterator[Case]:
    """Nothing is wrong with these."""
    annex = Attached("phu-luc-1.pdf", pdf(2), description="Phụ lục 1")
    yield "good", document()
    yield "good: two recipients", document(receivers=((RECEIVER, "A"), (OTHER, "B")))
    yield "good: recall", document(business=business("1", TARGET), response=ANSWERED)
    yield "good: update", document(business=business("2", TARGET + updated()))
    yield "good: replacement", document(business=business("3", REPLACED))
    yield (
        "good: replacement of another type that nobody can tell",
        own_id(type_name="Quyết định", notation="QĐ-STT", business=business("3", REPLACED)),
    )
    yield "good: answer", document(response=ANSWERED.replace("000.00.12", "000.00.13"))
    yield "good: annex", document(attached=[Attached("a.pdf", pdf()), annex], appendixes=("Phụ lục 1",))
    yield (
        "good: annex named by its file",
        document(attached=[Attached("a.pdf", pdf()), replace(annex, description="")], appendixes=("phu-luc-1.pdf",)),
    )
    yield (
        "good: pages counted with the annex",
        document(attached=[Attached("a.pdf", pdf()), annex], appendixes=("Phụ lục 1",), pages="3"),
    )
    yield "good: Word annex", annexed("phu-luc.docx", sample_docx(), DOCX)
    yield "good: old Word annex", annexed("phu-luc.doc", ole("WordDocument"), "application/msword")
    yield (
        "good: codes of Decision 20/2020",
        own_id(
            sender="H49.12", receivers=(("H49.13", "A"), ("G09.22", "B")), hops=(("H49.12", "2026/09/14 09:05:00"),)
        ),
    )
    for prefix in ("ns1", "edXML", "a.b-c", ""):
        yield f"good: prefix {prefix or 'none'}", prefixed(prefix)
    yield "good: byte-order mark", b"\xef\xbb\xbf" + document()
    yield "good: no declaration", document().partition(b"\n")[2]
    yield "good: CRLF", document().replace(b"\n", b"\r\n")
    yield "good: CDATA", put("<e:Subject>V/v báo cáo", "<e:Subject><![CDATA[V/v báo cáo]]>")
    yield "good: comment and instruction", put("<e:Subject>", "<!-- x --><?pi x?><e:Subject>")
    yield "good: character references", put("V/v", "V&#x2F;v &amp; &lt;")
    yield (
        "good: zip around the PDF",
        document(attached=[Attached("125.pdf", archive({"125.pdf": pdf()}), "application/zip")]),
    )
    yield "good: cid without its prefix", put("<ContentId>cid:", "<ContentId>")
    yield "good: sent at the end of the day", own_id(date="2026/09/01", hops=((SENDER, "2026/09/01 23:59:59"),))
    yield "good: sent on the next day", document(hops=((SENDER, "2026/09/15 08:00:00"),))
    yield "good: sent after the weekend", own_id(date="2026/09/11", hops=((SENDER, "2026/09/14 17:00:00"),))
    yield "good: 29 February", own_id(date="2028/02/29", hops=((SENDER, "2028/02/29 10:00:00"),))
    yield "good: due on the same day", document(due="2026/09/14")
    yield "good: three pages", with_pdf(pdf(3), pages="3")
    yield "good: landscape", with_pdf(pdf(size=(842, 595)))
    yield "good: lines before the PDF", with_pdf(b"\n\n" + pdf())
    yield "good: 500 characters", document(subject="a" * 500)
    yield "good: small letters in an abbreviation", own_id(type_name="Quy định", notation="QyĐ-STT")
    yield "good: number below 10", own_id(number="05")
    yield "good: English", document(subject="Invitation to the ASEAN digital ministers' meeting, 14-15 September 2026")
    yield "good: French", document(subject="Réponse à la lettre du 3 août: « coopération aérienne »")
    yield "good: name in Vietnamese", annexed("Phụ lục số 1.txt", b"x")
    yield "good: status", Status().data()
    yield "good: refusal", Status(code="02", description="Sai nơi nhận, đề nghị kiểm tra lại").data()
    yield (
        "good: request to take back",
        Status(sender=SENDER, organ=RECEIVER, code="13", description="Thu hồi do có sai sót về số liệu").data(),
    )
    yield "good: consent", Status(code="15", description="Đồng ý thu hồi").data()
    yield "good: dissent", Status(code="16", description="Không đồng ý vì đã thi hành").data()
    yield "good: arrival by software", Status(code="01", staff="").data()


def changes_of_documents() -> Iterator[Case]:
    """Business types 0 to 3, with parts that are missing or contradict one another."""
    no_list = "<e:BussinessDocumentInfo><e:DocumentInfo>0</e:DocumentInfo><e:DocumentReceiver>{}</e:DocumentReceiver>"
    no_list += "</e:BussinessDocumentInfo>"
    kinds = {
        "new that names another": business("0", TARGET),
        "new with a replacement": business("0", REPLACED),
        "recall of nothing, by nobody, for no reason": business("1", reason="", staff=False),
        "recall named in the business alone": business("1", TARGET),
        "update of nothing": business("2", updated()),
        "update that says nothing": business("2", TARGET),
        "update that says that nothing changes": business("2", TARGET + no_list.format("0")),
        "update with an unknown flag": business("2", TARGET + updated(info="9")),
        "update of recipients without a list": business("2", TARGET + no_list.format("1")),
        "update adds who is not listed": business("2", TARGET + updated(organ=OTHER)),
        "update drops who is still listed": business("2", TARGET + updated("0")),
        "update with a receiver of type 7": business("2", TARGET + updated("7")),
        "replacement of nothing": business("3"),
        "replacement of itself": business("3", REPLACED.replace(OLD, OWN)),
        "replacement without recipients": business("3", REPLACED.replace(f"<e:OrganId>{RECEIVER}</e:OrganId>", "")),
        "type 4": business("4"),
        "type in wide digits": business("０"),
        "none": "",
        "twice": business("0", reason="", staff=False) * 2,
    }
    for name, said in kinds.items():
        yield f"business: {name}", document(business=said)
    yield "business: recall named in the answer alone", document(business=business("1"), response=ANSWERED)
    foreign = (business("1", TARGET).replace("H49,", "G09,"), ANSWERED.replace("12.H49", "12.G09"))
    yield "business: recall of another's document", document(business=foreign[0], response=foreign[1])
    yield (
        "business: replacement of another type",
        own_id(
            type_name="Quyết định", notation="QĐ-STT", business=business("3", REPLACED.replace("STT-VP", "TTr-STT"))
        ),
    )


def dates() -> Iterator[Case]:
    """Dates and times, at their edges and beyond."""
    for date in ("2026/02/29", "14/09/2026", "2026-09-14", "2026/9/14", "٢٠٢٦/٠٩/١٤"):
        yield f"date: {date}", document(date=date)
    yield "date: 1900", own_id(date="1900/01/01")
    for time in ("23:59:60", "24:00:00", "9:5:0"):
        yield f"time: {time}", document(hops=((SENDER, f"2026/09/14 {time}"),))
    yield "time: ISO 8601", document(hops=((SENDER, "2026-09-14T09:05:00+07:00"),))
    yield "due before", document(due="2026/09/13")
    yield "due on a holiday", document(due="2026/11/24")
    yield "sent before", document(hops=((SENDER, "2026/09/13 23:59:59"),))
    yield "sent late", document(hops=((SENDER, "2026/09/16 00:00:00"),))
    yield "urgent, sent a day later", document(priority="3", hops=((SENDER, "2026/09/15 08:00:00"),))
    yield "hops backwards", document(hops=((SENDER, "2026/09/14 09:05:00"), (RECEIVER, "2026/09/14 09:00:00")))
    yield "hop twice", document(hops=((SENDER, "2026/09/14 09:05:00"),) * 2)
    yield "first hop of another", document(hops=((RECEIVER, "2026/09/14 09:05:00"),))
    yield "no trace", edited(lambda xml: re.sub("<e:TraceHeaderList>.*</e:TraceHeaderList>", "", xml))


def parties() -> Iterator[Case]:
    """Recipients that are one agency, or none."""
    others = {
        "the same": RECEIVER,
        "in small letters": RECEIVER.lower(),
        "between blanks": f" {RECEIVER} ",
        "with a blank of no width": f"{RECEIVER}\u200b",
        "in wide digits": f"０００{RECEIVER[3:]}",
        "under a code that nobody can tell": "H49.13",
        "the sender": SENDER,
        "a closed one": "000.00.00.H02",
    }
    for name, code in others.items():
        yield f"recipient: {name}", document(receivers=((RECEIVER, "A"), (code, "B")))
    yield "recipient: name in NFD", document(receivers=((RECEIVER, apart("Sở Tài chính")),))
    yield "sender: 47 characters", document(sender="H49.12." + "A" * 40)
    yield "sender: small letters", own_id(sender="000.00.12.h49", hops=(("000.00.12.h49", "2026/09/14 09:05:00"),))


def headers() -> Iterator[Case]:
    """Fields of the header against one another."""
    for pages in ("0", "-1", "hai", "1.5"):
        yield f"pages: {pages}", document(pages=pages)
    yield "pages: others than the PDF's", with_pdf(pdf(4), pages="3")
    for priority in ("9", "4", "Hỏa tốc"):
        yield f"priority: {priority}", document(priority=priority)
    yield "authority: in words", document(competence="Thay mặt Chủ tịch")
    yield "title before the name", document(full_name="ThS. Lê Thị Mẫu")
    yield "blank name and subject", document(full_name=" ", subject="\u00a0")
    yield "secret", document(subject="MẬT")
    yield "id: of another agency", document(document_id=OWN.replace("00.12.", "00.99."))
    yield "id: of another number", document(document_id=OWN.replace("125/", "126/"))
    yield "id: of another day", document(document_id=OWN.replace("/14,", "/15,"))
    yield "id: GUID", document(document_id="6b29fc40-ca47-1067-b31d-00dd010662da")
    yield "number: 5", own_id(number="5")
    yield "notation: with the number", document(notation="125/STT-VP")
    yield "notation: small letters", own_id(notation="stt-vp")
    yield "notation: of another type", document(type_name="Quyết định")
    yield "type: unknown", document(type_name="Văn bản lạ")
    yield (
        "answer: to itself",
        document(response=ANSWERED.replace(OLD, OWN).replace("120/", "125/").replace("2026/09/01", "2026/09/14")),
    )
    yield "answer: twice", document(response=ANSWERED * 2)
    yield "answer: to a later document", document(response=ANSWERED.replace("2026/09/01", "2026/10/01"))
    yield "answer: not named", document(response="<e:ResponseFor><e:OrganId>G09</e:OrganId></e:ResponseFor>")
    yield "steering: empty", put("<e:SteeringType>0<", "<e:SteeringType><")
    yield "paper: 2", put("<e:Paper>0<", "<e:Paper>2<")
    yield "annex declared and not attached", document(appendixes=("phu-luc-9.pdf",))


def texts() -> Iterator[Case]:
    """Letters in the wrong sets."""
    subjects = {
        "TCVN3": "V/v b¸o c¸o t×nh h×nh thùc hiÖn nhiÖm vô n¨m 2026",
        "VNI": "V/v baùo caùo tình hình thöïc hieän nhieäm vuï naêm 2026",
        "VIQR": "V/v ba'o ca'o ti`nh hi`nh thu+.c hie^.n nhie^.m vu. na(m 2026",
        "NFD": apart("V/v báo cáo tình hình"),
        "emoji": "V/v báo cáo 😀",
        "read as Latin-1": "V/v báo cáo tình hình".encode().decode("cp1252"),
        "letters lost": "V/v b\ufffdo c\ufffdo",
        "501 characters": "a" * 501,
        "turned round": "V/v \u202ebáo cáo",
        "private": "V/v báo cáo \ue000",
    }
    for name, subject in subjects.items():
        yield f"text: {name}", document(subject=subject)


def pdfs() -> Iterator[Case]:
    """PDF files that run, hide or lock something, each in another place."""

    def made(change: Callable[[Any], None], **options: Any) -> bytes:
        opened = pikepdf.open(io.BytesIO(pdf()))
        change(opened)
        return saved(opened, **options)

    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))

    def embed(opened: Any) -> None:
        opened.attachments["a.exe"] = b"hello"

    def pin(opened: Any) -> None:
        stream = opened.make_stream(b"x", Type=Name.EmbeddedFile)
        file = Dictionary(Type=Name.Filespec, F=String("a.doc"), EF=Dictionary(F=stream))
        place = Array([0, 0, 9, 9])
        opened.pages[0].Annots = Array(
            [opened.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=place, FS=file))]
        )

    def rendition(opened: Any) -> None:
        action = Dictionary(S=Name.Rendition, JS=String("1"), OP=0)
        screen = Dictionary(Type=Name.Annot, Subtype=Name.Screen, Rect=Array([0, 0, 1, 1]), A=action)
        opened.pages[0].Annots = Array([opened.make_indirect(screen)])

    def field(opened: Any) -> None:
        entry = Dictionary(FT=Name.Tx, T=String("t"), AA=Dictionary(K=script))
        opened.Root.AcroForm = Dictionary(Fields=Array([opened.make_indirect(entry)]))

    link = Dictionary(S=Name.URI, URI=String("http://example.vn"), Next=script)
    names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
    yield "pdf: script by name", with_pdf(made(lambda it: setattr(it.Root, "Names", names)))
    yield "pdf: script on opening", with_pdf(made(lambda it: setattr(it.Root, "OpenAction", script)))
    yield "pdf: script of a page", with_pdf(made(lambda it: setattr(it.pages[0], "AA", Dictionary(O=script))))
    yield "pdf: script of a field", with_pdf(made(field))
    yield "pdf: script behind a link", with_pdf(made(lambda it: setattr(it.Root, "OpenAction", link)))
    yield "pdf: script of a film", with_pdf(made(rendition))
    program = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    yield "pdf: program", with_pdf(made(lambda it: setattr(it.Root, "OpenAction", program)))
    yield "pdf: embedded file", with_pdf(made(embed))
    yield "pdf: file pinned on a page", with_pdf(made(pin))
    locked, bound = pikepdf.Encryption(user="x", owner="y", R=6), pikepdf.Encryption(user="", owner="y", R=4)
    yield "pdf: password", with_pdf(made(lambda _: None, encryption=locked))
    yield "pdf: restrictions", with_pdf(made(lambda _: None, encryption=bound))
    yield "pdf: Letter", with_pdf(pdf(size=(612, 792)))
    yield "pdf: cut", with_pdf(pdf()[:300])
    yield "pdf: HTML", with_pdf(b"<!DOCTYPE html><html><body>x</body></html>")
    yield "pdf: Word", with_pdf(sample_docx())
    yield "pdf: empty", with_pdf(b"")
    yield "pdf: program under its name", with_pdf(b"MZ" + bytes(200))
    yield "pdf: through a text decoder", with_pdf(pdf().decode("latin-1").encode().replace(b"\xc2", b"\xef\xbf\xbd"))


def word_with_macros(program: str, main: str) -> bytes:
    """A Word file with a program under any name, which the types and relations of its parts give away."""
    types = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    vba = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    relation = '<Relationships xmlns="{}/relationships"><Relationship Id="r1" Type="{}" Target="{}"/></Relationships>'
    kinds = (
        f'<Types xmlns="{types}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )
    return archive(
        {
            "[Content_Types].xml": kinds.encode(),
            "_rels/.rels": relation.format(types, office, "word/document.xml").encode(),
            "word/document.xml": b'<w:document xmlns:w="urn:w"><w:body/></w:document>',
            "word/_rels/document.xml.rels": relation.format(types, vba, program).encode(),
            f"word/{program}": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        }
    )


def containers() -> Iterator[Case]:
    """Office files, archives, and programs under names that promise something else."""
    macro_enabled = "application/vnd.ms-word.document.macroEnabled"
    yield (
        "office: docm",
        annexed("a.docm", word_with_macros("vbaProject.bin", f"{macro_enabled}.main+xml"), f"{macro_enabled}.12"),
    )
    yield "office: macros in a docx", annexed("a.docx", word_with_macros("vbaProject.bin", DOCX + ".main+xml"), DOCX)
    yield "office: macros under another name", annexed("a.docx", word_with_macros("font.bin", DOCX + ".main+xml"), DOCX)
    yield "office: macros in a doc", annexed("a.doc", ole("WordDocument", "Macros", "VBA"), "application/msword")
    yield "office: macros in an xls", annexed("a.xls", ole("Workbook", "_VBA_PROJECT_CUR"), "application/vnd.ms-excel")
    yield "office: password", annexed("a.docx", ole("EncryptedPackage", "EncryptionInfo"), DOCX)
    program = b"MZ" + bytes(100)
    zips = {
        "plain": {"a.txt": b"x"},
        "in an archive": {"a.zip": archive({"b.txt": b"x"}), "c.txt": b"y"},
        "with a program": {"cai-dat.exe": program, "c.txt": b"y"},
        "out of its folder": {"../../a.txt": b"x", "c.txt": b"y"},
    }
    for name, entries in zips.items():
        yield f"zip: {name}", annexed("phu-luc.zip", archive(entries), "application/zip")
    yield "zip: as a Word file", annexed("phu-luc.docx", archive({"a.txt": b"x"}), DOCX)
    yield (
        "zip: as a Word file, with a program",
        annexed("phu-luc.docx", archive({"a.exe": program, "b.txt": b""}), DOCX),
    )
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as packed:
        entry = tarfile.TarInfo("a.txt")
        entry.size = 1
        packed.addfile(entry, io.BytesIO(b"x"))
    closed = {
        "rar": b"Rar!\x1a\x07\x01\x00" + bytes(50),
        "7z": b"7z\xbc\xaf\x27\x1c" + bytes(50),
        "tar": tar.getvalue(),
        "gz": gzip.compress(b"x", mtime=0),
        "bz2": b"BZh9" + bytes(50),
        "xz": b"\xfd7zXZ\x00" + bytes(50),
        "cab": b"MSCF" + bytes(50),
    }
    for ending, data in closed.items():
        yield f"archive: {ending}", annexed(f"phu-luc.{ending}", data, "application/octet-stream")
    programs = {
        "a.exe": program,
        "a.pdf.exe": program,
        "a.pdf": program,
        "a.bat": b"del *",
        "a.lnk": b"L\0\0\0" + bytes(90),
    }
    for name, data in programs.items():
        yield f"program: {name}", annexed(name, data, "application/octet-stream")
    copy = Attached("ban-sao.pdf", pdf())
    yield "files: one twice", document(attached=[Attached("a.pdf", pdf()), copy])
    yield "files: no PDF", document(attached=[Attached("125.docx", sample_docx(), DOCX)])
    yield "files: the document second", document(attached=[Attached("a.txt", b"x", "text/plain"), copy])


def names() -> Iterator[Case]:
    """Names of files that hide, lead away or cannot be saved."""
    for name in (
        *(
            "phu\u202etxt.exe.txt",
            "../a.txt",
            "C:\\a.txt",
            "CON.txt",
            "a.txt ",
            "b\u0430o-cao.txt",
            "phuluc",
            "a*b.txt",
        ),
        *("a" * 300 + ".txt", apart("Phụ lục số 1.txt"), "a\u200b.txt"),
    ):
        yield f"name: {ascii(name)[1:-1][:40]}", annexed(name, b"van ban")
    for second in ("a.txt", "A.TXT"):
        files = [Attached("a.txt", b"1", "text/plain", id="1"), Attached(second, b"2", "text/plain", id="2")]
        yield f"names: a.txt and {second}", document(attached=[Attached("a.pdf", pdf()), *files])


def statuses() -> Iterator[Case]:
    """Status messages of the wrong side, about nothing, by nobody."""
    yield "status: about nothing", Status(response="").data()
    yield "status: about two", Status(response=ANSWERED + ANSWERED.replace("120", "121")).data()
    yield "status: 03 by the sender", Status(sender=SENDER).data()
    yield "status: 13 by the recipient", Status(code="13", description="Có sai sót về số liệu").data()
    for code in ("14", "3", " 03 "):
        yield f"status: {code!r}", Status(code=code).data()
    yield "status: 02 without a reason", Status(code="02", description="").data()
    yield "status: 02 with a short one", Status(code="02", description="Sai").data()
    yield "status: by nobody", Status(staff="").data()
    yield "status: by software", Status(staff="<e:StaffInfo><e:Staff>Hệ thống</e:Staff></e:StaffInfo>").data()
    yield "status: without a sender", Status(sender="").data()
    yield "status: before the document", Status(at="2026/09/13 10:00:00").data()
    yield "status: another number", Status(number="126/STT-VP").data()
    yield "status: another day", Status(date="2026/09/15").data()
    yield "status: time as in Vietnam", Status(at="02/10/2026 10:00").data()


def shapes() -> Iterator[Case]:
    """XML that other parsers read otherwise."""
    whole = Document().xml()
    envelope = whole[whole.index("<e:edXMLEnvelope") : whole.index("<AttachmentEncoded>")]
    header = whole[whole.index("<e:MessageHeader>") : whole.index("<e:TraceHeaderList>")]
    yield "xml: two envelopes", put("<AttachmentEncoded>", f"{envelope}<AttachmentEncoded>")
    yield "xml: two headers", put("<e:TraceHeaderList>", f"{header}<e:TraceHeaderList>")
    yield "xml: two bodies", put("</e:edXMLBody>", "</e:edXMLBody><e:edXMLBody/>")
    yield "xml: subject twice", put("<e:Subject>", "<e:Subject>Khác</e:Subject><e:Subject>")
    yield "xml: unknown element", put("<e:Subject>", "<e:Moi>1</e:Moi><e:Subject>")
    yield (
        "xml: another namespace",
        edited(
            lambda xml: xml.replace("<e:Subject>", '<o:Subject xmlns:o="urn:o">').replace(
                "</e:Subject>", "</o:Subject>"
            )
        ),
    )
    yield (
        "xml: no namespace",
        edited(lambda xml: xml.replace("<e:Subject>", '<Subject xmlns="">').replace("</e:Subject>", "</Subject>")),
    )
    yield (
        "xml: attachments in the envelope",
        edited(lambda xml: xml.replace("</e:edXMLEnvelope>\n", "").replace("</edXML>", "</e:edXMLEnvelope></edXML>")),
    )
    yield "xml: namespace of another year", put(NAMESPACE, NAMESPACE.replace("2016", "2022"))
    yield (
        "xml: prefix without a declaration",
        edited(lambda xml: xml.replace("<e:Subject>", "<z:Subject>").replace("</e:Subject>", "</z:Subject>")),
    )
    yield "xml: UTF-16", b"\xff\xfe" + whole.replace("UTF-8", "UTF-16").encode("utf-16-le")
    yield "xml: windows-1258", document().replace(b"UTF-8", b"windows-1258")
    yield "xml: DOCTYPE", document().replace(b"?>\n", b"?>\n<!DOCTYPE edXML>\n", 1)
    yield "xml: cut", document()[:900]
    yield "xml: cut in an attachment", document()[:-200]
    yield "content: lines", put("JVBERi0x", "JVBERi0x\n")
    yield "content: no base64", put("JVBERi0x", "JVBE*i0x")
    yield "content: none", edited(lambda xml: re.sub("(<e:ContentTransferEncoded[^>]*>)[^<]*", r"\1", xml))
    yield (
        "content: no attachment",
        edited(lambda xml: re.sub("<AttachmentEncoded>.*</AttachmentEncoded>", "<AttachmentEncoded/>", xml)),
    )
    yield "manifest: without a line", edited(lambda xml: re.sub("<e:Reference>.*</e:Reference>", "", xml))
    yield "manifest: another name", document(attached=[Attached("a.pdf", pdf(), listed="khac.pdf")])
    yield "manifest: another type", document(attached=[Attached("a.pdf", pdf(), listed_type="application/zip")])
    yield "manifest: another id", put("<ContentId>cid:", "<ContentId>cid:x")


def cases() -> dict[str, bytes]:
    """Every package by its name."""
    themes = (good, changes_of_documents, dates, parties, headers, texts, pdfs, containers, names, statuses, shapes)
    listed = [case for theme in themes for case in theme()]
    made = dict(listed)
    assert len(made) == len(listed)
    return made
