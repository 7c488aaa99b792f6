"""Packages written letter by letter, without edoc's models, writer or factory: what another vendor's software sends."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from dataclasses import dataclass, field
from typing import Final

import pikepdf

NAMESPACE: Final = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
SENDER: Final = "000.00.12.H49"
RECEIVER: Final = "000.00.13.H49"
OTHER: Final = "000.00.14.H49"


def pdf(pages: int = 1, version: str = "1.6", size: tuple[int, int] = (595, 842)) -> bytes:
    """A PDF as pikepdf writes it, with object streams: another shape than edoc's own samples."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=size)
    return saved(made, version=version)


def saved(made: pikepdf.Pdf, encryption: pikepdf.Encryption | None = None, version: str = "") -> bytes:
    file = io.BytesIO()
    made.save(
        file,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=encryption is None,
        encryption=encryption,
        force_version=version,
    )
    return file.getvalue()


def archive(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as packed:
        for name, data in entries.items():
            packed.writestr(zipfile.ZipInfo(name, (2026, 9, 14, 8, 0, 0)), data)
    return file.getvalue()


@dataclass
class Attached:
    """One attachment: its name, its bytes as they are sent, and what is said of them."""

    name: str
    data: bytes
    content_type: str = "application/pdf"
    description: str = ""
    listed: str | None = None
    listed_type: str | None = None
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or hashlib.sha256(self.name.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass
class Document:
    """A document; every part may be replaced by whatever XML."""

    sender: str = SENDER
    sender_name: str = "Sở Thông tin mẫu"
    receivers: tuple[tuple[str, str], ...] = ((RECEIVER, "Sở Tài chính mẫu"),)
    document_id: str = "000.00.12.H49,2026/09/14,125/STT-VP"
    number: str = "125"
    notation: str = "STT-VP"
    place: str = "Hà Nội"
    date: str = "2026/09/14"
    type_name: str = "Công văn"
    subject: str = "V/v báo cáo tình hình thực hiện nhiệm vụ quý III năm 2026"
    competence: str = "KT. GIÁM ĐỐC"
    position: str = "Phó Giám đốc"
    full_name: str = "Lê Thị Mẫu"
    due: str = ""
    priority: str = "0"
    pages: str = "1"
    appendixes: tuple[str, ...] = ()
    response: str = ""
    business: str = "<e:Bussiness><e:BussinessDocType>0</e:BussinessDocType><e:Paper>0</e:Paper></e:Bussiness>"
    hops: tuple[tuple[str, str], ...] = ((SENDER, "2026/09/14 09:05:00"),)
    attached: list[Attached] = field(default_factory=lambda: [Attached("125-STT-VP.pdf", pdf())])
    extra: str = ""

    def xml(self) -> str:
        to = "".join(
            f"<e:To><e:OrganId>{code}</e:OrganId><e:OrganName>{name}</e:OrganName></e:To>"
            for code, name in self.receivers
        )
        due = f"<e:DueDate>{self.due}</e:DueDate>" if self.due else ""
        annexes = "".join(f"<e:Appendix>{name}</e:Appendix>" for name in self.appendixes)
        annexes = f"<e:Appendixes>{annexes}</e:Appendixes>" if annexes else ""
        hops = "".join(
            f"<e:TraceHeader><e:OrganId>{code}</e:OrganId><e:Timestamp>{at}</e:Timestamp></e:TraceHeader>"
            for code, at in self.hops
        )
        manifest = "".join(
            f"<e:Reference><e:ContentId>cid:{item.id}</e:ContentId>"
            f"<e:ContentType>{item.listed_type or item.content_type}</e:ContentType>"
            f"<e:Description>{item.description}</e:Description>"
            f"<e:AttachmentName>{item.listed or item.name}</e:AttachmentName></e:Reference>"
            for item in self.attached
        )
        files = "".join(
            f"<Attachment><ContentId>cid:{item.id}</ContentId><AttachmentName>{item.name}</AttachmentName>"
            f"<Description>{item.description}</Description><ContentType>{item.content_type}</ContentType>"
            f'<e:ContentTransferEncoded xmlns:e="{NAMESPACE}">{base64.b64encode(item.data).decode()}'
            "</e:ContentTransferEncoded></Attachment>"
            for item in self.attached
        )
        header = (
            f"<e:From><e:OrganId>{self.sender}</e:OrganId><e:OrganName>{self.sender_name}</e:OrganName></e:From>{to}\n"
            f"<e:DocumentId>{self.document_id}</e:DocumentId>\n"
            f"<e:Code><e:CodeNumber>{self.number}</e:CodeNumber><e:CodeNotation>{self.notation}</e:CodeNotation></e:Code>\n"
            f"<e:PromulgationInfo><e:Place>{self.place}</e:Place>"
            f"<e:PromulgationDate>{self.date}</e:PromulgationDate></e:PromulgationInfo>\n"
            f"<e:DocumentType><e:Type>2</e:Type><e:TypeName>{self.type_name}</e:TypeName></e:DocumentType>\n"
            f"<e:Subject>{self.subject}</e:Subject>\n"
            f"<e:SignerInfo><e:Competence>{self.competence}</e:Competence><e:Position>{self.position}</e:Position>"
            f"<e:FullName>{self.full_name}</e:FullName></e:SignerInfo>\n{due}"
            f"<e:OtherInfo><e:Priority>{self.priority}</e:Priority><e:PageAmount>{self.pages}</e:PageAmount>"
            f"<e:Direction>false</e:Direction>{annexes}</e:OtherInfo>\n{self.response}"
            f"<e:SteeringType>0</e:SteeringType>{self.extra}"
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<edXML xmlns="{NAMESPACE}"><e:edXMLEnvelope xmlns:e="{NAMESPACE}"><e:edXMLHeader>\n'
            f"<e:MessageHeader>\n{header}\n</e:MessageHeader>\n"
            f"<e:TraceHeaderList>{self.business}{hops}</e:TraceHeaderList>\n</e:edXMLHeader>\n"
            f'<e:edXMLBody><e:edXMLManifest version="1.0">{manifest}</e:edXMLManifest></e:edXMLBody>'
            f"</e:edXMLEnvelope>\n<AttachmentEncoded>{files}</AttachmentEncoded></edXML>\n"
        )

    def data(self) -> bytes:
        return self.xml().encode("utf-8", "surrogatepass")


@dataclass
class Status:
    """A status message."""

    sender: str = RECEIVER
    sender_name: str = "Sở Tài chính mẫu"
    response: str | None = None
    organ: str = SENDER
    number: str = "125/STT-VP"
    date: str = "2026/09/14"
    document_id: str = "000.00.12.H49,2026/09/14,125/STT-VP"
    staff: str = "<e:StaffInfo><e:Department>Văn thư</e:Department><e:Staff>Trần Văn Mẫu</e:Staff></e:StaffInfo>"
    code: str = "03"
    description: str = "Đã tiếp nhận văn bản"
    at: str = "2026/09/14 10:00:00"

    def data(self) -> bytes:
        answered = (
            f"<e:ResponseFor><e:OrganId>{self.organ}</e:OrganId><e:Code>{self.number}</e:Code>"
            f"<e:DocumentId>{self.document_id}</e:DocumentId><e:PromulgationDate>{self.date}</e:PromulgationDate>"
            "</e:ResponseFor>"
            if self.response is None
            else self.response
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<edXML xmlns="{NAMESPACE}"><e:edXMLEnvelope xmlns:e="{NAMESPACE}"><e:edXMLHeader><e:MessageHeader>\n'
            f"<e:From><e:OrganId>{self.sender}</e:OrganId><e:OrganName>{self.sender_name}</e:OrganName></e:From>\n"
            f"{answered}\n{self.staff}\n<e:StatusCode>{self.code}</e:StatusCode>\n"
            f"<e:Description>{self.description}</e:Description>\n<e:Timestamp>{self.at}</e:Timestamp>\n"
            "</e:MessageHeader></e:edXMLHeader></e:edXMLEnvelope></edXML>\n"
        ).encode()
