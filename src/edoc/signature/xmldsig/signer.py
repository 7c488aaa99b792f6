"""An envelope signature put into a package: every other byte stays what it was.

The signature's text is written three times: without values, with the digests, with the value; a fourth time with a
time stamp. Each time the package is parsed anew, so that what is digested is what will be read; in the end the
verifier itself looks at it. Nothing is serialised: signed bytes are the bytes that are written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from edoc._xml.base64text import Base64Text
from edoc._xml.pieced import PiecedSource
from edoc.edxml.edits import Edits
from edoc.edxml.fault_collector import FaultCollector
from edoc.edxml.parts import Parts, find_parts
from edoc.errors import SigningError
from edoc.messages import error_of
from edoc.signature.budget import Budget
from edoc.signature.xmldsig.canonical import XmlDocument
from edoc.signature.xmldsig.core import IDS, SIGNATURE, check
from edoc.signature.xmldsig.statement import Statement
from edoc.signature.xmldsig.template import Method, Wanted, template
from edoc.signature.xmldsig.time_stamps import stamped_octets

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from lxml.etree import _Element

    from edoc._xml.parser import Parsed
    from edoc.edxml.edits import Inserted
    from edoc.limits import Limits
    from edoc.signature.xmldsig.core import Core
    from edoc.signature.xmldsig.statement import Form

__all__ = ["Order", "sign_envelope"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How to sign.

    Args:
        method: What is signed with.
        sign: Signs bytes with the digest, and gives the value as XML signatures write it.
        parts: Ids of the parts to be signed; empty for the whole document.
        replaced: Whether a signature that is there is replaced.
        at: The moment to claim; None claims none.
        form: How it is claimed.
        stamp: Gives a time stamp over bytes, DER; None leaves it out.
    """

    method: Method
    sign: Callable[[bytes], bytes]
    parts: tuple[str, ...] = ()
    replaced: bool = False
    at: dt.datetime | None = None
    form: Form = "property"
    stamp: Callable[[bytes], bytes] | None = None


def sign_envelope(parsed: Parsed, order: Order, limits: Limits) -> PiecedSource:
    """Sign a package.

    Args:
        parsed: The package.
        order: How.
        limits: For the signature: what others would refuse is not made.

    Raises:
        SigningError: It is signed already, has no header, or a part is not there exactly once; or there is no
            time stamp to be had.
    """
    parts = find_parts(parsed.root, FaultCollector())
    place = _Place(parsed, parts, replaced=order.replaced)
    statement = _statement(place, order)
    wanted = _wanted(parsed.root, parts, order, statement)

    def written(
        references: Sequence[Wanted], value: bytes = b"\0", said: Statement | None = statement
    ) -> tuple[Inserted, Core]:
        pieces = place.pieces(template(references, order.method, value, said))
        return pieces, _checked(pieces, parsed, limits)

    _, core = written(wanted)
    wanted = [
        replace(entry, digest=bytes.fromhex(reference.digest.computed or ""))
        for entry, reference in zip(wanted, core.references, strict=True)
    ]
    _, core = written(wanted)
    value = order.sign(core.signed_info)
    pieces, core = written(wanted, value)
    if core.failure is not None:
        raise error_of(SigningError, "signing.not-verified", cause=core.failure.said.message)
    if order.stamp is not None and statement is not None:
        assert core.form is not None
        octets = stamped_octets(core, core.form.signed_info[0])  # canonicalised as SignedInfo is
        pieces, _ = written(wanted, value, replace(statement, token=order.stamp(octets)))
    return PiecedSource([piece for piece in pieces if isinstance(piece, (bytes, Base64Text))], parsed.source.name)


def _statement(place: _Place, order: Order) -> Statement | None:
    """Say of the signature what was ordered, under Ids that nothing in the package has."""
    if order.at is None and order.stamp is None:
        return None
    names = (f"signature-{number}" for number in count(1))
    free = next(name for name in names if not any(used.startswith(name) for used in place.ids))
    return Statement(
        name=free,
        form=order.form,
        at=order.at,
        certificate=order.method.certificates[0],
        digest=order.method.digest,
    )


def _wanted(root: _Element, parts: Parts, order: Order, statement: Statement | None) -> list[Wanted]:
    """Find what is to be signed: the package or its parts, and what the signature says of itself."""
    if parts.header is None:
        raise error_of(SigningError, "signing.no-header")
    wanted = [Wanted("", enveloped=True)] if not order.parts else _chosen(root, parts.header, order)
    if statement is None or statement.at is None:
        return wanted
    if statement.form == "xades":
        wanted = [replace(entry, name=statement.reference(number)) for number, entry in enumerate(wanted)]
    return [*wanted, Wanted(f"#{statement.signed}", enveloped=False, type=statement.type)]


def _chosen(root: _Element, header: _Element, order: Order) -> list[Wanted]:
    around = {header, *header.iterancestors()}
    wanted: list[Wanted] = []
    for name in order.parts:
        found = [element for element in root.iter("*") if any(element.get(spelling) == name for spelling in IDS)]
        if len(found) != 1:
            raise error_of(SigningError, "signing.part", id=name, count=len(found))
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
            raise error_of(SigningError, "signing.signed-already")
        gone = {element for old in self.there for element in old.iter("*")}
        kept = (element for element in parsed.root.iter("*") if element not in gone)
        #: Every Id of the package, whatever it is spelled like.
        self.ids = {value for element in kept for name in IDS if (value := element.get(name)) is not None}

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


def _checked(pieces: Inserted, parsed: Parsed, limits: Limits) -> Core:
    """Let the verifier look at what would be written."""
    tokens = {id(run.text): run.token for run in parsed.skeleton.runs}
    data = b"".join(piece if isinstance(piece, bytes) else tokens[id(piece)] for piece in pieces)
    document = XmlDocument(data, parsed.skeleton.runs)
    root = document.tree()
    (signature,) = root.iter(SIGNATURE)
    return check(document, root, signature, Budget(limits))
