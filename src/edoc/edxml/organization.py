"""Agencies and people: the structures that several parts of a package share."""

from __future__ import annotations

from typing import Annotated, ClassVar

from edoc.edxml.model import Model
from edoc.edxml.scalars import EdxmlDate
from edoc.edxml.table import Element, Structure
from edoc.identifiers import AgencyCode, DocumentId, DocumentNumber

__all__ = ["Organization", "ResponseFor", "StaffInfo"]


class Organization(Model):
    """An agency that sends or receives: ``From`` and ``To``.

    Source: QCVN 102:2016/BTTTT 1.1 and 1.2; the length of OrganId by Sửa đổi 1:2022.
    """

    __edxml__: ClassVar = Structure(name="Organization", vi="Cơ quan, tổ chức", en="agency", section="1.1")

    organ_id: Annotated[
        AgencyCode | None,
        Element(name="OrganId", vi="Mã định danh", en="agency code", length=35, article="a"),
    ] = None
    organization_in_charge: Annotated[
        str | None,
        Element(name="OrganizationInCharge", vi="Cơ quan chủ quản", en="agency in charge", length=200),
    ] = None
    organ_name: Annotated[str | None, Element(name="OrganName", vi="Tên cơ quan", en="name", length=200)] = None
    organ_add: Annotated[str | None, Element(name="OrganAdd", vi="Địa chỉ", en="address", length=250)] = None
    email: Annotated[str | None, Element(name="Email", vi="Thư điện tử", en="e-mail", length=100)] = None
    telephone: Annotated[str | None, Element(name="Telephone", vi="Điện thoại", en="telephone", length=20)] = None
    fax: Annotated[str | None, Element(name="Fax", vi="Fax", en="fax", length=20)] = None
    website: Annotated[str | None, Element(name="Website", vi="Trang thông tin", en="web site", length=100)] = None


class ResponseFor(Model):
    """A document that is answered; in a revocation, the document that is revoked.

    Source: QCVN 102:2016/BTTTT 1.12.
    """

    __edxml__: ClassVar = Structure(
        name="ResponseFor", vi="Văn bản được phản hồi", en="document answered", section="1.12", repeated="first"
    )

    organ_id: Annotated[
        AgencyCode | None,
        Element(name="OrganId", vi="Cơ quan ban hành văn bản", en="agency that issued it", section="1.12.1", length=35),
    ] = None
    code: Annotated[
        DocumentNumber | None,
        Element(name="Code", vi="Số, ký hiệu", en="number and notation", section="1.12.2"),
    ] = None
    document_id: Annotated[
        DocumentId | None,
        Element(name="DocumentId", vi="Mã định danh văn bản", en="document id", section="1.12.4"),
    ] = None
    promulgation_date: Annotated[
        EdxmlDate | None,
        Element(name="PromulgationDate", vi="Ngày ban hành", en="date of issue", section="1.12.3"),
    ] = None


class StaffInfo(Model):
    """The person who handles the document.

    Source: QCVN 102:2016/BTTTT 2.2.5; DepartmentId and StaffId are additions of the national SDK.
    """

    __edxml__: ClassVar = Structure(name="StaffInfo", vi="Cán bộ xử lý", en="officer in charge", section="2.2.5")

    department: Annotated[str | None, Element(name="Department", vi="Đơn vị", en="department", length=250)] = None
    department_id: Annotated[str | None, Element(name="DepartmentId", vi="Mã đơn vị", en="department id")] = None
    staff: Annotated[str | None, Element(name="Staff", vi="Họ tên", en="name", length=100)] = None
    staff_id: Annotated[str | None, Element(name="StaffId", vi="Mã cán bộ", en="officer id")] = None
    email: Annotated[str | None, Element(name="Email", vi="Thư điện tử", en="e-mail", length=100)] = None
    mobile: Annotated[str | None, Element(name="Mobile", vi="Điện thoại di động", en="mobile", length=50)] = None
