"""An envelope signature put into a package: every other byte stays what it was.

The signature's text is written three times: without values, with the digests, with the value. Each
time the package is parsed anew, so that what is digested is what will be read; in the end the
verifier itself looks at it. Nothing is serialised: signed bytes are the bytes that are written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from edoc._xml.base64text import Base64Text
from edoc._xml.pieced import PiecedSource
from edoc.edxml.edits import Edits
from edoc.edxml.fault_collector import FaultCollector
from edoc.edxml.parts import Parts, find_parts
from edoc.errors import SigningError
from edoc.messages import text
from edoc.signature.policy import SignatureLimits
from edoc.signature.xmldsig.canonical import XmlDocument
from edoc.signature.xmldsig.core import IDS, SIGNATURE, check
from edoc.signature.xmldsig.template import Wanted, template

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml.etree import _Element

    from edoc._xml.parser import Parsed
    from edoc.edxml.edits import Inserted
    from edoc.signature.xmldsig.core import Core

__all__ = ["Order", "sign_envelope"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How to sign.

    Args:
        key: ``rsa`` or ``ecdsa``.
        digest: ``sha256``, ``sha384`` or ``sha512``.
        certificates: DER, the signer's first.
        sign: Signs bytes with the digest, and gives the value as XML signatures write it.
        parts: Ids of the parts to be signed; empty for the whole document.
        replaced: Whether a signature that is there is replaced.
    """

    key: str
    digest: str
    certificates: tuple[bytes, ...]
    sign: Callable[[bytes], bytes]
    parts: tuple[str, ...] = ()
    replaced: bool = False


def sign_envelope(parsed: Parsed, order: Order) -> PiecedSource:
    """Sign a package.

    Args:
        parsed: The package.
        order: How.

    Raises:
        SigningError: It is signed already, has no header, or a part is not there exactly once.
    """
    parts = find_parts(parsed.root, FaultCollector())
    wanted = _wanted(parsed.root, parts, order)
    place = _Place(parsed, parts, replaced=order.replaced)

    def written(references: Sequence[Wanted], value: bytes = b"\0") -> tuple[Inserted, Core]:
        pieces = place.pieces(template(references, order.key, order.digest, order.certificates, value))
        return pieces, _checked(pieces, parsed)

    _, core = written(wanted)
    wanted = [
        replace(entry, digest=bytes.fromhex(reference.digest.computed or ""))
        for entry, reference in zip(wanted, core.references, strict=True)
    ]
    _, core = written(wanted)
    pieces, core = written(wanted, order.sign(core.signed_info))
    if core.failure is not None:
        raise SigningError(text("signing.not-verified", cause=core.failure.said.message))
    return PiecedSource([piece for piece in pieces if isinstance(piece, (bytes, Base64Text))], parsed.source.name)


def _wanted(root: _Element, parts: Parts, order: Order) -> list[Wanted]:
    """Find what is to be signed."""
    if parts.header is None:
        raise SigningError(text("signing.no-header"))
    if not order.parts:
        return [Wanted("", enveloped=True)]
    around = {parts.header, *parts.header.iterancestors()}
    wanted: list[Wanted] = []
    for name in order.parts:
        found = [element for element in root.iter("*") if any(element.get(spelling) == name for spelling in IDS)]
        if len(found) != 1:
            raise SigningError(text("signing.part", id=name, count=len(found)))
        wanted.append(Wanted(f"#{name}", enveloped=found[0] in around))
    return wanted


class _Place:
    """Where the signature goes: behind everything else in the header, or where one is replaced."""

    def __init__(self, parsed: Parsed, parts: Parts, *, replaced: bool) -> None:
        self.parsed = parsed
        self.parts = parts
        self.there = list(parsed.root.iter(SIGNATURE))
        if parts.signature is not None and parts.signature not in self.there:
            self.there.append(parts.signature)
        if self.there and not replaced:
            raise SigningError(text("signing.signed-already"))

    def pieces(self, signature: str) -> Inserted:
        edits = Edits(self.parsed)
        for old in self.there:
            edits.delete(old)
        header = self.parts.header
        assert header is not None
        last = next((child for child in reversed(header) if isinstance(child.tag, str)), None)
        if last is None:
            edits.insert_first(header, [edits.encode(signature)])
        else:
            edits.insert_after(last, [edits.lead(last), edits.encode(signature)])
        return list(edits.pieces())


def _checked(pieces: Inserted, parsed: Parsed) -> Core:
    """Let the verifier look at what would be written."""
    tokens = {id(run.text): run.token for run in parsed.skeleton.runs}
    data = b"".join(piece if isinstance(piece, bytes) else tokens[id(piece)] for piece in pieces)
    document = XmlDocument(data, parsed.skeleton.runs)
    root = document.tree()
    (signature,) = root.iter(SIGNATURE)
    return check(document, root, signature, SignatureLimits())
