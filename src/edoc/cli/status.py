"""``edoc status``: trace, next, new, diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from edoc.cli.common import expand, format_option, json_text, language_option, moment_option, now, say_error, source_of
from edoc.cli.exit_codes import ExitCode, of_error, worst
from edoc.cli.limits import limits_option
from edoc.cli.status_view import next_lines, print_trace
from edoc.edxml.package import DocumentPackage, StatusMessage
from edoc.edxml.reader import read
from edoc.errors import EdocError, UsageError
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

_registry_option = click.option("--registry", metavar="FILE", help="A register of agencies (CSV or JSON).")
_calendar_option = click.option(
    "--calendar",
    metavar="FILE",
    help="Office hours and days off (TOML); assumed when left out.",
)
_completed_option = click.option(
    "--recall-completed", is_flag=True, help="A completed document may be asked back; the law is silent."
)
_document = click.argument("document", metavar="DOC")
_statuses = click.argument("statuses", nargs=-1, metavar="[STATUS]...")


def _calendar(path: str | None) -> WorkingCalendar | None:
    return None if path is None else load_calendar(path)


@click.group("status")
def command() -> None:
    """Follow a document: trace it, what may come next, write a status, draw the machine."""


@command.command("trace", short_help="Tell what became of a document at each recipient.")
@_document
@_statuses
@moment_option("Now: what is later is a problem, deadlines stand as then.  [default: the present moment]")
@click.option("--profile", help="Whose deadlines; by the date of the document when left out.")
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
    """Say what became of a document at each recipient: state, history, problems, deadlines.

    STATUS may be status messages and packages of business, in any order; a folder or a glob too.
    """
    exchange, codes = _exchange(document, statuses, registry, limits, language, recall_completed=recall_completed)
    traced = exchange.trace(at=at or now(), profile=profile, calendar=_calendar(calendar), language=language)
    if format_ == "json":
        click.echo(json_text(traced.to_json_dict()))
    else:
        print_trace(exchange, traced, language)
    return worst([*codes, _CODES[traced.verdict]])


@command.command("next", short_help="Tell what may come next, by whom, and by when.")
@_document
@_statuses
@moment_option("The moment asked about.  [default: the present moment]")
@click.option("--profile", help="Whose deadlines; by the date of the document when left out.")
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


@command.command("new", short_help="Write a status message.")
@click.argument("document", metavar="[DOC]", required=False)
@_statuses
@click.option("--code", required=True, help="01 to 06, 13, 15 or 16.")
@click.option("--recipient", metavar="CODE", help="Who reports, or for 13 who is asked.")
@click.option("--issuer", metavar="CODE", help="Who issued the document, when DOC is not given.")
@click.option("--document-id", metavar="ID", help="Its id, when DOC is not given.")
@click.option("--number", help="Its number and notation, likewise.")
@click.option("--date", "date", metavar="DATE", help="Its date of issue, likewise.")
@moment_option("When it was done.  [default: the present moment]")
@click.option("--reason", help="Description; 02, 13 and 16 need a reason.")
@click.option("--staff", help="The person who acts.")
@click.option("--department", help="That person's unit.")
@click.option("-o", "--output", metavar="PATH", help="Where to write it; standard output when left out.")
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
    """Write a status message: from DOC and what came of it so far, or from its particulars.

    With DOC only what is legal now is written; give the statuses that were sent before. Without it
    nothing is known of the document, and nothing is refused for its state.
    """
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


@command.command("diagram", short_help="Print the status machine: drawn, as tables, as test vectors.")
@format_option(*EXPORTS, default="mermaid")
def _diagram(format_: str) -> ExitCode:
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
    if kind is None or missing:
        message = (
            f"without DOC, --code {said['code']} needs {', '.join(missing)}" if kind else f"no code {said['code']!r}"
        )
        raise UsageError(message)
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
