"""Which encoding a package is in, and how it becomes UTF-8.

QCVN 102:2016/BTTTT writes UTF-8. US-ASCII is a part of it; UTF-16 with a byte-order mark is
legal XML that some tools write: it is read, with a fault. Every other encoding is refused: two
readers could see two documents in the same bytes.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from edoc._xml.refusals import limit_reached
from edoc._xml.source import BytesSource
from edoc.errors import EncodingError
from edoc.messages import refusal

if TYPE_CHECKING:
    from edoc._xml.source import Source
    from edoc.limits import Limits

__all__ = ["Decoded", "to_utf8"]

_UTF8_NAMES: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_UTF16_NAMES: Final = frozenset({"utf-16", "utf16", "utf-16le", "utf-16be"})
_HEAD: Final = 256
#: How nearly every package starts; the rest need not be looked at.
_USUAL: Final = (b'<?xml version="1.0" encoding="UTF-8"?>', b'<?xml version="1.0" encoding="utf-8"?>')
#: XML 1.0 section 2.8: the declaration, up to the value of encoding.
_DECLARED: Final = re.compile(rb"""^<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._:-]*)["']""")
_DECLARED_WIDE: Final = re.compile(r"""^(<\?xml\s[^>]*?\bencoding\s*=\s*["'])([A-Za-z0-9._:-]*)(["'])""")
#: XML 1.0 appendix F: how the first bytes look in the encodings that are refused.
_OTHERS: Final = (
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\x00<", "UTF-32"),
    (b"<\x00\x00\x00", "UTF-32"),
    (b"\x00<\x00", "UTF-16 without a byte-order mark"),
    (b"<\x00?\x00", "UTF-16 without a byte-order mark"),
    (b"<\x00", "UTF-16 without a byte-order mark"),
    (b"\x4c\x6f\xa7\x94", "EBCDIC"),
    (b"+/v", "UTF-7"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A source in UTF-8 or US-ASCII.

    Args:
        source: The bytes to parse.
        transcoded: The encoding it was brought from, None when nothing was done.
        ascii_only: Whether the declaration promises US-ASCII.
    """

    source: Source
    transcoded: str | None = None
    ascii_only: bool = False


def to_utf8(source: Source, limits: Limits) -> Decoded:
    """Give *source* in an encoding that is accepted.

    Raises:
        EncodingError: It is in another one, or its bytes are not of the one it claims.
        LimitExceededError: It has to be transcoded and is larger than ``limits.tree_bytes``.
    """
    head = source.read_at(0, _HEAD)
    if head.startswith(_USUAL):
        return Decoded(source)
    head = _whole_declaration(source, head, limits)
    for mark, name in _OTHERS:
        if head.startswith(mark):
            raise refusal(EncodingError, "encoding", source=source.name, line=1, column=1, found=name)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _from_utf16(source, limits)
    declared = _DECLARED.match(head.removeprefix(codecs.BOM_UTF8))
    name = declared.group(1).decode("ascii").lower() if declared else "utf-8"
    if name not in _UTF8_NAMES:
        raise refusal(EncodingError, "encoding", source=source.name, line=1, column=1, found=name or "(empty)")
    if name in {"us-ascii", "ascii"}:
        _require_ascii(source)
        return Decoded(source, ascii_only=True)
    return Decoded(source)


def _whole_declaration(source: Source, head: bytes, limits: Limits) -> bytes:
    """Read on until the declaration ends, however many blanks stand in it."""
    while head.removeprefix(codecs.BOM_UTF8).startswith(b"<?xml") and b"?>" not in head:
        if len(head) >= min(source.size, limits.header_bytes):
            break
        head = source.read_at(0, 4 * len(head))
    return head


def _require_ascii(source: Source) -> None:
    offset = 0
    for window in source.windows():
        if not window.isascii():
            offset += next(number for number, byte in enumerate(window) if byte > 0x7F)
            raise refusal(EncodingError, "encoding-broken", source=source.name, found="US-ASCII", offset=offset)
        offset += len(window)


def _from_utf16(source: Source, limits: Limits) -> Decoded:
    if source.size > limits.tree_bytes:
        raise limit_reached(limits, "tree_bytes", source.size, source=source.name)
    try:
        text = source.read_at(0, source.size).decode("utf-16")
    except UnicodeDecodeError as error:
        raise refusal(
            EncodingError, "encoding-broken", source=source.name, found="UTF-16", offset=error.start
        ) from error
    declared = _DECLARED_WIDE.match(text)
    if declared and declared.group(2).lower() not in _UTF16_NAMES:
        raise refusal(
            EncodingError, "encoding-contradiction", source=source.name, line=1, column=1, found=declared.group(2)
        )
    text = _DECLARED_WIDE.sub(r"\1UTF-8\3", text, count=1)
    return Decoded(BytesSource(text.encode("utf-8"), source.name), transcoded="UTF-16")
