"""``edoc status``: trace, next, new, diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from edoc.cli.common import expand, format_option, json_text, language_option, moment_option, now, say_error, source_of
from edoc.cli.exit_codes import ExitCode, of_error, worst
from edoc.cli.limits import limits_option
from edoc.cli.spoken import SpokenCommand, SpokenGroup, spoken_option
from edoc.cli.status_view import next_lines, print_trace
from edoc.edxml.package import DocumentPackage, StatusMessage
from edoc.edxml.reader import read
from edoc.errors import EdocError
from edoc.identifiers import load_registry
from edoc.messages import wrong_usage
from edoc.status import EVENTS, Actor, EventKind, Exchange
from edoc.status.clocks import load_calendar
from edoc.status.exports import EXPORTS, export_text
from edoc.status.following import following

if TYPE_CHECKING:
    import datetime as dt

    from edoc.limits import Limits
    from edoc.messages import Language
    from edoc.status.clocks import WorkingCalendar

__all__ = ["command"]

_CODES: Final = {
    "conformant": ExitCode.OK,
    "non_conformant": ExitCode.FAILED,
    "undecided": ExitCode.UNDECIDED,
}

_registry_option = spoken_option("--registry", metavar="FILE", key="cli.registry")
_calendar_option = spoken_option(
    "--calendar",
    metavar="FILE",
    key="cli.status-calendar",
)
_completed_option = spoken_option("--recall-completed", is_flag=True, key="cli.status-recall-completed")
_document = click.argument("document", metavar="DOC")
_statuses = click.argument("statuses", nargs=-1, metavar="[STATUS]...")


def _calendar(path: str | None) -> WorkingCalendar | None:
    return None if path is None else load_calendar(path)


@click.group("status", cls=SpokenGroup, help_key="cli.status")
@language_option
def command(language: Language) -> None:
    """Follow a document: trace it, what may come next, write a status, draw the machine."""


@command.command("trace", cls=SpokenCommand, help_key="cli.status-trace")
@_document
@_statuses
@moment_option("cli.status-trace-at")
@spoken_option("--profile", key="cli.deadline-profile")
@_calendar_option
@_registry_option
@_completed_option
@format_option("text", "json")
@limits_option
@language_option
def _trace(  # noqa: PLR0913 - the options of the command
    *,
    document: str,
    statuses: tuple[str, ...],
    at: dt.datetime | None,
    profile: str | None,
    calendar: str | None,
    registry: str | None,
    recall_completed: bool,
    format_: str,
    limits: Limits,
    language: Language,
) -> ExitCode:
    """Say what became of a document at each recipient: state, history, problems, deadlines."""
    exchange, codes = _exchange(document, statuses, registry, limits, language, recall_completed=recall_completed)
    traced = exchange.trace(at=at or now(), profile=profile, calendar=_calendar(calendar), language=language)
    if format_ == "json":
        click.echo(json_text(traced.to_json_dict()))
    else:
        print_trace(exchange, traced, language)
    return worst([*codes, _CODES[traced.verdict]])


@command.command("next", cls=SpokenCommand, help_key="cli.status-next")
@_document
@_statuses
@moment_option("cli.status-next-at")
@spoken_option("--profile", key="cli.deadline-profile")
@_calendar_option
@_registry_option
@_completed_option
@format_option("text", "json")
@limits_option
@language_option
def _next(  # noqa: PLR0913 - the options of the command
    *,
    document: str,
    statuses: tuple[str, ...],
    at: dt.datetime | None,
    profile: str | None,
    calendar: str | None,
    registry: str | None,
    recall_completed: bool,
    format_: str,
    limits: Limits,
    language: Language,
) -> ExitCode:
    """Say what is legal now at each recipient, by whom, and by when."""
    exchange, codes = _exchange(document, statuses, registry, limits, language, recall_completed=recall_completed)
    deadlines = exchange.deadlines(at or now(), profile=profile, calendar=_calendar(calendar))
    found = following(exchange, deadlines, language)
    if format_ == "json":
        click.echo(json_text(found.to_json_dict()))
    else:
        for line in next_lines(found, language):
            click.echo(line)
    return worst(codes)


@command.command("new", cls=SpokenCommand, help_key="cli.status-new")
@click.argument("document", metavar="[DOC]", required=False)
@_statuses
@spoken_option("--code", required=True, key="cli.status-new-code")
@spoken_option("--recipient", metavar="CODE", key="cli.status-new-recipient")
@spoken_option("--issuer", metavar="CODE", key="cli.status-new-issuer")
@spoken_option("--document-id", metavar="ID", key="cli.status-new-document-id")
@spoken_option("--number", key="cli.status-new-number")
@spoken_option("--date", "date", metavar="DATE", key="cli.status-new-date")
@moment_option("cli.status-new-at")
@spoken_option("--reason", key="cli.status-new-reason")
@spoken_option("--staff", key="cli.status-new-staff")
@spoken_option("--department", key="cli.status-new-department")
@spoken_option("-o", "--output", metavar="PATH", key="cli.status-new-output")
@limits_option
@language_option
def _new(
    document: str | None,
    statuses: tuple[str, ...],
    output: str | None,
    limits: Limits,
    language: Language,
    **said: Any,
) -> ExitCode:
    """Write a status message: from DOC and what came of it so far, or from its particulars."""
    codes: list[ExitCode] = []
    said["at"] = said["at"] or now()
    staff = {"staff": said["staff"], "department": said["department"]}
    try:
        if document is None:
            message = _from_particulars(said, staff)
        else:
            exchange, codes = _exchange(document, statuses, None, limits, language)
            message = exchange.status_for(
                said["code"], said["recipient"], at=said["at"], reason=said["reason"], staff_info=staff
            )
    except EdocError as error:
        say_error(error, language)
        return of_error(error)
    if output is None:
        click.echo(message.to_bytes(), nl=False)
    else:
        written = message.write(output)
        click.echo(f"{written.path}  {written.size} bytes  SHA-256 {written.sha256}")
    return worst(codes)


@command.command("diagram", cls=SpokenCommand, help_key="cli.status-diagram")
@format_option(*EXPORTS, default="mermaid")
@language_option
def _diagram(format_: str, language: Language) -> ExitCode:  # noqa: ARG001 - what is printed is for programs
    """Print the machine: drawn, as tables for other programs, or the test vectors."""
    click.echo(export_text(format_), nl=False)
    return ExitCode.OK


def _exchange(
    document: str,
    statuses: tuple[str, ...],
    registry: str | None,
    limits: Limits,
    language: Language,
    *,
    recall_completed: bool = False,
) -> tuple[Exchange, list[ExitCode]]:
    """Read a document and what was said of it; what cannot be read is told, and counts at the end."""
    package = read(source_of(document), limits=limits)
    if not isinstance(package, DocumentPackage):
        raise wrong_usage("status-first", name=document)
    known = None if registry is None else load_registry(registry)
    exchange = Exchange.of(package, recall_completed=recall_completed, registry=known)
    messages: list[DocumentPackage | StatusMessage] = []
    codes: list[ExitCode] = []
    for name in expand(statuses):
        try:
            with read(source_of(name), limits=limits) as found:
                messages.append(found)
        except EdocError as error:
            say_error(error, language)
            codes.append(of_error(error))
    return exchange.apply(*messages), codes


def _from_particulars(said: dict[str, Any], staff: dict[str, Any]) -> StatusMessage:
    """Write a status about a document that is not at hand."""
    kind = next((kind for kind in EventKind if kind.status_code == said["code"]), None)
    wanted = ["recipient", "issuer", "document_id"]
    if kind is not None and EVENTS[kind].reason:
        wanted.append("reason")
    missing = [f"--{name.replace('_', '-')}" for name in wanted if said[name] is None]
    codes = (known.status_code for known in EventKind if known.status_code)
    if kind is None:
        raise wrong_usage("status-code", code=said["code"], known=", ".join(codes))
    if missing:
        raise wrong_usage("status-needs", code=said["code"], options=", ".join(missing))
    is_sender = EVENTS[kind].actor is Actor.SENDER
    by, organ = ("issuer", "recipient") if is_sender else ("recipient", "issuer")
    answered = {
        "organ_id": said[organ],
        "code": said["number"],
        "document_id": said["document_id"],
        "promulgation_date": said["date"],
    }
    return StatusMessage.new(
        status_code=kind.value,
        sender=said[by],
        response_for=answered,
        staff_info=staff if any(staff.values()) else None,
        description=said["reason"] or kind.label("vi"),
        timestamp=said["at"],
    )
