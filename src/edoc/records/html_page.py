"""Tables as one page that prints: the form of Annex IV, no script, nothing from a network."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from edoc.messages import text
from edoc.records.column import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edoc.messages import Language
    from edoc.records.column import Cell
    from edoc.records.table import Table

__all__ = ["to_html"]

_STYLE: Final = """\
body { font-family: "Times New Roman", "Liberation Serif", serif; font-size: 12pt; margin: 2rem; color: #111; }
h1 { font-size: 15pt; text-align: center; text-transform: uppercase; margin: 0 0 .2rem; }
.organ, .source { text-align: center; margin: 0 0 .4rem; }
.source { font-style: italic; font-size: 10pt; }
.wide { overflow-x: auto; margin-bottom: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #333; padding: .25rem .4rem; vertical-align: top; overflow-wrap: anywhere; }
th { background: #f0f0f0; }
.no th { font-weight: normal; font-size: 10pt; background: none; }
.figure { text-align: right; white-space: nowrap; }
.warnings { border: 1px solid #b26a00; background: #fff6e5; padding: .5rem 1rem; margin-bottom: 1.5rem; }
svg { max-width: 100%; height: auto; }
@page { size: A4 landscape; margin: 15mm; }
@media print {
  body { margin: 0; font-size: 10pt; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  section + section { break-before: auto; }
  .wide { overflow: visible; }
}
"""


def to_html(
    tables: Iterable[Table], language: Language = "vi", *, warnings: Iterable[str] = (), picture: str = ""
) -> str:
    """Write tables as a page for reading and for print (A4, landscape, headings on each page).

    Args:
        tables: The tables.
        language: Of the page.
        warnings: What a clerk should look at, shown above the tables.
        picture: An SVG made by `edoc.records.to_svg`.
    """
    listed = list(tables)
    title = listed[0].title if listed else "edoc"
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{language}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{escape(title)}</title>",
        f"<style>\n{_STYLE}</style></head>",
        "<body>",
        *_notes(list(warnings), language),
        *([picture] if picture else []),
        *(line for table in listed for line in _table(table, language)),
        "</body></html>",
        "",
    ]
    return "\n".join(lines)


def _notes(warnings: list[str], language: Language) -> Iterator[str]:
    if warnings:
        yield f'<div class="warnings"><strong>{escape(text("record.to-look-at", language))}</strong><ul>'
        yield from (f"<li>{escape(warning)}</li>" for warning in warnings)
        yield "</ul></div>"


def _table(table: Table, language: Language) -> Iterator[str]:
    yield "<section>"
    yield f"<h1>{escape(table.title)}</h1>"
    yield f'<p class="organ">{escape(table.organ)}</p>'
    yield f'<p class="source">{escape(table.source)}</p>'
    whole = sum(column.width for column in table.columns)
    yield '<div class="wide"><table><colgroup>'
    yield "".join(f'<col style="width: {100 * column.width / whole:.1f}%">' for column in table.columns)
    yield "</colgroup><thead>"
    yield "<tr>" + "".join(f'<th scope="col">{escape(column.heading)}</th>' for column in table.columns) + "</tr>"
    if any(column.no for column in table.columns):
        yield '<tr class="no">' + "".join(f"<th>({escape(column.no)})</th>" for column in table.columns) + "</tr>"
    yield "</thead><tbody>"
    for row in table.rows:
        yield "<tr>" + "".join(_cell(cell, language) for cell in row) + "</tr>"
    yield "</tbody></table></div></section>"


def _cell(cell: Cell, language: Language) -> str:
    kind = ' class="figure"' if isinstance(cell, int | float) else ""
    return f"<td{kind}>{escape(shown(cell, language))}</td>"
