"""``TraceHeaderList``: the agencies a package passed, and the business it is about."""

from __future__ import annotations

from typing import Annotated, ClassVar

from edoc.edxml.model import Model
from edoc.edxml.organization import StaffInfo
from edoc.edxml.scalars import EdxmlTimestamp
from edoc.edxml.table import Attribute, Element, Structure
from edoc.identifiers import AgencyCode, DocumentId

__all__ = ["Business", "BusinessDocumentInfo", "Receiver", "ReplacementInfo", "TraceHeader", "TraceHeaderList"]


class TraceHeader(Model):
    """One hop (QCVN 102:2016/BTTTT 2.1)."""

    __edxml__: ClassVar = Structure(name="TraceHeader", vi="Vết", en="hop", section="2.1")

    organ_id: Annotated[AgencyCode | None, Element(name="OrganId", vi="Mã định danh", en="agency code", length=35)] = (
        None
    )
    timestamp: Annotated[EdxmlTimestamp | None, Element(name="Timestamp", vi="Thời điểm", en="time", article="n")] = (
        None
    )


class Receiver(Model):
    """A recipient that an update adds or drops (QCVN 102:2016/BTTTT 2.2.3.3)."""

    __edxml__: ClassVar = Structure(name="Receiver", vi="Đơn vị nhận", en="recipient", section="2.2.3.3")

    organ_id: Annotated[AgencyCode | None, Element(name="OrganId", vi="Mã định danh", en="agency code", length=35)] = (
        None
    )
    receiver_type: Annotated[str | None, Element(name="ReceiverType", vi="Thêm hay bỏ", en="added or dropped")] = None


class BusinessDocumentInfo(Model):
    """What an update changes (QCVN 102:2016/BTTTT 2.2.3)."""

    __edxml__: ClassVar = Structure(
        name="BussinessDocumentInfo", vi="Thông tin được cập nhật", en="what is updated", section="2.2.3"
    )

    document_info: Annotated[
        str | None,
        Element(name="DocumentInfo", vi="Thông tin văn bản", en="document information", section="2.2.3.1"),
    ] = None
    document_receiver: Annotated[
        str | None,
        Element(name="DocumentReceiver", vi="Danh sách nơi nhận", en="list of recipients", section="2.2.3.2"),
    ] = None
    receivers: Annotated[
        tuple[Receiver, ...],
        Element(name="Receiver", vi="Đơn vị nhận", en="recipient", section="2.2.3.3", inside="ReceiverList"),
    ] = ()


class ReplacementInfo(Model):
    """A document that is replaced, and who had it (QCVN 102:2016/BTTTT 2.2.8)."""

    __edxml__: ClassVar = Structure(
        name="ReplacementInfo", vi="Văn bản bị thay thế", en="document replaced", section="2.2.8"
    )

    document_id: Annotated[
        DocumentId | None,
        Element(name="DocumentId", vi="Mã định danh văn bản bị thay thế", en="id of the replaced document"),
    ] = None
    organ_ids: Annotated[
        tuple[AgencyCode, ...],
        Element(name="OrganId", vi="Đơn vị đã nhận", en="agency that had it", length=35, inside="OrganIdList"),
    ] = ()


class Business(Model):
    """The business: new, revoked, updated or replaced (QCVN 102:2016/BTTTT 2.2)."""

    __edxml__: ClassVar = Structure(name="Bussiness", vi="Thông tin nghiệp vụ", en="business", section="2.2")

    document_id: Annotated[
        DocumentId | None,
        Element(
            name="DocumentId",
            vi="Mã văn bản bị thu hồi, cập nhật",
            en="id of the document revoked or updated",
            section="2.2.4",
        ),
    ] = None
    business_doc_type: Annotated[
        str | None,
        Element(
            name="BussinessDocType",
            vi="Loại nghiệp vụ",
            en="type of business",
            section="2.2.1",
            aliases=("BusinessDocType",),
        ),
    ] = None
    business_doc_reason: Annotated[
        str | None,
        Element(
            name="BussinessDocReason",
            vi="Lý do",
            en="reason",
            section="2.2.2",
            length=500,
            aliases=("BusinessDocReason",),
        ),
    ] = None
    paper: Annotated[str | None, Element(name="Paper", vi="Bản giấy", en="also on paper", section="2.2.6")] = None
    business_document_info: Annotated[
        tuple[BusinessDocumentInfo, ...],
        Element(
            name="BussinessDocumentInfo",
            vi="Thông tin được cập nhật",
            en="what is updated",
            section="2.2.3",
            aliases=("BusinessDocumentInfo",),
        ),
    ] = ()
    replacement_info: Annotated[
        tuple[ReplacementInfo, ...],
        Element(
            name="ReplacementInfo",
            vi="Văn bản bị thay thế",
            en="document replaced",
            section="2.2.8",
            inside="ReplacementInfoList",
        ),
    ] = ()
    staff_info: Annotated[
        tuple[StaffInfo, ...],
        Element(name="StaffInfo", vi="Cán bộ xử lý", en="officer in charge", section="2.2.5"),
    ] = ()


class TraceHeaderList(Model):
    """The trace and the business of a package (QCVN 102:2016/BTTTT, section 2)."""

    __edxml__: ClassVar = Structure(name="TraceHeaderList", vi="Vết văn bản", en="trace", section="2")

    id: Annotated[str | None, Attribute(name="id", vi="Mã", en="id")] = None
    version: Annotated[str | None, Attribute(name="version", vi="Phiên bản", en="version")] = None
    paper: Annotated[str | None, Element(name="Paper", vi="Bản giấy", en="also on paper")] = None
    business: Annotated[
        Business | None,
        Element(name="Bussiness", vi="Thông tin nghiệp vụ", en="business", section="2.2", aliases=("Business",)),
    ] = None
    trace_headers: Annotated[
        tuple[TraceHeader, ...],
        Element(name="TraceHeader", vi="Vết", en="hop", section="2.1", article="p"),
    ] = ()
