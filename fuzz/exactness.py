"""The reader that cuts base64 out against the plain tree parse, on as many mutated packages as wanted.

Both must agree on what is refused, on every node of the tree, and on where each element stands. The runs that
are cut out are made tiny, so that small packages take every turn of the large ones.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from edoc._xml import parser
from edoc._xml.encoding import to_utf8
from edoc._xml.positions import lines_and_columns, starts
from edoc._xml.skeleton import cut
from edoc._xml.source import BytesSource
from edoc.edxml.binder import CONTENT_ELEMENT
from edoc.errors import PackageError
from edoc.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from edoc._xml.parser import Parsed

__all__ = ["DisagreementError", "Tally", "compare", "mutated", "run"]

_whole, _short = parser._parse_whole, parser._parse_skeleton  # noqa: SLF001 - the two that are compared
LIMITS: Final = Limits(elements=1000)
MINIMUM: Final = 24
_CONTENT: Final = b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo0MTIzNDU2Nzg5"
#: A package with everything that matters to the cut: two contents, a text before and behind.
BASE: Final = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXMLEnvelope a="1">'
    b"<edXMLHeader><MessageHeader><Subject>V/v th\xe1\xbb\xad &amp; m\xe1\xba\xabu</Subject></MessageHeader>"
    b"</edXMLHeader>"
    b"</edXMLEnvelope><AttachmentEncoded><Attachment><ContentTransferEncoded>" + _CONTENT + b"</ContentTransferEncoded>"
    b'</Attachment><Attachment><ContentTransferEncoded b="2">'
    + _CONTENT[:24]
    + b"\r\n"
    + _CONTENT[24:]
    + b"</ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>\n"
)
_PIECES: Final = (
    *b"<!-- c -->|<!--|-->|<![CDATA[|]]>|<![CDATA[QUJD]]>|<?p i?>".split(b"|"),
    *b"&amp;|&nbsp;|&#65;|&#x41;|<x>|</x>|<x/>|<y:z/>|<|>|&".split(b"|"),
    b"<ContentTransferEncoded>",
    b"</ContentTransferEncoded>",
    b"<ContentTransferEncoded/>",
    b"<AttachmentEncoded>",
    b"<!DOCTYPE x>",
    b"<!DOCTYPE x [<!ENTITY e 'v'>]>",
    b"<?xml version='1.0'?>",
    b'"',
    b"'",
    b"=",
    b"==",
    b"\r\n",
    b"\r",
    b"\n",
    b" ",
    b"\t",
    b"-_",
    b"*",
    b"\0",
    b"\xff",
    b"\xc3",
    b"\xef\xbb\xbf",
    "đ".encode(),
    b"\n" * MINIMUM,
    b"QUJD" * MINIMUM,
    b"Q" * (MINIMUM - 1),
    b"<x k='>" + b"A" * MINIMUM + b"'/>",
    b"<!-- >" + b"A" * MINIMUM + b"<b> -->",
    b"<![CDATA[>" + b"A" * MINIMUM + b"<]]>",
    b"<?p >" + b"A" * MINIMUM + b"<?>",
    b"<x xmlns='u'>" + b"A" * MINIMUM + b"</x>",
    _CONTENT,
)
#: What may stand in a text and leaves it well-formed.
_WHOLE_PIECES: Final = (
    *b"<!-- c -->|<![CDATA[]]>|<![CDATA[QUJD]]>|<?p i?>|&amp;|&#65;|&#x41;|&#13;|<x/>|<x>y</x>|<x k='&lt;'/>".split(
        b"|"
    ),
    *(piece for piece in _PIECES if len(piece) >= MINIMUM),
    *b"=|==|\r\n|\r|\n| |\t|-_|*|A|>".split(b"|"),
    b"<ContentTransferEncoded>" + b"QUJD" * MINIMUM + b"</ContentTransferEncoded>",
    b"<ContentTransferEncoded>QUJD</ContentTransferEncoded>",
    b"<ContentTransferEncoded/>",
    b"<n:ContentTransferEncoded xmlns:n='u'>" + _CONTENT + b"\r\n</n:ContentTransferEncoded>",
    "đ".encode(),
)
#: Where tags begin and end; and where texts and contents lie: a change there leaves the markup as it is.
_TAGS: Final = tuple(at for at in range(len(BASE)) if BASE.startswith((b"ContentTransferEncoded", b"<", b">"), at))
_TEXTS: Final = tuple(
    at for at in range(len(BASE)) if BASE.rfind(b"<", 0, at) < BASE.rfind(b">", 0, at) and at > BASE.index(b"<Subject>")
)
#: Those within a content, and the others; and what a content may have more of and stays base64.
_CONTENTS: Final = tuple(at for at in _TEXTS if BASE[at : at + 1] not in b"< " and BASE.index(_CONTENT) < at)
_BETWEEN: Final = tuple(at for at in _TEXTS if at not in _CONTENTS)
_BLANKS: Final = (*b"\r\n|\r|\n| |\t|QUJD|-_-_".split(b"|"), b"\n" * MINIMUM, b"QUJD" * MINIMUM)


class DisagreementError(AssertionError):
    """The two ways of parsing do not agree: a fault of edoc."""


@dataclass(slots=True)
class Tally:
    """What became of the cases."""

    cases: int = 0
    outcomes: Counter[str] = field(default_factory=Counter[str])

    def __str__(self) -> str:
        """Say it in one line."""
        said = ", ".join(f"{name} {count}" for name, count in self.outcomes.most_common())
        return f"{self.cases} cases: {said}"


def mutated(chance: random.Random) -> bytes:
    """Give the package with one to four changes; half of them are such that most stay well-formed."""
    data = BASE
    if chance.random() < 0.5:
        within = chance.choices((_BETWEEN, _CONTENTS), (4, 1), k=chance.choice((1, 1, 2, 3, 4)))
        for at in sorted((chance.choice(spots) for spots in within), reverse=True):
            pieces = _BLANKS if at in _CONTENTS and chance.random() < 0.8 else _WHOLE_PIECES
            data = data[:at] + chance.choice(pieces) + data[at:]
        return data
    return _torn(chance, data)


def _torn(chance: random.Random, data: bytes) -> bytes:
    """Put pieces in, replace, double, move and cut off, wherever that may be."""
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        where = chance.random()
        spot = chance.choice(_TEXTS if where < 0.6 else _TAGS) if where < 0.9 else chance.randint(0, len(data))
        at = max(0, min(spot + chance.choice((0, 0, 0, 0, 1, -1, 2, 7)), len(data)))
        length = chance.choice((0, 1, 2, 3, 10, MINIMUM, 3 * MINIMUM))
        new = chance.choice(_PIECES) if chance.random() < 0.7 else chance.randbytes(chance.randint(1, 3))
        kind = chance.randrange(6)
        if kind <= 1:
            data = data[:at] + new + data[at:]
        elif kind == 2:
            data = data[:at] + new + data[at + length :]
        elif kind == 3:
            data = data[:at] + data[at : at + length] * 2 + data[at + length :]
        elif kind == 4:
            piece, data = data[at : at + length], data[:at] + data[at + length :]
            to = chance.randint(0, len(data))
            data = data[:to] + piece + data[to:]
        else:
            data = data[:at] + data[at + length :] if chance.random() < 0.8 else data[:at]
    return data


def _told(parsed: Parsed) -> tuple[Any, ...]:
    """Give all there is of a tree: each node as it would be written, the declaration, and where each element stands."""
    tree = parsed.root.getroottree()
    for element in parsed.root.iter("{*}" + CONTENT_ELEMENT):
        run = parsed.texts.get(element.text or "")
        if run is not None and not len(element):
            text = run.source.read_at(run.start, run.end - run.start).decode("ascii")
            element.text = text.replace("\r\n", "\n").replace("\r", "\n")  # XML 1.0, section 2.11
    declared = tree.docinfo
    return (
        etree.tostring(tree, encoding="unicode"),
        (declared.xml_version, declared.encoding, declared.standalone),
        lines_and_columns(parsed.skeleton, starts(parsed.skeleton.data)),
    )


def _outcome(way: Callable[[], Parsed | None]) -> tuple[Any, ...] | str | None:
    try:
        parsed = way()
    except PackageError as error:
        return error.code
    return None if parsed is None else _told(parsed)


def compare(data: bytes, window: int = 1) -> str:
    """Parse both ways and give what became of it: ``same``, ``whole`` (the cut gave up) or ``refused``.

    Raises:
        DisagreementError: They do not agree.
    """
    source = BytesSource(data)
    try:
        decoded = to_utf8(source, LIMITS)
    except PackageError:
        return "refused"
    try:
        skeleton = cut(decoded.source, LIMITS, window=window, minimum=MINIMUM)
    except PackageError as error:
        short: tuple[Any, ...] | str | None = error.code
    else:
        short = _outcome(partial(_short, source, decoded, skeleton, LIMITS, CONTENT_ELEMENT))
    if short is None:
        return "whole"  # and the whole parse decides: there is nothing to compare
    whole = _outcome(partial(_whole, source, decoded, LIMITS, CONTENT_ELEMENT))
    if short != whole:
        message = f"window {window}: {data!r}: {short!r} is not {whole!r}"
        raise DisagreementError(message)
    return "refused" if isinstance(whole, str) else "same"


def run(cases: int, seed: int = 0, *, every: float = 60.0) -> Tally:
    """Compare on *cases* mutated packages, and say now and then how far it is.

    Raises:
        DisagreementError: The two ways do not agree on one.
    """
    chance = random.Random(seed)  # noqa: S311 - cases, not secrets
    tally = Tally()
    said = time.monotonic()
    while tally.cases < cases:
        window = chance.choice((1, 3 * MINIMUM, 1 << 16))
        tally.outcomes[compare(mutated(chance), window)] += 1
        tally.cases += 1
        if time.monotonic() - said > every:
            said = time.monotonic()
            print(tally, flush=True)
    return tally
