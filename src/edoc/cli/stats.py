"""``edoc stats``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from edoc.cli.click_words import spoken_language
from edoc.cli.common import (
    describe,
    files_argument,
    format_option,
    json_text,
    language_option,
    moment_option,
    now,
)
from edoc.cli.exit_codes import ExitCode, worst
from edoc.cli.limits import limits_option
from edoc.cli.registers import put, read_all
from edoc.cli.spoken import SpokenCommand, spoken_option
from edoc.errors import UsageError
from edoc.messages import text
from edoc.records import (
    CountedDocument,
    Direction,
    Period,
    Signing,
    Statistics,
    Timeliness,
    signing_of,
    timeliness_of,
    to_csv,
    to_html,
    to_svg,
    to_xlsx,
)
from edoc.records.column import shown
from edoc.records.facts import same_agency
from edoc.report.terminal import visible

if TYPE_CHECKING:
    import datetime as dt

    from edoc.edxml.package import DocumentPackage, StatusMessage
    from edoc.limits import Limits
    from edoc.messages import Language
    from edoc.records import Entry, Table

__all__ = ["command"]

_FORMATS = ("text", "csv", "xlsx", "html", "svg", "json")


def _period(_context: click.Context, _parameter: click.Parameter, value: str) -> Period:
    try:
        return Period.parse(value)
    except UsageError as error:
        raise click.BadParameter(describe(error, spoken_language())) from None


@click.command("stats", cls=SpokenCommand, help_key="cli.stats")
@files_argument
@spoken_option("--organ", "organ_id", required=True, key="cli.stats-organ")
@spoken_option("--name", "organ_name", key="cli.stats-name")
@spoken_option("--period", callback=_period, required=True, key="cli.stats-period")
@moment_option("cli.stats-at")
@spoken_option("--profile", key="cli.stats-profile")
@spoken_option("--signatures/--no-signatures", default=True, show_default=True, key="cli.stats-signatures")
@format_option(*_FORMATS)
@spoken_option("-o", "--output", metavar="PATH", key="cli.output")
@spoken_option("--force", is_flag=True, key="cli.force")
@limits_option
@language_option
def command(  # noqa: PLR0913, PLR0917 - one for each option
    files: tuple[str, ...],
    organ_id: str,
    organ_name: str | None,
    period: Period,
    at: dt.datetime | None,
    profile: str | None,
    signatures: bool,  # noqa: FBT001 - click's way
    format_: str,
    output: str | None,
    force: bool,  # noqa: FBT001 - click's way
    limits: Limits,
    language: Language,
) -> ExitCode:
    """Count the documents of a period: form, type, channel, signatures, timeliness."""
    codes = [ExitCode.OK]
    found: dict[int, Signing] = {}
    collected = read_all(files, limits, language, codes, partial(_look, found, limits) if signatures else None)
    moment = at or now()
    counted = [
        CountedDocument.of(
            entry,
            organ_id,
            signing=found.get(id(entry.package), Signing.UNKNOWN),
            timeliness=_timeliness(entry, organ_id, moment, profile),
        )
        for entry in collected.entries
    ]
    statistics = Statistics.of(counted, period, organ_id, organ_name=organ_name)
    if statistics.undated:
        click.echo(text("record.undated", language, count=statistics.undated), err=True)
    tables = statistics.tables(language)
    if format_ == "xlsx":
        put(to_xlsx(tables, language), output, force=force, is_text=False)
        return worst(codes)
    if format_ == "csv":
        data = to_csv(tables, language)
    elif format_ == "html":
        data = to_html(tables, language, picture=to_svg(statistics, language)).encode()
    elif format_ == "svg":
        data = to_svg(statistics, language).encode()
    elif format_ == "json":
        data = (json_text(statistics.model_dump(mode="json", by_alias=True)) + "\n").encode()
    else:
        data = "\n".join(_as_text(table, language) for table in tables).encode()
    put(data, output, force=force, is_text=True)
    return worst(codes)


def _look(found: dict[int, Signing], limits: Limits, message: DocumentPackage | StatusMessage) -> None:
    """Look for the signatures of a package while its file is at hand."""
    from edoc.signature.verifying import verify  # noqa: PLC0415 - slow to import, and may not be asked for

    found[id(message)] = signing_of(verify(message, limits=limits))


def _timeliness(entry: Entry, organ_id: str, at: dt.datetime, profile: str | None) -> Timeliness:
    assert entry.exchange is not None  # collected entries have one
    sender = entry.package.header.sender
    is_mine = bool(sender and sender.organ_id and same_agency(sender.organ_id, organ_id))
    direction = Direction.OUTGOING if is_mine else Direction.INCOMING
    return timeliness_of(entry.exchange.deadlines(at, profile=profile), organ_id, direction)


def _as_text(table: Table, language: Language) -> str:
    """Show a table of figures in columns."""
    headings = [column.heading for column in table.columns]
    rows = [headings, *([shown(cell, language) for cell in row] for row in table.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows]
    return "\n".join([visible(table.title), *(f"  {visible(line).rstrip()}" for line in lines), ""])
