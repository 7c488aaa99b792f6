"""``edoc build``."""

from __future__ import annotations

import click

from edoc.cli.exit_codes import ExitCode
from edoc.edxml.spec import build
from edoc.edxml.writer import write
from edoc.report.text import visible

__all__ = ["command"]


@click.command("build")
@click.argument("spec")
@click.option("-o", "--output", required=True, help="The package to write.")
@click.option("--attachments", help="Folder with the files; that of the specification by default.")
@click.option("--force", is_flag=True, help="Replace the package if it exists.")
def command(spec: str, output: str, attachments: str | None, force: bool) -> ExitCode:  # noqa: FBT001 - click's way
    """Build a package from a JSON specification.

    The specification has the shape that edoc show --format json prints; each attachment names
    its file by "path", or by its name in the folder of attachments.
    """
    written = write(build(spec, attachments=attachments), output, overwrite=force)
    click.echo(f"{visible(str(written.path))}  {written.size} bytes  SHA-256 {written.sha256}")
    return ExitCode.OK
