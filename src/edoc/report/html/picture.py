"""The picture at the top of the report: bars, as numbers that a template draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from edoc.conformance import Severity, Verdict

if TYPE_CHECKING:
    from edoc.report.summary import RuleCount, Summary

__all__ = ["Bar", "Segment", "rule_bars", "verdict_bar"]

#: Length of the longest bar, in units of the drawing.
LENGTH: Final = 1000
#: What is there, however little, is seen.
_LEAST: Final = 8
#: So many rules have a bar of their own.
_MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar.

    Args:
        tone: What it stands for: a verdict, a severity, or ``waived``; its class in the drawing.
        count: How many.
        start: Where it begins.
        length: How long it is.
    """

    tone: str
    count: int
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Args:
        name: Id of the rule; empty for all the others together.
        rules: How many rules it stands for.
        segments: Its parts, from the left.
    """

    name: str
    rules: int
    segments: tuple[Segment, ...]

    @property
    def total(self) -> int:
        """What the parts add up to."""
        return sum(segment.count for segment in self.segments)


def verdict_bar(summary: Summary) -> Bar:
    """Give the packages by verdict."""
    counts = [(verdict.value, summary.verdicts[verdict]) for verdict in Verdict]
    return Bar("", 0, _segments(counts, summary.packages))


def rule_bars(summary: Summary) -> list[Bar]:
    """Give the findings by rule, the most serious first, and the rest of the rules in a last bar."""
    ranked = summary.ranked
    rows = [(row.rule, [row]) for row in ranked[:_MOST]]
    if len(ranked) > _MOST:
        rows.append(("", ranked[_MOST:]))
    longest = max((sum(row.total for row in group) for _, group in rows), default=0)
    return [Bar(name, len(group), _segments(_tones(group), longest)) for name, group in rows]


def _tones(group: list[RuleCount]) -> list[tuple[str, int]]:
    counts = [(severity.value, sum(row.counting[severity] for row in group)) for severity in Severity]
    return [*counts, ("waived", sum(row.waived for row in group))]


def _segments(counts: list[tuple[str, int]], longest: int) -> tuple[Segment, ...]:
    """Lay the parts side by side, each as long as its share of the longest bar."""
    segments: list[Segment] = []
    start = 0
    for tone, count in counts:
        if count:
            length = max(round(LENGTH * count / longest), _LEAST)
            segments.append(Segment(tone, count, start, length))
            start += length
    return tuple(segments)
