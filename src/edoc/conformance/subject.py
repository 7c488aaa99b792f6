"""The package that is judged, as the rules see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from edoc._xml.clock import Clock
from edoc.conformance.facts import Facts
from edoc.edxml.package import DocumentPackage, StatusMessage
from edoc.edxml.reading_attachments import attachment_elements
from edoc.limits import DEFAULT_LIMITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from edoc._xml.parser import Parsed
    from edoc.conformance.profile import Choice
    from edoc.edxml.attachment import Attachment
    from edoc.edxml.manifest import Reference
    from edoc.edxml.organization import Organization
    from edoc.edxml.parts import Parts
    from edoc.edxml.reader import ReadResult
    from edoc.limits import Limits

__all__ = ["Subject"]


@dataclass
class Subject:
    """A package that could be read.

    What several rules look at is worked out once, when the first of them asks for it.

    Args:
        result: What reading gave: models, tree, parts.
        given: What the caller gave beside the package, for the rules that need it.
        limits: What is accepted at most.
        contents: Whether attachments are opened.
        choices: The side that the profile takes in each conflict between the sources (``C-11``).
        clock: The time that judging may take.
        held: All elements: as long as somebody holds them, lxml need not make them anew for each rule that looks.
    """

    result: ReadResult
    given: Mapping[str, object] = field(default_factory=dict[str, object])
    limits: Limits = DEFAULT_LIMITS
    contents: bool = True
    choices: Mapping[str, Choice] = field(default_factory=dict[str, "Choice"])
    clock: Clock = field(default_factory=partial(Clock, DEFAULT_LIMITS))
    held: tuple[_Element, ...] = ()

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

    @cached_property
    def attachments(self) -> tuple[tuple[_Element, Attachment], ...]:
        """The attachments of a document, each with its element."""
        holder = self.parts.attachments
        if holder is None:
            return ()
        return tuple(zip(attachment_elements(holder), self.document.attachments, strict=True))

    @cached_property
    def references(self) -> tuple[tuple[_Element, Reference], ...]:
        """The lines of a document's manifest, each with its element."""
        holder, manifest = self.parts.manifest, self.document.manifest
        if holder is None or manifest is None:
            return ()
        return tuple(zip(holder.iterchildren("{*}Reference"), manifest.references, strict=True))

    @cached_property
    def recipients(self) -> tuple[tuple[_Element, Organization], ...]:
        """The recipients of a document, each with its element."""
        holder = self.parts.message_header
        if holder is None:
            return ()
        return tuple(zip(holder.iterchildren("{*}To"), self.document.header.recipients, strict=True))

    def side(self, conflict: str) -> str:
        """Give the id of the clause that the profile follows in a conflict; empty where it takes none."""
        choice = self.choices.get(conflict)
        return "" if choice is None else choice.side

    @cached_property
    def facts(self) -> Facts:
        """What several rules ask of the package, found once."""
        return Facts(self)

    def release(self) -> None:
        """Let the facts go: they and the package hold one another, and would wait for the garbage collector."""
        self.__dict__.pop("facts", None)

    def nearest(self, *names: str) -> _Element:
        """Give the element at the end of a path below MessageHeader, or the last one on the way.

        A finding about what is missing points at where it would stand.
        """
        current = self.parts.message_header
        if current is None:
            return self.parts.header if self.parts.header is not None else self.parts.envelope
        for name in names:
            found = next(current.iterchildren("{*}" + name), None)
            if found is None:
                break
            current = found
        return current
