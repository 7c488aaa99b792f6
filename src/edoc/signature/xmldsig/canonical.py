"""XML to the bytes that are digested: libxml2's canonical XML, around its traps.

* libxml2 is given whole documents only. In a part of a document lxml's inclusive form writes
  ``xmlns=""`` where there is none and never inherits ``xml:*``; so a part is parsed again as a
  document of its own, which has the namespaces in scope, and gets the inherited attributes.
* The tree that is verified is never changed: what has to be left out is left out of a copy.
* Long base64 stands in the tree as a token (`edoc._xml.skeleton`) and is put back as a stream.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from edoc._xml.parser import reparse
from edoc.signature.xmldsig.refused import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc._xml.skeleton import Run
    from edoc.signature.xmldsig.form import CanonicalForm

__all__ = ["Octets", "XmlDocument", "canonical_part", "canonical_tree", "follow", "way_down"]

#: The default namespace in a PrefixList (Exclusive XML Canonicalization, section 3).
_DEFAULT: Final = "#default"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
#: Canonical XML 1.1, 2.4: what is inherited as it stands; 1.0 inherits whatever is in the namespace.
_INHERITED: Final = frozenset({_XML + "lang", _XML + "space"})


@dataclass(frozen=True, slots=True)
class Octets:
    """Canonical bytes; the long base64 runs in them are read when they are asked for.

    Args:
        data: The bytes, with tokens in place of the runs.
        runs: The runs of the document, in its order.
    """

    data: bytes
    runs: tuple[Run, ...] = ()

    def pieces(self) -> Iterator[bytes]:
        """Yield all bytes in order, in constant memory beside `data`."""
        done = 0
        for run in self.runs:
            at = self.data.find(run.token, done)
            if at >= 0:
                yield self.data[done:at]
                yield from _run_bytes(run)
                done = at + len(run.token)
        yield self.data[done:]

    def digest(self, name: str) -> tuple[bytes, str, int]:
        """Give the digest *name*, the SHA-256 in hexadecimal, and the number of bytes, in one pass."""
        wanted, sha256, size = hashlib.new(name), hashlib.sha256(), 0
        both = [wanted] if name == "sha256" else [wanted, sha256]
        for piece in self.pieces():
            size += len(piece)
            for each in both:
                each.update(piece)
        return wanted.digest(), both[-1].hexdigest(), size


def _run_bytes(run: Run) -> Iterator[bytes]:
    """Give a run as canonical XML has it: itself, with line ends as XML 1.0, section 2.11 reads them."""
    held = b""
    for window in run.text.source.windows(run.text.start, run.text.end):
        piece = held + window if held else window
        held = b""
        if b"\r" in piece:
            if piece.endswith(b"\r"):
                piece, held = piece[:-1], b"\r"
            piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        yield piece
    if held:
        yield b"\n"


@dataclass(frozen=True, slots=True)
class XmlDocument:
    """A well-formed document that gives as many trees of itself as are needed.

    Args:
        data: Its bytes, accepted by `edoc._xml.parser`, with tokens in place of the runs.
        runs: The runs.
    """

    data: bytes
    runs: tuple[Run, ...] = ()

    def tree(self, *, comments: bool = False) -> etree._Element:
        """Parse; a same-document reference selects no comments (XML Signature, section 4.4.3.3)."""
        return reparse(self.data, comments=comments)


def canonical_tree(root: etree._Element, form: CanonicalForm, without: etree._Element | None = None) -> bytes:
    """Bring a whole document into bytes.

    Args:
        root: Its root, in a tree that nobody else uses.
        form: How.
        without: An element of that tree that is taken out first.

    Raises:
        Refused: It has no canonical form: a namespace is a relative address.
    """
    if without is not None:
        _take_out(without)
    if _DEFAULT in form.prefixes:
        _make_known(_DEFAULT)
    try:
        return etree.tostring(
            root.getroottree(),
            method="c14n",
            exclusive=form.way.exclusive,
            with_comments=form.way.with_comments,
            inclusive_ns_prefixes=list(form.prefixes) or None,
        )
    except (etree.LxmlError, ValueError) as error:
        raise refuse("xml-no-canonical-form", reason=" ".join(str(error).split())) from error


def _make_known(name: str) -> None:
    """Put *name* among the names that libxml2 has met in this thread.

    lxml leaves out of a PrefixList what libxml2 never met, which is right for prefixes; but
    ``#default`` can stand in no document. Asking for elements of a name is what makes it known.
    """
    list(etree.iterparse(io.BytesIO(b"<a/>"), tag=name, resolve_entities=False, no_network=True))


def canonical_part(element: etree._Element, form: CanonicalForm, without: etree._Element | None = None) -> bytes:
    """Bring an element with its content into bytes.

    Args:
        element: Where it starts.
        form: How.
        without: A descendant, or the element itself, that is left out.

    Raises:
        Refused: It has no canonical form, or one that is not supported.
    """
    way = None if without is None else way_down(element, without)
    part = reparse(etree.tostring(element, with_tail=False, encoding="utf-8"), comments=form.way.with_comments)
    if not form.way.exclusive:
        for name, value in _inherited(element, form).items():
            if part.get(name) is None:
                part.set(name, value)
    return canonical_tree(part, form, None if way is None else follow(part, way))


def _inherited(element: etree._Element, form: CanonicalForm) -> dict[str, str]:
    """Give what the element inherits of ``xml:*`` (Canonical XML 1.0, 2.4; 1.1, 2.4)."""
    found: dict[str, str] = {}
    for ancestor in element.iterancestors():
        for name, value in ancestor.attrib.items():
            if isinstance(name, str) and name.startswith(_XML):
                found.setdefault(name, value)
    if form.way.version == "1.0":
        return found
    if _XML + "base" in found:  # would have to be joined, address by address
        raise refuse("xml-base-inherited")
    return {name: value for name, value in found.items() if name in _INHERITED}


def way_down(top: etree._Element, below: etree._Element) -> list[int]:
    """Give the positions, not counting comments, that lead from *top* to *below*.

    Raises:
        Refused: *below* does not stand in *top*.
    """
    way: list[int] = []
    at = below
    while at is not top:
        parent = at.getparent()
        if parent is None:
            raise refuse("xml-enveloped-outside")
        way.append(_countable(parent).index(at))
        at = parent
    return way[::-1]


def follow(top: etree._Element, way: list[int]) -> etree._Element:
    """Go the way that `way_down` gave, in another tree of the same document."""
    at = top
    for position in way:
        at = _countable(at)[position]
    return at


def _countable(parent: etree._Element) -> list[etree._Element]:
    return [child for child in parent if not isinstance(child, etree._Comment)]  # noqa: SLF001 - its only name


def _take_out(element: etree._Element) -> None:
    """Take an element out of its tree, and leave the text behind it where it is."""
    parent = element.getparent()
    if parent is None:
        raise refuse("xml-enveloped-outside")
    tail = element.tail
    if tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(element)
