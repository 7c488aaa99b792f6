"""``edoc validate``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from edoc.cli.common import (
    describe,
    expand,
    files_argument,
    json_text,
    language_option,
    say_error,
    source_of,
    with_progress,
)
from edoc.cli.exit_codes import ExitCode, of_error, worst
from edoc.conformance import ValidationResult, Verdict, validate
from edoc.conformance.engine import PROFILES, not_judged
from edoc.errors import EdocError
from edoc.report import report_on, text_report

if TYPE_CHECKING:
    from edoc.messages import Language

__all__ = ["command"]

_CODES: Final = {
    Verdict.CONFORMANT: ExitCode.OK,
    Verdict.NON_CONFORMANT: ExitCode.FAILED,
    Verdict.UNDECIDED: ExitCode.UNDECIDED,
}


@click.command("validate")
@files_argument
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--profile",
    type=click.Choice(PROFILES),
    default=PROFILES[0],
    show_default=True,
    help="vxp: what the national axis takes; strict: the one form that edoc writes.",
)
@language_option
def command(files: tuple[str, ...], format_: str, profile: str, language: Language) -> ExitCode:
    """Judge packages: every finding, with its place and its clause.

    The exit code is that of the worst package.
    """
    results: list[ValidationResult] = []
    codes: list[ExitCode] = []
    for name in with_progress(expand(files), "validate"):
        try:
            result = validate(source_of(name), profile=profile)
        except EdocError as error:
            say_error(error, language)
            codes.append(of_error(error))
            if format_ == "json":  # people have read it on standard error
                results.append(not_judged(name, profile, describe(error, language)))
        else:
            results.append(result)
            codes.append(_CODES[result.verdict])
    report = report_on(results, language)
    if format_ == "json":
        click.echo(json_text(report.to_json_dict()))
    else:
        for line in text_report(report, language):
            click.echo(line)
    return worst(codes)
