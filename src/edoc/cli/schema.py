"""``edoc schema``."""

from __future__ import annotations

import click

from edoc.cli.common import utf8_output
from edoc.cli.exit_codes import ExitCode
from edoc.schemas import FILES, schema_text

__all__ = ["command"]


@click.command("schema")
@click.argument("name", required=False, type=click.Choice(tuple(FILES)), metavar="[NAME]")
def command(name: str | None) -> ExitCode:
    """Print a contract, or list them all when none is named."""
    if name is None:
        for key, (file, description) in FILES.items():
            click.echo(f"{key:18} {file:32} {description}")
    else:
        utf8_output()
        click.echo(schema_text(name), nl=False)
    return ExitCode.OK
