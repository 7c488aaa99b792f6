"""``edoc scan``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from edoc.cli.common import (
    expand,
    files_argument,
    format_option,
    json_text,
    language_option,
    say_error,
    source_of,
    with_progress,
)
from edoc.cli.exit_codes import ExitCode, of_error, worst
from edoc.cli.limits import limits_option
from edoc.cli.spoken import SpokenCommand, spoken_option
from edoc.errors import EdocError
from edoc.messages import text
from edoc.report.terminal import visible
from edoc.scanning import ClamdScanner, PackageScan, ScanOutcome, scan
from edoc.scanning.clamd import DEFAULT_ADDRESS, DEFAULT_MAX_BYTES, DEFAULT_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.limits import Limits
    from edoc.messages import Language

__all__ = ["command"]

_CODES: Final = {
    ScanOutcome.CLEAN: ExitCode.OK,
    ScanOutcome.INFECTED: ExitCode.FAILED,
    ScanOutcome.UNDECIDED: ExitCode.UNDECIDED,
}


@click.command("scan", cls=SpokenCommand, help_key="cli.scan")
@files_argument
@spoken_option(
    "--clamd",
    "address",
    default=DEFAULT_ADDRESS,
    envvar="EDOC_CLAMD",
    show_default=True,
    key="cli.scan-clamd",
)
@spoken_option("--timeout", type=float, default=DEFAULT_TIMEOUT, show_default=True, key="cli.scan-timeout")
@spoken_option(
    "--max-bytes",
    type=int,
    default=DEFAULT_MAX_BYTES,
    show_default=True,
    key="cli.scan-max-bytes",
)
@format_option("text", "json")
@limits_option
@language_option
def command(  # noqa: PLR0913, PLR0917 - the options of the command
    files: tuple[str, ...],
    address: str,
    timeout: float,
    max_bytes: int,
    format_: str,
    limits: Limits,
    language: Language,
) -> ExitCode:
    """Scan the attachments of packages for malware with ClamAV's daemon."""
    scanner = ClamdScanner(address, timeout, max_bytes)
    names = expand(files)
    codes = [ExitCode.OK]
    for name in with_progress(names, "scan"):
        try:
            result = scan(source_of(name), scanner, limits=limits)
        except EdocError as error:
            say_error(error, language)
            codes.append(of_error(error))
            continue
        codes.append(_CODES[result.outcome])
        if format_ == "json":
            shown = result.model_copy(update={"path": name}).model_dump(mode="json", by_alias=True)
            click.echo(json_text(shown, compact=len(names) > 1))
            continue
        for line in _lines(name, result, language):
            click.echo(visible(line))
    return worst(codes)


def _lines(name: str, result: PackageScan, language: Language) -> Iterator[str]:
    yield f"{name}: {text(f'scan.verdict-{result.outcome.value}', language)} ({result.engine or '-'})"
    if not result.parts:
        yield "  " + text("scan.no-attachments", language)
    for part in result.parts:
        form = text(f"scan.form-{part.form}", language)
        yield f"  {part.attachment_name or part.content_id or '?'} ({form}): {part.result.describe(language)}"
