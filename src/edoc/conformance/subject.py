"""The package that is judged, as the rules see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from edoc.edxml.package import DocumentPackage, StatusMessage
from edoc.edxml.parts import elements

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from edoc._xml.parser import Parsed
    from edoc.edxml.parts import Parts
    from edoc.edxml.reader import ReadResult

__all__ = ["Subject"]


@dataclass(slots=True)
class Subject:
    """A package that could be read.

    Args:
        result: What reading gave: models, tree, parts.
        given: What the caller gave beside the package, for the rules that need it.
    """

    result: ReadResult
    given: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def package(self) -> DocumentPackage | StatusMessage:
        """The models."""
        return self.result.package

    @property
    def document(self) -> DocumentPackage:
        """The models of a document; for rules of kind ``document``."""
        assert isinstance(self.result.package, DocumentPackage)
        return self.result.package

    @property
    def status(self) -> StatusMessage:
        """The models of a status message; for rules of kind ``status``."""
        assert isinstance(self.result.package, StatusMessage)
        return self.result.package

    @property
    def parsed(self) -> Parsed:
        """The tree."""
        return self.result.parsed

    @property
    def parts(self) -> Parts:
        """The elements of the parts."""
        return self.result.parts

    def nearest(self, *names: str) -> _Element:
        """Give the element at the end of a path below MessageHeader, or the last one on the way.

        A finding about what is missing points at where it would stand.
        """
        current = self.parts.message_header
        if current is None:
            return self.parts.header if self.parts.header is not None else self.parts.envelope
        for name in names:
            found = next((child for child, local in elements(current) if local == name), None)
            if found is None:
                break
            current = found
        return current
