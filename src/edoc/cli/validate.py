"""``edoc validate``."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import click

from edoc.cli.click_words import spoken_language
from edoc.cli.common import (
    describe,
    expand,
    files_argument,
    format_option,
    language_option,
    now,
    say_error,
    source_of,
    with_progress,
)
from edoc.cli.exit_codes import ExitCode, of_error, worst
from edoc.cli.limits import limits_option
from edoc.cli.spoken import SpokenCommand, spoken_option
from edoc.cli.trust import policy_options
from edoc.conformance import (
    DEFAULT_PROFILE,
    PROFILES,
    Severity,
    ValidationResult,
    Verdict,
    Waivers,
    load_waivers,
    rule_set,
    validate,
)
from edoc.conformance.engine import not_judged
from edoc.errors import EdocError, InputError, OutputError, UsageError
from edoc.messages import text, wrong_usage
from edoc.report import RENDERERS, Style, report_on, wants_colour
from edoc.scanning import ClamdScanner
from edoc.signature.policy import VerificationPolicy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edoc.conformance import Finding, Review, RuleSet, Suppressed
    from edoc.limits import Limits
    from edoc.messages import Language

__all__ = ["command"]

_FORMS: Final = ", ".join(RENDERERS)
#: Forms that stand on a terminal beside what is said on standard error.
_FOR_PEOPLE: Final = frozenset({"text", "concise"})


def _outputs(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Take each ``FORMAT=PATH``."""
    outputs: dict[str, str] = {}
    for value in values:
        form, _, path = value.partition("=")
        if form not in RENDERERS or not path:
            raise click.BadParameter(text("usage.output-form", spoken_language(), text=value, known=_FORMS))
        outputs[path] = form
    return outputs


@click.command("validate", cls=SpokenCommand, help_key="cli.validate")
@files_argument
@format_option(*RENDERERS, key="cli.validate-format")
@spoken_option(
    "--output",
    "outputs",
    metavar="FORMAT=PATH",
    multiple=True,
    callback=_outputs,
    key="cli.validate-output",
)
@spoken_option(
    "--profile",
    default=DEFAULT_PROFILE,
    show_default=True,
    metavar="P[+Q]|auto|FILE.toml",
    key="cli.validate-profile",
    values={"profiles": ", ".join(PROFILES)},
)
@spoken_option("--rules", multiple=True, metavar="FILE.toml", key="cli.validate-rules")
@spoken_option("--waivers", "waiver_file", metavar="FILE.toml", key="cli.validate-waivers")
@spoken_option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.ERROR.value,
    show_default=True,
    key="cli.validate-fail-on",
)
@policy_options
@spoken_option("--clamd", metavar="ADDRESS", key="cli.validate-clamd")
@spoken_option(
    "--contents/--no-contents",
    default=True,
    show_default=True,
    key="cli.validate-contents",
)
@spoken_option("--full", is_flag=True, key="cli.validate-full")
@limits_option
@language_option
def command(  # noqa: PLR0913, PLR0917 - the options of the command line
    files: tuple[str, ...],
    format_: str,
    outputs: dict[str, str],
    profile: str,
    rules: tuple[str, ...],
    waiver_file: str | None,
    fail_on: Severity,
    policy: VerificationPolicy,
    clamd: str | None,
    *,
    contents: bool,
    full: bool,
    limits: Limits,
    language: Language,
) -> ExitCode:
    """Judge packages: every finding, with its place and its clause."""
    try:
        chosen = rule_set(profile, rules=rules)
        given = _given(policy, clamd)
        waivers = load_waivers(waiver_file) if waiver_file else Waivers()
        review = waivers.review(now().date(), chosen)
    except InputError:
        raise
    except UsageError as error:
        raise click.UsageError(describe(error, language)) from error
    people_only = format_ in _FOR_PEOPLE and not outputs
    run = _Run(chosen, review, given, limits, contents, Severity(fail_on), language, is_whole=not people_only)
    style = _style(full=full)
    form = RENDERERS[format_]
    if form.streams and not outputs:
        for piece in form.pieces(run.results(files), findings=run.findings(), language=language, style=style):
            click.echo(piece, nl=False)
        return worst(run.codes)
    report = report_on(run.results(files), language, findings=run.findings())
    click.echo(form.render(report, language=language, style=style), nl=False)
    for path, name in outputs.items():
        plain = Style(full=full, at=style.at)
        _write(path, RENDERERS[name].render(report, language=language, style=plain))
    return worst(run.codes)


def _given(policy: VerificationPolicy, clamd: str | None) -> dict[str, object]:
    """Give what rules need beside the package, as far as it was asked for."""
    if policy.trust is None and policy != VerificationPolicy():
        raise wrong_usage("trust-needed")
    return {
        "policy": None if policy.trust is None else policy,
        "scanner": None if clamd is None else ClamdScanner(clamd),
    }


def _style(*, full: bool) -> Style:
    terminal = sys.stdout.isatty()
    return Style(
        full=full,
        colour=wants_colour(os.environ, terminal=terminal),
        width=shutil.get_terminal_size().columns if terminal else None,
        at=now().replace(microsecond=0),
    )


def _write(path: str, text: str) -> None:
    try:
        # names of files may hold bytes that are no text: escaped, as on standard output
        with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
    except (OSError, ValueError) as error:
        message = f"cannot write the report: {getattr(error, 'strerror', None) or error}"
        raise OutputError(getattr(error, "errno", None) or 22, message, path) from error


@dataclass(slots=True)
class _Run:
    """The packages of one call, judged one after the other, and the exit codes that they lead to."""

    rules: RuleSet
    review: Review
    given: dict[str, object]
    limits: Limits
    contents: bool
    fail_on: Severity
    language: Language
    #: Whether what could not be read at all is in the report, too: people have read it on standard error.
    is_whole: bool
    codes: list[ExitCode] = field(default_factory=list[ExitCode])

    def results(self, files: Iterable[str]) -> Iterator[ValidationResult]:
        """Judge every package; what cannot be read at all is said on standard error, and undecided in the report."""
        for name in with_progress(expand(files), "validate"):
            try:
                result = self.review.apply(self._judged(name))
            except EdocError as error:
                say_error(error, self.language)
                self.codes.append(of_error(error))
                if not self.is_whole:
                    continue
                result = not_judged(name, self.rules, describe(error, self.language))
            else:
                self.codes.append(self._code(result))
            yield result.in_language(self.language)

    def _judged(self, name: str) -> ValidationResult:
        return validate(
            source_of(name), profile=self.rules, limits=self.limits, given=self.given, contents=self.contents
        )

    def findings(self) -> Iterator[Finding]:
        """Give what is to be said of the waivers, when the packages are at their end."""
        for finding in self.review.findings():
            if self._fails((finding,)):
                self.codes.append(ExitCode.FAILED)
            yield finding.in_language(self.language)

    def _code(self, result: ValidationResult) -> ExitCode:
        if result.verdict is Verdict.NON_CONFORMANT or self._fails((*result.findings, *result.suppressed)):
            return ExitCode.FAILED
        return ExitCode.UNDECIDED if result.verdict is Verdict.UNDECIDED else ExitCode.OK

    def _fails(self, items: Iterable[Finding | Suppressed]) -> bool:
        return any(item.waived is None and item.severity.rank >= self.fail_on.rank for item in items)
