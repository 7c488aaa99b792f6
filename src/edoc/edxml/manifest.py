"""``edXMLManifest``: the list of what the package carries."""

from __future__ import annotations

from typing import Annotated, ClassVar

from edoc.edxml.model import Model
from edoc.edxml.table import Attribute, Element, Structure
from edoc.identifiers import ContentId

__all__ = ["Manifest", "Reference"]


class Reference(Model):
    """One line of the manifest."""

    __edxml__: ClassVar = Structure(name="Reference", vi="Tham chiếu", en="reference", section="body")

    content_id: Annotated[ContentId | None, Element(name="ContentId", vi="Mã tệp đính kèm", en="content id")] = None
    content_type: Annotated[str | None, Element(name="ContentType", vi="Kiểu nội dung", en="content type")] = None
    description: Annotated[str | None, Element(name="Description", vi="Mô tả", en="description")] = None
    attachment_name: Annotated[str | None, Element(name="AttachmentName", vi="Tên tệp", en="file name")] = None


class Manifest(Model):
    """The manifest of a package (QCVN 102:2016/BTTTT, body)."""

    __edxml__: ClassVar = Structure(name="edXMLManifest", vi="Danh mục tệp đính kèm", en="manifest", section="body")

    version: Annotated[str | None, Attribute(name="version", vi="Phiên bản", en="version")] = "1.0"
    references: Annotated[
        tuple[Reference, ...],
        Element(name="Reference", vi="Tham chiếu", en="reference", article="g"),
    ] = ()
