"""What a diagnosis looks at: the package, its signature, and what was found wrong."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from edoc.signature.xmldsig.canonical import XmlDocument, canonical_part, canonical_tree, follow, way_down
from edoc.signature.xmldsig.core import SIGNATURE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

    from edoc._xml.parser import Parsed
    from edoc.signature.budget import Budget
    from edoc.signature.facts import Facts
    from edoc.signature.xmldsig.core import Core

__all__ = ["LARGEST", "Subject"]

#: Larger documents are not tried over and over, in bytes.
LARGEST: Final = 8 << 20


@dataclass(frozen=True, slots=True)
class Subject:
    """One failed signature.

    Args:
        parsed: The package.
        facts: What was found.
        core: What core validation found; None where it was not reached.
        budget: What trying may use.
    """

    parsed: Parsed
    facts: Facts
    core: Core | None
    budget: Budget

    @property
    def code(self) -> str:
        """The key of the sentence that says why it failed, without its section."""
        assert self.facts.failure is not None
        return self.facts.failure.said.key.partition(".")[2]

    @property
    def small(self) -> bool:
        """Whether it may be tried over and over."""
        return self.parsed.decoded.source.size <= LARGEST

    def whole(self) -> XmlDocument:
        """Give the document with every run in its place."""
        source = self.parsed.decoded.source
        return XmlDocument(source.read_at(0, source.size))

    def digest_fits(
        self, change: Callable[[_Element], object], change_octets: Callable[[bytes], bytes] | None = None
    ) -> bool:
        """Say whether every digest that differs comes out right after a change to the tree or the bytes."""
        core = self.core
        if core is None or core.form is None or not core.references or not self.small:
            return False
        wrong = [
            (form, checked)
            for form, checked in zip(core.form.references, core.references, strict=True)
            if not checked.digest.matches
        ]
        if not wrong:
            return False
        document = self.whole()
        for form, checked in wrong:
            root = document.tree()
            signature = next(root.iter(SIGNATURE))
            top = checked.element.getroottree().getroot()
            target = follow(root, way_down(top, checked.element))
            without = signature if form.enveloped else None
            change(root)
            octets = (
                canonical_part(target, form.canonical, without)
                if form.uri
                else canonical_tree(root, form.canonical, without)
            )
            if change_octets is not None:
                octets = change_octets(octets)
            if hashlib.new(form.digest, octets).digest() != form.value:
                return False
        return True


def texts(root: _Element) -> Iterator[tuple[_Element, str, str]]:
    """Give every text with the element and the attribute that hold it."""
    for element in root.iter():
        if element.text:
            yield element, "text", element.text
        if element.tail and element is not root:
            yield element, "tail", element.tail
