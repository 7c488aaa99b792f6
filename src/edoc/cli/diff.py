"""``edoc diff``."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from edoc.cli.common import format_option, json_text, language_option
from edoc.cli.exit_codes import ExitCode
from edoc.cli.spoken import SpokenCommand, spoken_option
from edoc.conformance import Severity
from edoc.errors import FieldError, InputError, InputMissingError
from edoc.messages import wrong_usage
from edoc.report.diff import diff_lines, diff_reports
from edoc.report.model import ValidationReport

if TYPE_CHECKING:
    from edoc.messages import Language

__all__ = ["command"]


@click.command("diff", cls=SpokenCommand, help_key="cli.diff")
@click.argument("before", metavar="A.json")
@click.argument("after", metavar="B.json")
@format_option("text", "json")
@spoken_option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.INFO.value,
    show_default=True,
    key="cli.diff-fail-on",
)
@language_option
def command(before: str, after: str, format_: str, fail_on: str, language: Language) -> ExitCode:
    """Compare two reports of edoc validate --format json: what appeared, what went."""
    diff = diff_reports(_report(before), _report(after))
    if format_ == "json":
        click.echo(json_text(diff.to_json_dict()))
    else:
        for line in diff_lines(diff, language):
            click.echo(line)
    least = Severity(fail_on).rank
    failed = any(entry.finding.counts and entry.finding.severity.rank >= least for entry in diff.appeared)
    return ExitCode.FAILED if failed else ExitCode.OK


def _report(path: str) -> ValidationReport:
    """Read a report.

    Raises:
        InputError: The file is not there or cannot be read.
        UsageError: It is no report of this version.
    """
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except FileNotFoundError as error:
        raise InputMissingError(errno.ENOENT, "no such file", path) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(getattr(error, "errno", None) or errno.EIO, f"cannot read: {reason}", path) from error
    try:
        report = ValidationReport.model_validate_json(data)
    except FieldError as error:
        raise wrong_usage("no-report", path=path, reason=error) from None
    if not {"schema_id", "results"} <= report.model_fields_set:  # an empty object is no report in which all is well
        raise wrong_usage("no-report", path=path, reason="schema, results")
    return report
