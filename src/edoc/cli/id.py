"""``edoc id``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from edoc.cli.common import format_option, json_text, language_option, now
from edoc.cli.exit_codes import ExitCode
from edoc.cli.spoken import SpokenCommand, spoken_option
from edoc.identifiers import (
    AgencyCode,
    AgencyFamily,
    Answer,
    DocumentId,
    DocumentIdKind,
    DocumentNumber,
    LayeredRegistry,
    check_text,
    load_registry,
    shipped_registry,
)
from edoc.identifiers.agency_grammar import first_fault
from edoc.messages import text
from edoc.report.terminal import visible

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from edoc.identifiers import AgencyRegistry
    from edoc.messages import Language

__all__ = ["command", "explain"]


@click.command("id", cls=SpokenCommand, help_key="cli.id")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@spoken_option(
    "--registry",
    "registries",
    multiple=True,
    metavar="FILE",
    key="cli.id-registry",
)
@format_option("text", "json")
@language_option
def command(codes: tuple[str, ...], registries: tuple[str, ...], format_: str, language: Language) -> ExitCode:
    """Explain identifiers in words: agency codes, document ids, numbers of documents."""
    layers = [load_registry(path) for path in registries]
    registry = LayeredRegistry(*layers, shipped_registry())
    today = now().date()  # a register changes at midnight in Vietnam
    if format_ == "json":
        from edoc.report.identifiers import IdentifierReport, explained  # noqa: PLC0415 - words need no models

        rows = (explained(code, registry, today, explain(code, registry, today, language)) for code in codes)
        click.echo(json_text(IdentifierReport(on=today, identifiers=tuple(rows)).to_json_dict()))
        return ExitCode.OK
    for code in codes:
        click.echo(visible(code))
        for line in explain(code, registry, today, language):
            click.echo(f"  {visible(line)}")
    return ExitCode.OK


def explain(code: str, registry: AgencyRegistry, on: dt.date, language: Language) -> Iterator[str]:
    """Give what can be said of one identifier, line by line.

    Args:
        code: Any text.
        registry: Who the agencies are.
        on: The day for which validity is told.
        language: ``vi`` or ``en``.
    """
    document_id = DocumentId(code)
    if document_id.parts is not None:
        yield text("id.document-id", language)
        yield from _agency(document_id.parts.organ_id, registry, on, language)
        yield text("id.date", language, date=f"{document_id.parts.promulgation_date:%d/%m/%Y}")
        yield from _number(document_id.parts.number, language)
    elif document_id.kind is not DocumentIdKind.OPAQUE:
        yield text(f"id.{document_id.kind.value}", language)
        if document_id.kind is DocumentIdKind.LEGAL:
            yield from _agency(AgencyCode(code.partition(",")[0]), registry, on, language)
    elif AgencyCode(code).family is AgencyFamily.UNRECOGNISED and DocumentNumber(code).notation is not None:
        yield from _number(DocumentNumber(code), language)
    else:
        yield from _agency(AgencyCode(code), registry, on, language)
    for problem in check_text(code):
        yield text("id.text-problem", language, code=problem.code, text=ascii(problem.text))


def _agency(code: AgencyCode, registry: AgencyRegistry, on: dt.date, language: Language) -> Iterator[str]:
    yield text(f"id.{code.family.value}", language)
    if code.family is AgencyFamily.UNRECOGNISED:
        key, start, end = first_fault(code)
        where = f" ({start + 1}-{end})" if end > start else ""
        yield text(f"agency.{key}", language) + where
        return
    if code.level == 1:
        yield text("id.level-1", language)
    elif code.level is not None:
        yield text("id.level", language, level=code.level, level1=code.level1)
    if code.canonical() != code:
        yield text("id.canonical", language, code=code.canonical())
    current: AgencyCode | None = code
    while current is not None:
        entry = registry.lookup(current)
        if entry is not None:
            yield text("id.name", language, code=current, name=entry.name)
            if registry.closed(current, on) is Answer.YES:
                successor = entry.successor or text("id.unknown", language)
                yield text("id.closed", language, code=current, date=entry.valid_to, successor=successor)
        current = current.parent()
    if registry.closed(code, on) is Answer.UNKNOWN:
        yield text("id.not-known", language)


def _number(number: DocumentNumber, language: Language) -> Iterator[str]:
    yield text("id.number" if number.is_standard else "id.number-odd", language, number=number)
    if number.document_type is not None:
        entry = number.document_type
        yield text("id.type", language, name=entry.name if language == "vi" else f"{entry.name} ({entry.en})")
    if number.issuer:
        yield text("id.issuer", language, issuer=number.issuer)
