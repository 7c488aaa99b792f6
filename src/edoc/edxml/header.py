"""``MessageHeader`` of a document and of a status message."""

from __future__ import annotations

from typing import Annotated, ClassVar

from edoc.edxml.model import Model
from edoc.edxml.organization import Organization, ResponseFor, StaffInfo
from edoc.edxml.scalars import EdxmlBool, EdxmlDate, EdxmlInt, EdxmlTimestamp
from edoc.edxml.table import Element, Structure
from edoc.identifiers import DocumentId, DocumentNumber

__all__ = [
    "Code",
    "DocumentHeader",
    "DocumentType",
    "OtherInfo",
    "PromulgationInfo",
    "SignerInfo",
    "StatusHeader",
]


class Code(Model):
    """Number and notation of the document (QCVN 102:2016/BTTTT 1.3)."""

    __edxml__: ClassVar = Structure(
        name="Code", vi="Số, ký hiệu", en="number and notation", section="1.3", repeated="first"
    )

    code_number: Annotated[str | None, Element(name="CodeNumber", vi="Số", en="number", length=11, article="c")] = None
    code_notation: Annotated[
        str | None, Element(name="CodeNotation", vi="Ký hiệu", en="notation", length=30, article="c")
    ] = None

    @property
    def number(self) -> DocumentNumber:
        """Both parts as they are printed: ``7816/VPCP-TTĐT``."""
        return DocumentNumber.of(self.code_number, self.code_notation)


class PromulgationInfo(Model):
    """Place and date of issue (QCVN 102:2016/BTTTT 1.4)."""

    __edxml__: ClassVar = Structure(
        name="PromulgationInfo", vi="Thông tin ban hành", en="issue", section="1.4", repeated="first"
    )

    place: Annotated[str | None, Element(name="Place", vi="Nơi ban hành", en="place of issue", length=50)] = None
    promulgation_date: Annotated[
        EdxmlDate | None,
        Element(name="PromulgationDate", vi="Ngày ban hành", en="date of issue", article="d"),
    ] = None


class DocumentType(Model):
    """Type of the document (QCVN 102:2016/BTTTT 1.5); only the name is dependable."""

    __edxml__: ClassVar = Structure(
        name="DocumentType", vi="Loại văn bản", en="document type", section="1.5", repeated="first"
    )

    type: Annotated[EdxmlInt | None, Element(name="Type", vi="Mã loại", en="type number")] = None
    type_detail: Annotated[EdxmlInt | None, Element(name="TypeDetail", vi="Mã loại chi tiết", en="detail number")] = (
        None
    )
    type_name: Annotated[
        str | None, Element(name="TypeName", vi="Tên loại", en="type name", length=100, article="đ")
    ] = None


class SignerInfo(Model):
    """Who signed the document (QCVN 102:2016/BTTTT 1.8)."""

    __edxml__: ClassVar = Structure(name="SignerInfo", vi="Người ký", en="signer", section="1.8", repeated="first")

    competence: Annotated[
        str | None, Element(name="Competence", vi="Quyền hạn ký", en="signing authority", length=100)
    ] = None
    position: Annotated[str | None, Element(name="Position", vi="Chức vụ", en="position", length=100, article="i")] = (
        None
    )
    full_name: Annotated[str | None, Element(name="FullName", vi="Họ tên", en="full name", length=50, article="i")] = (
        None
    )


class OtherInfo(Model):
    """Priority, circulation, amounts (QCVN 102:2016/BTTTT 1.11)."""

    __edxml__: ClassVar = Structure(
        name="OtherInfo", vi="Thông tin khác", en="other information", section="1.11", repeated="first"
    )

    priority: Annotated[
        EdxmlInt | None, Element(name="Priority", vi="Độ khẩn", en="priority", section="1.11.1", article="k")
    ] = None
    sphere_of_promulgation: Annotated[
        str | None,
        Element(name="SphereOfPromulgation", vi="Phạm vi lưu hành", en="circulation", section="1.11.2", length=100),
    ] = None
    typer_notation: Annotated[
        str | None,
        Element(name="TyperNotation", vi="Ký hiệu người soạn thảo", en="typist's mark", section="1.11.3", length=10),
    ] = None
    promulgation_amount: Annotated[
        EdxmlInt | None,
        Element(name="PromulgationAmount", vi="Số bản phát hành", en="number of copies", section="1.11.4"),
    ] = None
    page_amount: Annotated[
        EdxmlInt | None, Element(name="PageAmount", vi="Số trang", en="number of pages", section="1.11.5")
    ] = None
    reply_fors: Annotated[str | None, Element(name="ReplyFors", vi="Văn bản trả lời", en="documents replied to")] = None
    direction: Annotated[
        EdxmlBool | None, Element(name="Direction", vi="Direction (chưa rõ nghĩa)", en="direction (meaning not known)")
    ] = None
    reference_codes: Annotated[str | None, Element(name="ReferenceCodes", vi="Mã tham chiếu", en="reference codes")] = (
        None
    )
    appendixes: Annotated[
        tuple[str, ...],
        Element(
            name="Appendix",
            vi="Phụ lục",
            en="annex",
            section="1.11.6",
            length=250,
            inside="Appendixes",
            several="first",
        ),
    ] = ()


