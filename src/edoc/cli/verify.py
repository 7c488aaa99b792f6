"""``edoc verify``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from edoc.cli.common import (
    expand,
    files_argument,
    format_option,
    json_text,
    language_option,
    now,
    say_error,
    source_of,
    with_progress,
)
from edoc.cli.exit_codes import ExitCode, of_error, worst
from edoc.cli.limits import limits_option
from edoc.cli.registers import put
from edoc.cli.spoken import SpokenCommand, spoken_option
from edoc.cli.trust import policy_options
from edoc.errors import EdocError
from edoc.messages import wrong_usage
from edoc.report import Style
from edoc.report.html.verification import render_verification
from edoc.report.verification import verification_text
from edoc.signature.evidence import SignatureEvidence
from edoc.signature.indication import Indication
from edoc.signature.said import in_language
from edoc.signature.verifying import verify

if TYPE_CHECKING:
    from edoc.limits import Limits
    from edoc.messages import Language
    from edoc.signature.model import VerificationResult
    from edoc.signature.policy import VerificationPolicy

__all__ = ["command"]

#: A package without a signature is not "passed": whoever asks for verification must not go on as
#: if it were. Nor did anything fail. Nothing was decided.
_CODES: Final = {
    Indication.TOTAL_PASSED: ExitCode.OK,
    Indication.INDETERMINATE: ExitCode.UNDECIDED,
    Indication.NO_SIGNATURE: ExitCode.UNDECIDED,
    Indication.TOTAL_FAILED: ExitCode.FAILED,
}


@click.command("verify", cls=SpokenCommand, help_key="cli.verify")
@files_argument
@format_option("text", "json", "html")
@policy_options
@spoken_option("--evidence", metavar="PATH", key="cli.verify-evidence")
@spoken_option("-o", "--output", metavar="PATH", key="cli.output")
@spoken_option("--force", is_flag=True, key="cli.force")
@limits_option
@language_option
def command(  # noqa: PLR0913, PLR0917 - the options of the command
    files: tuple[str, ...],
    format_: str,
    policy: VerificationPolicy,
    evidence: str | None,
    output: str | None,
    force: bool,  # noqa: FBT001 - click's way
    limits: Limits,
    language: Language,
) -> ExitCode:
    """Judge the signatures of packages: who signed what, when, and whether it counts."""
    names = expand(files)
    if format_ == "html" and len(names) != 1:
        raise wrong_usage("one-page", count=len(names))
    if evidence is not None and len(names) != 1:
        raise wrong_usage("one-evidence", count=len(names))
    codes: list[ExitCode] = []
    written: list[str] = []
    for name in with_progress(names, "verify"):
        try:
            result = verify(source_of(name), policy=policy, limits=limits)
        except EdocError as error:
            say_error(error, language)
            codes.append(of_error(error))
            continue
        codes.append(_CODES[result.indication])
        if evidence is not None:
            SignatureEvidence.of(result, policy).save(evidence)
        said = _said(result, format_, language, compact=len(names) > 1)
        if output is None:
            click.echo(said, nl=False)
        else:
            written.append(said)
    if output is not None:
        put("".join(written).encode(), output, force=force, is_text=True)
    return worst(codes)


def _said(result: VerificationResult, format_: str, language: Language, *, compact: bool) -> str:
    """Put one result into the form that was asked for."""
    if format_ == "json":
        return json_text(in_language(result, language).to_json_dict(), compact=compact) + "\n"
    if format_ == "html":
        at = now().replace(microsecond=0)
        return render_verification(result, language, style=Style(at=at))
    return verification_text(result, language)
