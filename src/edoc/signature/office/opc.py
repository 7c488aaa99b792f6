"""An Office file as parts and relationships (ECMA-376-2, Open Packaging Conventions)."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from edoc._xml.parser import parse_bytes
from edoc.errors import PackageError
from edoc.signature.archive import Archive
from edoc.signature.guarded import Unreadable, undecided
from edoc.signature.indication import SubIndication

if TYPE_CHECKING:
    from lxml.etree import _Element

    from edoc.limits import Limits

__all__ = ["CONTENT_TYPES", "RELATIONSHIPS", "OfficeFile", "Relationship", "relationships_part"]

#: ECMA-376-2, Annex E.
RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_ORIGIN: Final = f"{RELATIONSHIPS}/digital-signature/origin"
_SIGNATURE: Final = f"{RELATIONSHIPS}/digital-signature/signature"
CONTENT_TYPES: Final = "[Content_Types].xml"


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship of a part."""

    id: str
    type: str
    target: str


def _target(element: _Element, base: str) -> str:
    """Give the part that a relationship leads to; the address as it stands when it leads out of the file."""
    target = element.get("Target") or ""
    outside = element.get("TargetMode") == "External"
    return target if outside else posixpath.normpath(posixpath.join(base, target))


class OfficeFile:
    """The parts of an Office file.

    Args:
        data: All of its bytes.
        limits: For its parts, each and together.
        where: Where it stands in the package.

    Raises:
        Unreadable: The archive is damaged or hostile.
    """

    def __init__(self, data: bytes, limits: Limits, where: str = "") -> None:
        """Read the table of contents."""
        self.limits = limits
        self._archive = Archive(data, limits, where)
        self._known: dict[str, bytes] = {}

    @property
    def parts(self) -> list[str]:
        """The names of all parts, with a slash at the start."""
        return [f"/{name}" for name in self._archive if name != CONTENT_TYPES]

    def __contains__(self, part: str) -> bool:
        """Say whether there is such a part."""
        return part.lstrip("/") in self._archive

    def read(self, part: str) -> bytes:
        """Give a part's bytes.

        Raises:
            Unreadable: There is none, or it is damaged or too large.
        """
        if part not in self._known:
            self._known[part] = self._archive.read(part.lstrip("/"))
        return self._known[part]

    def xml(self, part: str) -> _Element:
        """Give a part as a tree; DTDs and entities are refused.

        Raises:
            Unreadable: It is not well-formed, or exceeds a limit.
        """
        try:
            return parse_bytes(self.read(part), self.limits)
        except PackageError as error:
            failure = undecided(SubIndication.FORMAT_FAILURE, "office.part", part=part, cause=error.message)
            raise Unreadable(failure) from error

    def relationships(self, part: str) -> list[Relationship]:
        """Give the relationships of a part; those of the whole file for ``/``."""
        source = relationships_part(part)
        if source not in self:
            return []
        base = posixpath.dirname(part)
        return [
            Relationship(
                id=element.get("Id") or "",
                type=element.get("Type") or "",
                target=_target(element, base),
            )
            for element in self.xml(source).iter(f"{{{RELATIONSHIPS}}}Relationship")
        ]

    def content_type(self, part: str) -> str | None:
        """Give a part's content type (ECMA-376-2, 7.2.3): by its name, else by its extension."""
        root = self.xml(f"/{CONTENT_TYPES}")
        for element in root.iter(f"{_TYPES}Override"):
            if (element.get("PartName") or "").casefold() == part.casefold():
                return element.get("ContentType")
        extension = part.rpartition(".")[2].casefold()
        for element in root.iter(f"{_TYPES}Default"):
            if (element.get("Extension") or "").casefold() == extension:
                return element.get("ContentType")
        return None

    def signatures(self) -> list[str]:
        """Give the parts that hold signatures, by way of the origin (ECMA-376-2, 12.2)."""
        return [
            signature.target
            for origin in self.relationships("/")
            if origin.type == _ORIGIN
            for signature in self.relationships(origin.target)
            if signature.type == _SIGNATURE
        ]


def relationships_part(part: str) -> str:
    """Give the name of the part that holds the relationships of *part*.

    Example:
        >>> relationships_part("/word/document.xml"), relationships_part("/")
        ('/word/_rels/document.xml.rels', '/_rels/.rels')
    """
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
