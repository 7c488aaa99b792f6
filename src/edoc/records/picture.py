"""The figures of a period as one picture: bars for each value, out and in, as SVG."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from edoc.messages import text
from edoc.records.statistics import DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.messages import Language
    from edoc.records.statistics import Count, Statistics

__all__ = ["to_svg"]

_WIDTH: Final = 860
_LABEL: Final = 300
_BAR: Final = 440
_LINE: Final = 40
_HEAD: Final = 92
_GAP: Final = 34
#: Blue and orange that people with red-green blindness tell apart, and that print apart in grey.
_COLOURS: Final = {"outgoing": "#1f5fa8", "incoming": "#e08a1e"}
#: The longest label that fits, in characters.
_LONGEST: Final = 42
#: More types than this are put together: a picture shows the large ones.
_MOST: Final = 8


def to_svg(statistics: Statistics, language: Language = "vi") -> str:
    """Draw the figures: self-contained, readable in print, with a text for those who cannot see it."""
    groups = [(dimension, _shown(statistics.lines(dimension))) for dimension in DIMENSIONS]
    groups = [(dimension, lines) for dimension, lines in groups if lines]
    height = _HEAD + sum(_GAP + _LINE * len(lines) for _, lines in groups) + 20
    highest = max((max(line.outgoing, line.incoming) for _, lines in groups for line in lines), default=0) or 1
    title = text(
        "record.picture",
        language,
        organ=statistics.organ_name or statistics.organ_id,
        period=statistics.period.describe(language),
    )
    size = f'viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(title)}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="system-ui, sans-serif" font-size="13">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="20" y="32" font-size="18" font-weight="600" fill="#1a1a1a">{escape(title)}</text>',
        *_legend(statistics, language),
    ]
    y = _HEAD
    for dimension, lines in groups:
        heading = escape(text(f"record.dimension-{dimension}", language))
        parts.append(f'<text x="20" y="{y + 4}" font-weight="600" fill="#333333">{heading}</text>')
        y += _GAP - 14
        for line in lines:
            parts += _bars(line, y, highest, language)
            y += _LINE
        y += 14
    return "\n".join([*parts, "</svg>", ""])


def _shown(lines: tuple[Count, ...]) -> list[Count]:
    """Leave out what does not occur, and all but the most frequent types."""
    found = [line for line in lines if line.outgoing or line.incoming]
    return sorted(found, key=lambda line: -(line.outgoing + line.incoming))[:_MOST] if len(found) > _MOST else found


def _legend(statistics: Statistics, language: Language) -> Iterator[str]:
    for x, (direction, colour) in zip((20, 320), _COLOURS.items(), strict=True):
        count = getattr(statistics, direction)
        yield f'<rect x="{x}" y="48" width="14" height="14" rx="2" fill="{colour}"/>'
        name = escape(text(f"record.{direction}", language))
        yield f'<text x="{x + 22}" y="60" fill="#333333">{name}: {count}</text>'


def _bars(line: Count, y: int, highest: int, language: Language) -> Iterator[str]:
    label = line.label(language)
    cut = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"
    yield f'<text x="{_LABEL}" y="{y + 20}" text-anchor="end" fill="#1a1a1a">{escape(cut)}</text>'
    for offset, (direction, colour) in zip((2, 17), _COLOURS.items(), strict=True):
        count = getattr(line, direction)
        width = round(_BAR * count / highest)
        yield f'<rect x="{_LABEL + 12}" y="{y + offset}" width="{width}" height="13" rx="2" fill="{colour}"/>'
        yield f'<text x="{_LABEL + 18 + width}" y="{y + offset + 11}" font-size="12" fill="#333333">{count}</text>'
