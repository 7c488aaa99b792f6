"""``edoc schema``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from edoc.cli.common import language_option, utf8_output
from edoc.cli.exit_codes import ExitCode
from edoc.cli.spoken import SpokenCommand
from edoc.schemas import FILES, schema_text

if TYPE_CHECKING:
    from edoc.messages import Language

__all__ = ["command"]


@click.command("schema", cls=SpokenCommand, help_key="cli.schema")
@click.argument("name", required=False, type=click.Choice(tuple(FILES)), metavar="[NAME]")
@language_option
def command(name: str | None, language: Language) -> ExitCode:  # noqa: ARG001 - what is printed is for programs
    """Print a contract, or list them all when none is named."""
    if name is None:
        for key, (file, description) in FILES.items():
            click.echo(f"{key:18} {file:32} {description}")
    else:
        utf8_output()
        click.echo(schema_text(name), nl=False)
    return ExitCode.OK
