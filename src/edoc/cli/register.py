"""``edoc register``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from edoc.cli.common import files_argument, format_option, json_text, language_option
from edoc.cli.exit_codes import ExitCode, worst
from edoc.cli.limits import limits_option
from edoc.cli.registers import put, read_all
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


@click.command("register")
@click.argument("kind", type=click.Choice([kind.value for kind in RegisterKind]))
@files_argument
@click.option("--organ", "organ_id", required=True, help="Code of the agency that keeps the register.")
@click.option("--name", "organ_name", help="Its name, for the title.")
@click.option("--year", type=click.IntRange(1, 9999), required=True, help="The year of the register.")
@format_option(*_FORMATS)
@click.option("-o", "--output", metavar="PATH", help="File to write; standard output if left out.")
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
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
    """Make a register of documents from packages and status messages.

    KIND is outgoing, incoming or handling: the registers of Annex IV, Decree 30/2020/NĐ-CP. Documents of other agencies
    and years are left out. What a clerk should look at, duplicates for example, is said on standard error.
    """
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
