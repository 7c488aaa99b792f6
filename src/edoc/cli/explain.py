"""``edoc explain``."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from edoc.cli.common import describe, format_option, json_text, language_option
from edoc.cli.exit_codes import ExitCode
from edoc.cli.spoken import SpokenCommand, spoken_option
from edoc.conformance import CATALOGUE, PROFILES, Rule, rule_set
from edoc.errors import InputError, UsageError
from edoc.messages import text as catalog_text
from edoc.messages import wrong_usage
from edoc.report.explanation import Explanation, explain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.messages import Language

__all__ = ["command"]


@click.command("explain", cls=SpokenCommand, help_key="cli.explain")
@click.argument("rules", nargs=-1, required=True, metavar="RULE...")
@spoken_option("--rules", "files", multiple=True, metavar="FILE.toml", key="cli.explain-rules")
@format_option("text", "json")
@language_option
def command(rules: tuple[str, ...], files: tuple[str, ...], format_: str, language: Language) -> ExitCode:
    """Explain rules: what each asks for, by which clause, why, and how to mend it."""
    try:
        own = rule_set(rules=files).rules
        found = [_find(name, {rule.id: rule for rule in (*CATALOGUE.values(), *own)}) for name in rules]
    except InputError:
        raise
    except UsageError as error:
        raise click.UsageError(describe(error, language)) from error
    said = [_explained(rule, language) for rule in found]
    if format_ == "json":
        shown = [entry.to_json_dict() for entry in said]
        click.echo(json_text(shown[0] if len(shown) == 1 else shown))
    else:
        click.echo("\n\n".join("\n".join(_lines(entry, language)) for entry in said))
    return ExitCode.OK


def _explained(rule: Rule, language: Language) -> Explanation:
    """Explain a rule, with the lines that its defect breaks in a sample."""
    from edoc.testing.defects import DEFECTS  # noqa: PLC0415 - makes samples of every kind: only for this

    defect = DEFECTS.get(rule.id)
    if defect is None:
        return explain(rule, language)
    example = defect.example(language)
    return explain(rule, language, failing=example.failing, mended=example.mended)


def _find(name: str, known: dict[str, Rule]) -> Rule:
    """Give the rule of an id or a slug.

    Raises:
        UsageError: There is none; says which are near.
    """
    found = known.get(name.upper()) or next((rule for rule in known.values() if rule.slug == name.lower()), None)
    if found is not None:
        return found
    near = get_close_matches(name.upper(), known, 3) + get_close_matches(
        name.lower(), [rule.slug for rule in known.values()], 3
    )
    raise wrong_usage("rule-near", name=name, near=", ".join(near)) if near else wrong_usage("rule", name=name)


def _lines(entry: Explanation, language: Language) -> Iterator[str]:
    def word(name: str) -> str:
        return catalog_text(f"explain.{name}", language)

    rule = entry.rule
    yield f"{rule.id} ({rule.slug}): {rule.title}"
    for clause in rule.clauses:
        yield f"  {word('clause')}: {clause.citation}"
    weights = ", ".join(f"{name} {catalog_text(f'severity.{rule.severities[name]}', language)}" for name in PROFILES)
    yield f"  {word('severity')}: {weights}"
    for name, day in (("from", rule.valid_from), ("to", rule.valid_to)):
        if day is not None:
            yield f"  {word(name)}: {day}"
    for name, text in (("why", rule.why), ("hint", rule.hint)):
        if text:
            yield f"  {word(name)}: {text}"
    for name, text in (("failing", entry.failing), ("mended", entry.mended)):
        if text:
            yield f"  {word(name)}:"
            yield from (f"      {line}" for line in text.splitlines())
