"""Cut the long base64 runs out of a package by position, so that a tree parse costs nothing.

Base64 holds no markup. A run is a stretch of at least `MINIMUM` bytes that directly follows a
``>``, reaches to the next ``<`` and is of the base64 alphabet throughout. It is replaced by a
token; the rest, a few kilobytes, goes to libxml2, whose verdict is final. The reader then asks
that each token be the whole text of exactly one ``ContentTransferEncoded``; if anything is odd
the source is parsed whole instead.
"""

from __future__ import annotations

import secrets
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from edoc._xml.base64text import Base64Text, survey_of, survey_to_markup
from edoc._xml.refusals import limit_reached

if TYPE_CHECKING:
    from edoc._xml.base64text import Survey
    from edoc._xml.source import Source
    from edoc.limits import Limits

__all__ = ["MINIMUM", "Run", "Skeleton", "cut"]

#: Shorter runs stay in the skeleton.
MINIMUM: Final = 4096
_WINDOW: Final = 98_304
#: Between two runs stand a few hundred bytes: more of the source need not be read for them.
_STRETCH: Final = 1 << 15


@dataclass(frozen=True, slots=True)
class Run:
    """One run that was cut out: where its token stands in the skeleton, and the text itself."""

    token: bytes
    at: int
    text: Base64Text


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A package without its long base64 runs.

    Args:
        data: The bytes that are left, tokens in place of the runs.
        runs: The runs in order.
    """

    data: bytes
    runs: tuple[Run, ...] = ()
    _shifts: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Add up how much each run was longer than its token."""
        shifts = accumulate((run.text.end - run.text.start - len(run.token) for run in self.runs), initial=0)
        object.__setattr__(self, "_shifts", tuple(shifts))

    def original_offset(self, offset: int) -> int:
        """Say where the byte at *offset* of the skeleton stands in the source."""
        return offset + self._shifts[bisect_right(self.runs, offset, key=_place)]


def _place(run: Run) -> int:
    return run.at


class _Cutter:
    """One pass over a source."""

    def __init__(self, source: Source, limits: Limits, window: int, minimum: int) -> None:
        self.source = source
        self.limits = limits
        self.window = window
        self.stretch = max(2 * minimum, min(window, _STRETCH))
        self.minimum = minimum
        self.nonce = secrets.token_hex(12).encode()
        self.pieces: list[bytes] = []
        self.length = 0
        self.runs: list[Run] = []
        self.kept = 0  # everything before this offset of the source is in the pieces

    def cut(self) -> Skeleton:
        """Look at each stretch of `minimum` bytes once; skip along the ``<`` in it."""
        position = 0  # just after a "<", or at the start
        while position < self.source.size:
            stretch = self.source.read_at(position, self.stretch)
            position += self._walk(position, stretch)
        self._keep(self.source.size)
        return Skeleton(b"".join(self.pieces), tuple(self.runs))

    def _walk(self, base: int, stretch: bytes) -> int:
        """Walk along one window; give the number of bytes that are done with."""
        at = 0
        minimum = self.minimum
        while len(stretch) - at > minimum:
            last = stretch.rfind(b"<", at, at + minimum)
            if last >= 0:
                at = last + 1
                continue
            end_of_tag = stretch.find(b">", at)
            if end_of_tag < 0:
                return len(stretch)
            after = end_of_tag + 1
            near = stretch.find(b"<", after)
            if near < 0:
                return self._beyond(base + after) - base
            if near - after >= minimum:
                self._take(base + after, base + near, survey_of(stretch[after:near]))
            at = near
        return at if base + len(stretch) < self.source.size and at else len(stretch)

    def _beyond(self, start: int) -> int:
        """Deal with a text that reaches beyond the stretch; give its end."""
        end, survey = survey_to_markup(self.source, start, self.window)
        if end - start >= self.minimum:
            self._take(start, end, survey)
        return end

    def _take(self, start: int, end: int, survey: Survey) -> None:
        """Cut a run out if it is base64 throughout; leave it where it is otherwise."""
        if survey.foreign:
            return
        self._keep(start)
        token = b"%sx%dx" % (self.nonce, len(self.runs))
        self.runs.append(Run(token, self.length, Base64Text(self.source, start, end, survey)))
        self._append(token)
        self.kept = end

    def _keep(self, end: int) -> None:
        """Copy the source up to *end* into the skeleton."""
        for window in self.source.windows(self.kept, end, self.window):
            self._append(window)
        self.kept = end

    def _append(self, piece: bytes) -> None:
        self.pieces.append(piece)
        self.length += len(piece)
        if self.length > self.limits.tree_bytes:
            raise limit_reached(self.limits, "tree_bytes", self.length, source=self.source.name)


def cut(source: Source, limits: Limits, *, window: int = _WINDOW, minimum: int = MINIMUM) -> Skeleton:
    """Cut the base64 runs out of *source*.

    Args:
        source: UTF-8 or US-ASCII bytes.
        limits: For the size of what is left.
        window: How many bytes are looked at together; tests make it tiny.
        minimum: The length of the shortest run that is cut out.

    Raises:
        LimitExceededError: What is left is larger than ``limits.tree_bytes``.
        SourceChangedError: The file is no longer what it was.
    """
    return _Cutter(source, limits, max(window, 2 * minimum), minimum).cut()
