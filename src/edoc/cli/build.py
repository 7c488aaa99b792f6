"""``edoc build``."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, cast

import click

from edoc.cli.common import language_option, number_text, say_error
from edoc.cli.exit_codes import ExitCode, of_error
from edoc.cli.limits import limits_option
from edoc.cli.spoken import SpokenCommand, spoken_option
from edoc.edxml.spec import build
from edoc.edxml.writer import write
from edoc.errors import EdocError, SpecError
from edoc.messages import text
from edoc.report.terminal import visible

if TYPE_CHECKING:
    from edoc.limits import Limits
    from edoc.messages import Language

__all__ = ["command"]


def specification(name: str) -> str | dict[str, Any]:
    """Give the path of a specification, or what standard input holds for ``-``.

    Raises:
        SpecError: Standard input holds no JSON.
    """
    if name != "-":
        return name
    try:
        return cast("dict[str, Any]", json.loads(sys.stdin.buffer.read()))
    except (ValueError, RecursionError) as error:
        message = f"standard input: not JSON: {error}"
        raise SpecError(message) from error


@click.command("build", cls=SpokenCommand, help_key="cli.build")
@click.argument("spec")
@spoken_option("-o", "--output", required=True, metavar="PATH", key="cli.build-output")
@spoken_option("--attachments", key="cli.build-attachments")
@spoken_option("--force", is_flag=True, key="cli.build-force")
@limits_option
@language_option
def command(
    spec: str,
    output: str,
    attachments: str | None,
    force: bool,  # noqa: FBT001 - click's way
    limits: Limits,
    language: Language,
) -> ExitCode:
    """Build a package from a JSON specification."""
    try:
        package = build(specification(spec), attachments=attachments, limits=limits)
        written = write(package, sys.stdout.buffer if output == "-" else output, overwrite=force)
    except EdocError as error:
        say_error(error, language)
        return of_error(error)
    size = number_text(written.size, language)
    click.echo(
        f"{visible(str(written.path or '-'))}  {size} {text('show.bytes', language)}  SHA-256 {written.sha256}",
        err=output == "-",
    )
    return ExitCode.OK