class DocumentHeader(Model):
    """``MessageHeader`` of a document (QCVN 102:2016/BTTTT, section 1)."""

    __edxml__: ClassVar = Structure(name="MessageHeader", vi="Thông tin chung", en="message header", section="1")

    sender: Annotated[
        Organization | None, Element(name="From", vi="Bên gửi", en="sender", section="1.1", article="l")
    ] = None
    recipients: Annotated[
        tuple[Organization, ...], Element(name="To", vi="Bên nhận", en="recipient", section="1.2", article="m")
    ] = ()
    document_id: Annotated[
        DocumentId | None,
        Element(
            name="DocumentId", vi="Mã định danh văn bản", en="document id", section="1.14", length=200, article="b"
        ),
    ] = None
    code: Annotated[
        Code | None, Element(name="Code", vi="Số, ký hiệu", en="number and notation", section="1.3", article="c")
    ] = None
    promulgation_info: Annotated[
        PromulgationInfo | None,
        Element(name="PromulgationInfo", vi="Thông tin ban hành", en="issue", section="1.4", article="d"),
    ] = None
    document_type: Annotated[
        DocumentType | None,
        Element(name="DocumentType", vi="Loại văn bản", en="document type", section="1.5", article="đ"),
    ] = None
    subject: Annotated[
        str | None,
        Element(name="Subject", vi="Trích yếu nội dung", en="subject", section="1.6", length=500, article="e"),
    ] = None
    content: Annotated[
        str | None, Element(name="Content", vi="Nội dung tóm tắt", en="summary", section="1.7", length=500)
    ] = None
    signer_info: Annotated[
        SignerInfo | None, Element(name="SignerInfo", vi="Người ký", en="signer", section="1.8", article="i")
    ] = None
    due_date: Annotated[
        EdxmlDate | None, Element(name="DueDate", vi="Hạn trả lời", en="due date", section="1.9", article="o")
    ] = None
    other_info: Annotated[
        OtherInfo | None, Element(name="OtherInfo", vi="Thông tin khác", en="other information", section="1.11")
    ] = None
    response_for: Annotated[
        tuple[ResponseFor, ...],
        Element(name="ResponseFor", vi="Văn bản được phản hồi", en="document answered", section="1.12"),
    ] = ()
    steering_type: Annotated[
        EdxmlInt | None,
        Element(name="SteeringType", vi="Loại văn bản chỉ đạo", en="steering type", section="1.13"),
    ] = None
    task_codes: Annotated[
        tuple[str, ...],
        Element(name="TaskCode", vi="Mã nhiệm vụ", en="task code", inside="ResponseForTask"),
    ] = ()
    application_type: Annotated[
        str | None, Element(name="ApplicationType", vi="Loại ứng dụng", en="application type")
    ] = None
    to_places: Annotated[
        tuple[str, ...],
        Element(
            name="Place",
            vi="Nơi nhận",
            en="place of receipt as printed",
            section="1.10",
            length=150,
            inside="ToPlaces",
        ),
    ] = ()


class StatusHeader(Model):
    """``MessageHeader`` of a status message (Quyết định 28/2018/QĐ-TTg; QCVN 102:2016/BTTTT)."""

    __edxml__: ClassVar = Structure(name="MessageHeader", vi="Thông tin trạng thái", en="status header")

    sender: Annotated[
        Organization | None, Element(name="From", vi="Bên gửi trạng thái", en="who reports", section="1.1")
    ] = None
    response_for: Annotated[
        ResponseFor | None,
        Element(name="ResponseFor", vi="Văn bản được phản hồi", en="document answered", section="1.12"),
    ] = None
    staff_info: Annotated[StaffInfo | None, Element(name="StaffInfo", vi="Cán bộ xử lý", en="officer in charge")] = None
    status_code: Annotated[
        str | None, Element(name="StatusCode", vi="Trạng thái xử lý", en="status code", length=2)
    ] = None
    description: Annotated[str | None, Element(name="Description", vi="Mô tả", en="description", length=500)] = None
    timestamp: Annotated[EdxmlTimestamp | None, Element(name="Timestamp", vi="Thời điểm", en="time")] = None
