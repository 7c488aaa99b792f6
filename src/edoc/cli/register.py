"""``edoc register``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from edoc.cli.common import files_argument, format_option, json_text, language_option
from edoc.cli.exit_codes import ExitCode, worst
from edoc.cli.limits import limits_option
from edoc.cli.registers import put, read_all
from edoc.cli.spoken import SpokenCommand, spoken_option
from edoc.messages import text
from edoc.records import Register, RegisterKind, select, to_csv, to_html, to_xlsx
from edoc.records.column import shown
from edoc.report.terminal import visible

if TYPE_CHECKING:
    from edoc.limits import Limits
    from edoc.messages import Language
    from edoc.records import Table

__all__ = ["command"]

_FORMATS = ("text", "csv", "xlsx", "html", "json")


@click.command("register", cls=SpokenCommand, help_key="cli.register")
@click.argument("kind", type=click.Choice([kind.value for kind in RegisterKind]))
@files_argument
@spoken_option("--organ", "organ_id", required=True, key="cli.register-organ")
@spoken_option("--name", "organ_name", key="cli.register-name")
@spoken_option("--year", type=click.IntRange(1, 9999), required=True, key="cli.register-year")
@format_option(*_FORMATS)
@spoken_option("-o", "--output", metavar="PATH", key="cli.output")
@spoken_option("--force", is_flag=True, key="cli.force")
@limits_option
@language_option
def command(  # noqa: PLR0913, PLR0917 - one for each option
    kind: str,
    files: tuple[str, ...],
    organ_id: str,
    organ_name: str | None,
    year: int,
    format_: str,
    output: str | None,
    force: bool,  # noqa: FBT001 - click's way
    limits: Limits,
    language: Language,
) -> ExitCode:
    """Make a register of documents from packages and status messages."""
    codes = [ExitCode.OK]
    collected = read_all(files, limits, language, codes)
    register = Register(kind=RegisterKind(kind), organ_id=organ_id, organ_name=organ_name, year=year)
    chosen = select(collected.entries, register.kind, organ_id, year)
    if len(chosen) < len(collected.entries):
        left = len(collected.entries) - len(chosen)
        click.echo(text("record.left-out", language, count=left), err=True)
    register = register.add_all(chosen)
    warnings = [warning.describe(language) for warning in register.warnings]
    for warning in warnings:
        click.echo(visible(warning), err=True)
    table = register.table(language)
    if format_ == "xlsx":
        put(to_xlsx([table], language), output, force=force, is_text=False)
    elif format_ == "csv":
        put(to_csv([table], language), output, force=force, is_text=True)
    elif format_ == "html":
        put(to_html([table], language, warnings=warnings).encode(), output, force=force, is_text=True)
    elif format_ == "json":
        shown_json = json_text(register.model_dump(mode="json", by_alias=True)) + "\n"
        put(shown_json.encode(), output, force=force, is_text=True)
    else:
        put(as_text(table, language).encode(), output, force=force, is_text=True)
    return worst(codes)


def as_text(table: Table, language: Language) -> str:
    """Show a table row by row: each cell that is filled under its heading, whatever the width."""
    lines = [visible(table.title), visible(table.organ)]
    for number, row in enumerate(table.rows, 1):
        lines.append(f"{number}.")
        lines += [
            f"   {column.heading}: {visible(shown(cell, language))}"
            for column, cell in zip(table.columns, row, strict=True)
            if cell is not None
        ]
    return "\n".join([*lines, ""])
