"""One base64 text inside a package: proved, decoded by windows, readable at any position.

RFC 4648 section 4 is what the standard asks for. Readers in circulation (commons-codec) also
take line breaks, blanks, the URL-safe alphabet and missing padding; so does this one, and the
survey says which of them it met. Everything else is garbage: its position is in the survey, and
decoding raises.
"""

from __future__ import annotations

import binascii
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from edoc.errors import AttachmentError
from edoc.messages import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edoc._xml.source import Source

_simd_decode: Callable[..., bytes] | None
try:
    from pybase64 import b64decode as _simd_decode
except ImportError:  # pragma: no cover - the extra "fast" is not installed
    _simd_decode = None

__all__ = ["ALPHABET", "Base64Text", "Survey", "survey_of", "survey_to_markup"]

_LETTERS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_STANDARD: Final = _LETTERS + b"+/"
_URL_SAFE: Final = b"-_"
_SPACE: Final = b" \t\r\n"
#: Everything that may stand in a base64 text; none of it is markup.
ALPHABET: Final = _STANDARD + _URL_SAFE + _SPACE + b"="
_PAD: Final = ord("=")
_TO_STANDARD: Final = bytes.maketrans(_URL_SAFE, b"+/")

#: A window that the processor's cache keeps; a multiple of 4 and of 12.
WINDOW: Final = 98_304
#: The same for texts that have to be cleaned first.
_CLEAN_WINDOW: Final = 98_304


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass over a base64 text found.

    Args:
        significant: Characters of the alphabet, without blanks and padding.
        padding: Number of ``=`` at the end.
        blanks: Whether blanks or line breaks stand in it.
        url_safe: Whether ``-`` or ``_`` stand in it.
        bad: Offset of the first character that cannot be decoded, from the start of the text;
            None when all is well.
        foreign: Whether a character outside `ALPHABET` was met.
        uneven: Whether anything but letters, line ends and padding stands in it, so that taking
            the line ends out is not enough to decode it.
        checkpoints: Pairs (offset in the text, significant characters before it), for random
            access to a text with blanks; empty for one without.
    """

    significant: int
    padding: int
    blanks: bool
    url_safe: bool
    bad: int | None
    foreign: bool
    uneven: bool = False
    checkpoints: tuple[tuple[int, int], ...] = ()

    @property
    def decoded_size(self) -> int:
        """Size of the decoded bytes."""
        whole, rest = divmod(self.significant, 4)
        return whole * 3 + max(0, rest - 1)

    @property
    def padded(self) -> bool:
        """Whether the padding is what RFC 4648 asks for."""
        return (self.significant + self.padding) % 4 == 0


@dataclass(slots=True)
class _Surveyor:
    """Collect a survey window by window."""

    offset: int = 0
    significant: int = 0
    padding: int = 0
    blanks: bool = False
    url_safe: bool = False
    bad: int | None = None
    foreign: bool = False
    uneven: bool = False
    checkpoints: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])

    def feed(self, window: bytes) -> None:
        """Take the next window; the fast ways for what is clean or in lines, else the careful one."""
        if self.bad is None and not self.padding:
            if not self.blanks and _is_clean(window):
                self._count(len(window))
                self.offset += len(window)
                return
            letters = _without_line_ends(window)
            if _is_clean(letters):
                self._count(len(letters))
                self.blanks = self.blanks or len(letters) != len(window)
                self.offset += len(window)
                return
        self._feed_carefully(window)
        self.offset += len(window)

    def _count(self, letters: int) -> None:
        """Count a window of nothing but letters and line ends."""
        self.checkpoints.append((self.offset, self.significant))
        self.significant += letters

    def _feed_carefully(self, window: bytes) -> None:
        """Count blanks, padding and foreign characters; find the first that does not belong."""
        self.checkpoints.append((self.offset, self.significant))
        bad: list[int] = []
        if window.translate(None, ALPHABET):
            self.foreign = True
            bad.append(_first_outside(window, ALPHABET))
        solid = window.translate(None, _SPACE)
        self.blanks = self.blanks or len(solid) != len(window)
        if b"-" in solid or b"_" in solid:
            self.url_safe = self.uneven = True
        self.uneven = self.uneven or b" " in window or b"\t" in window
        letters = solid.translate(None, b"=")
        pads = len(solid) - len(letters)
        if self.padding and letters:  # something follows the padding
            bad.append(_first_outside(window, _SPACE + b"="))
        elif pads and letters and solid.rstrip(b"=") != letters:
            inner = window.index(b"=")
            bad.append(inner + _first_outside(window[inner:], _SPACE + b"="))
        if bad and self.bad is None:
            self.bad = self.offset + min(bad)
        self.significant += len(letters)
        self.padding += pads

    def result(self) -> Survey:
        """Judge the end: a single character left over, or more padding than there can be."""
        rest = self.significant % 4
        if self.bad is None and (rest == 1 or (self.padding and not self._padding_fits(rest))):
            self.bad = self.offset
        return Survey(
            significant=self.significant,
            padding=self.padding,
            blanks=self.blanks,
            url_safe=self.url_safe,
            bad=self.bad,
            foreign=self.foreign,
            uneven=self.uneven,
            checkpoints=tuple(self.checkpoints) if self.blanks else (),
        )

    def _padding_fits(self, rest: int) -> bool:
        return rest != 0 and self.padding <= 4 - rest


def _is_clean(window: bytes | bytearray) -> bool:
    """Say whether the window is of the standard alphabet alone, without blanks or padding."""
    whole = len(window) // 4 * 4
    if _simd_decode is None or not whole or window[whole - 1] == _PAD:
        return not window.translate(None, _STANDARD)
    try:
        _simd_decode(window if whole == len(window) else memoryview(window)[:whole], validate=True)
    except binascii.Error:
        return False
    return not window[whole:].translate(None, _STANDARD)


def _without_line_ends(window: bytes) -> bytes | bytearray:
    """Take carriage returns and line feeds out."""
    letters: bytes | bytearray = window
    for mark in (b"\r", b"\n"):
        first = letters.find(mark)
        if first >= 0:
            letters = _without(letters, mark, first)
    return letters


def _without(letters: bytes | bytearray, mark: bytes, first: int) -> bytes | bytearray:
    """Take one mark out: at once where the lines are of equal length, as nearly always."""
    step = letters.find(mark, first + 1) - first
    if step > 1:
        column = letters[first::step]
        if column.count(mark) == len(column):
            letters = bytearray(letters)
            del letters[first::step]
            if mark not in letters:
                return letters
    return letters.replace(mark, b"")


def _first_outside(window: bytes, allowed: bytes) -> int:
    """Give the offset of the first byte that is not in *allowed*."""
    rest = window.translate(None, allowed)
    return window.index(rest[:1]) if rest else len(window)


def survey_of(text: bytes) -> Survey:
    """Survey a short text that is in memory."""
    surveyor = _Surveyor()
    surveyor.feed(text)
    return surveyor.result()


def survey_to_markup(source: Source, start: int, size: int = WINDOW) -> tuple[int, Survey]:
    """Survey the text from *start* to the next ``<``, or to the end of the source, in one pass.

    Once something foreign was met the survey is not continued: it says no more than that.

    Args:
        source: Where the characters are.
        start: Offset of the first one, in bytes.
        size: How many bytes are looked at together.

    Returns:
        The offset after the last one, and what was found.
    """
    surveyor = _Surveyor()
    end = start
    for window in source.windows(start, None, size):
        found = window.find(b"<")
        piece = window if found < 0 else window[:found]
        if not surveyor.foreign:
            surveyor.feed(piece)
        end += len(piece)
        if found >= 0:
            break
    return end, surveyor.result()


class Base64Text:
    """A base64 text that stands from *start* to *end* in a source.

    Args:
        source: Where the characters are.
        start: Offset of the first character, in bytes.
        end: Offset after the last one.
        survey: The result of an earlier pass, when there was one.
    """

    __slots__ = ("_survey", "end", "source", "start")

    def __init__(self, source: Source, start: int, end: int, survey: Survey | None = None) -> None:
        """Keep the place; nothing is read yet."""
        self.source = source
        self.start = start
        self.end = end
        self._survey = survey

    @property
    def survey(self) -> Survey:
        """What a pass over the text found; the pass is made once.

        Raises:
            SourceChangedError: The file is no longer what it was.
        """
        if self._survey is None:
            surveyor = _Surveyor()
            for window in self.source.windows(self.start, self.end, WINDOW):
                surveyor.feed(window)
            self._survey = surveyor.result()
        return self._survey

    def require_decodable(self) -> Survey:
        """Give the survey of a text that can be decoded.

        Raises:
            AttachmentError: It cannot; the message says at which offset.
        """
        survey = self.survey
        if survey.bad is not None:
            if survey.bad >= self.end - self.start:
                if survey.significant % 4 == 1:
                    raise refusal(AttachmentError, "base64-cut", offset=survey.bad, source=self.source.name)
                raise refusal(AttachmentError, "base64-padding", offset=survey.bad, source=self.source.name)
            around = self.source.read_at(self.start + survey.bad, 12).decode("utf-8", "replace")
            raise refusal(
                AttachmentError, "base64-garbage", offset=survey.bad, found=ascii(around), source=self.source.name
            )
        return survey

    def chunks(self) -> Iterator[bytes]:
        """Yield the decoded bytes in order, in constant memory.

        Raises:
            AttachmentError: The text cannot be decoded.
        """
        survey = self.require_decodable()
        if survey.blanks or survey.url_safe:
            yield from self._cleaned_chunks()
            return
        whole = self.start + survey.significant // 4 * 4
        for window in self.source.windows(self.start, whole, WINDOW):
            yield _decode(window)
        rest = survey.significant % 4
        if rest:
            yield _decode_rest(self.source.read_at(whole, rest))

    def _cleaned_chunks(self) -> Iterator[bytes]:
        pending: bytes | bytearray = b""
        clean = _clean if self.survey.uneven else _clean_lines
        for window in self.source.windows(self.start, self.end, _CLEAN_WINDOW):
            letters = clean(window)
            if pending:
                letters = pending + letters
            whole = len(letters) // 4 * 4
            if whole:
                yield _decode(letters if whole == len(letters) else memoryview(letters)[:whole])
            pending = letters[whole:]
        if pending:
            yield _decode_rest(pending)

    def whole(self) -> bytes:
        """Decode all of it at once; for texts that fit in memory.

        Raises:
            AttachmentError: The text cannot be decoded.
        """
        survey = self.require_decodable()
        if survey.blanks or survey.url_safe or not survey.padded or not survey.significant:
            return self.read_at(0, survey.decoded_size)
        return _decode(self.source.read_at(self.start, survey.significant + survey.padding))

    def read_at(self, position: int, length: int) -> bytes:
        """Decode *length* bytes at *position* of the decoded content.

        Raises:
            AttachmentError: The text cannot be decoded.
        """
        survey = self.require_decodable()
        length = max(0, min(length, survey.decoded_size - position))
        if not length:
            return b""
        first = position // 3 * 4
        last = min(-(-(position + length) // 3) * 4, survey.significant)
        letters = self._letters(survey, first, last)
        whole = len(letters) // 4 * 4
        data = _decode(letters) if whole == len(letters) else _decode(letters[:whole]) + _decode_rest(letters[whole:])
        skip = position % 3
        return data[skip : skip + length] if skip or len(data) > length else data

    def _letters(self, survey: Survey, first: int, last: int) -> bytes:
        """Give the significant characters number *first* to *last*."""
        if not survey.blanks:
            letters = self.source.read_at(self.start + first, last - first)
            return letters.translate(_TO_STANDARD) if survey.url_safe else letters
        offset, before = _checkpoint(survey.checkpoints, first)
        collected: list[bytes] = []
        have = before
        while have < last:
            window = self.source.read_at(self.start + offset, min(WINDOW, self.end - self.start - offset))
            if not window:  # pragma: no cover - the survey counted what is there
                break
            letters = _clean(window)
            collected.append(letters)
            have += len(letters)
            offset += len(window)
        return b"".join(collected)[first - before : last - before]


def _checkpoint(checkpoints: tuple[tuple[int, int], ...], wanted: int) -> tuple[int, int]:
    """Give the last checkpoint at or before the significant character *wanted*."""
    low, high = 0, len(checkpoints)
    while high - low > 1:
        middle = (low + high) // 2
        if checkpoints[middle][1] <= wanted:
            low = middle
        else:
            high = middle
    return checkpoints[low]


def _clean(window: bytes) -> bytes:
    """Take blanks and padding out and bring the letters into the standard alphabet."""
    return window.translate(_TO_STANDARD, _SPACE + b"=")


def _clean_lines(window: bytes) -> bytes | bytearray:
    """Do the same for a window with nothing but letters, line ends and padding."""
    return _without_line_ends(window).rstrip(b"=")


def _decode(letters: bytes | bytearray | memoryview) -> bytes:
    """Decode whole groups of four; the caller has proved the alphabet."""
    if _simd_decode is not None:
        return _simd_decode(letters, validate=True)
    return binascii.a2b_base64(letters)


def _decode_rest(letters: bytes | bytearray) -> bytes:
    """Decode the last group, with the padding it may lack."""
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4)) if letters else b""
