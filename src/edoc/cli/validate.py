"""``edoc validate``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from edoc.cli.common import (
    describe,
    expand,
    files_argument,
    language_option,
    say_error,
    source_of,
    with_progress,
)
from edoc.cli.exit_codes import ExitCode, of_error, worst
from edoc.conformance import DEFAULT_PROFILE, ValidationResult, Verdict, validate
from edoc.conformance.engine import not_judged
from edoc.errors import EdocError
from edoc.report import RENDERERS, report_on

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
@click.option("--format", "format_", type=click.Choice(list(RENDERERS)), default="text", show_default=True)
@click.option(
    "--profile",
    default=DEFAULT_PROFILE,
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
    click.echo(RENDERERS[format_].render(report, language=language), nl=False)
    return worst(codes)
