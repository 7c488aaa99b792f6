"""``edoc rules``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from edoc.cli.common import describe, format_option, json_text, language_option
from edoc.cli.exit_codes import ExitCode
from edoc.cli.spoken import SpokenCommand, spoken_option
from edoc.conformance import DEFAULT_PROFILE, OFF, rule_set
from edoc.errors import InputError, UsageError
from edoc.messages import text as catalog_text
from edoc.report.rules import RuleCatalogue, rule_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.messages import Language

__all__ = ["command"]


@click.command("rules", cls=SpokenCommand, help_key="cli.rules")
@spoken_option("--profile", default=DEFAULT_PROFILE, show_default=True, key="cli.rules-profile")
@spoken_option("--rules", "files", multiple=True, metavar="FILE.toml", key="cli.rules-rules")
@spoken_option("--kind", type=click.Choice(["document", "status"]), key="cli.rules-kind")
@spoken_option("--prefix", default="", key="cli.rules-prefix")
@spoken_option("--all", "all_", is_flag=True, key="cli.rules-all")
@format_option("text", "json")
@language_option
def command(  # noqa: PLR0913 - the options of the command line
    profile: str,
    files: tuple[str, ...],
    kind: str | None,
    prefix: str,
    format_: str,
    *,
    all_: bool,
    language: Language,
) -> ExitCode:
    """List the rules, with their severity in a profile."""
    try:
        chosen = rule_set(profile, rules=files)
    except InputError:
        raise
    except UsageError as error:
        raise click.UsageError(describe(error, language)) from error
    whole = rule_catalogue(chosen, language)
    kept = tuple(
        row
        for row in whole.rules
        if row.id.startswith(prefix.upper())
        and (kind is None or row.kind in {kind, "both"})
        and (all_ or row.severity != OFF)
    )
    listed = whole.model_copy(update={"rules": kept})
    if format_ == "json":
        click.echo(json_text(listed.to_json_dict()))
    else:
        for line in _lines(listed, language):
            click.echo(line)
    return ExitCode.OK


def _lines(listed: RuleCatalogue, language: Language) -> Iterator[str]:
    words = {row.severity: _severity(row.severity, language) for row in listed.rules}
    width = max(map(len, words.values()), default=0)
    for row in listed.rules:
        yield f"{row.id}  {words[row.severity]:<{width}}  {row.title}"
    yield catalog_text("report.rules", language, count=len(listed.rules), profile=listed.profile)


def _severity(weight: str, language: Language) -> str:
    return catalog_text(f"severity.{weight}", language)
