"""How a trace looks: a table and a timeline on a terminal, plain lines in a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from edoc.messages import text
from edoc.report.terminal import visible
from edoc.status import EVENTS, EventKind, Guard
from edoc.status.clocks import Outcome as DeadlineOutcome
from edoc.status.clocks import Step

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from edoc.messages import Language
    from edoc.status import Exchange, RecipientState
    from edoc.status.clocks import Deadline, DeadlineReport
    from edoc.status.trace import StatusTrace, TracedProblem, TracedReceiver, TracedStep

__all__ = ["next_lines", "print_trace", "trace_lines"]

#: The step of the deadlines that each kind of event is.
_STEPS: Final = {
    EventKind.SEND: Step.SENT,
    EventKind.ARRIVE: Step.ARRIVED,
    EventKind.REFUSE: Step.REFUSED,
    EventKind.ACCEPT: Step.ACCEPTED,
    EventKind.ASSIGN: Step.ASSIGNED,
    EventKind.PROCESS: Step.PROCESSING,
    EventKind.COMPLETE: Step.COMPLETED,
    EventKind.AGREE: Step.RECALL_ANSWERED,
    EventKind.DECLINE: Step.RECALL_ANSWERED,
}


def print_trace(exchange: Exchange, traced: StatusTrace, language: Language) -> None:
    """Print a trace: drawn on a terminal, as lines in a pipe."""
    if sys.stdout.isatty():
        from edoc.cli.status_drawn import draw  # noqa: PLC0415 - 70 ms that a pipe does not pay

        draw(traced, language)
        return
    for line in trace_lines(exchange, traced, language):
        click.echo(line)


def trace_lines(exchange: Exchange, traced: StatusTrace, language: Language) -> Iterator[str]:
    """Give the lines of a trace."""
    subject = exchange.document.subject
    yield visible(f"{traced.document_id or '?'}" + (f": {subject}" if subject else ""))
    yield from (f"  {line}" for problem in traced.problems for line in problem_lines(problem, language))
    for receiver in traced.receivers:
        yield visible(receiver_line(receiver, language))
        if receiver.sent_at is not None:
            yield f"  {clock(receiver.sent_at)}  {text('status.event-send', language)}"
        yield from (f"  {step_line(step, language)}" for step in receiver.history)
        yield from (f"  {line}" for problem in receiver.problems for line in problem_lines(problem, language))
        yield from (f"  {entry.message}" for entry in receiver.deadlines)
    yield text(f"status.verdict-{traced.verdict}", language)


def receiver_line(receiver: TracedReceiver, language: Language) -> str:
    """Say who it is, and where the document stands there."""
    name = f" {receiver.organ_name}" if receiver.organ_name else ""
    return f"{receiver.organ_id}{name}: {receiver.state.value} ({receiver.state.label(language)})"


def step_line(step: TracedStep, language: Language) -> str:
    """Say what happened, and what came of it."""
    what = step.status_code if step.event is None else f"{step.event.value} {step.event.label(language)}"
    said = f"{clock(step.at)}  {what}: {step.outcome.label(language)}"
    if step.after is not step.before:
        said += f" → {step.after.value}"
    if step.implied:
        said += f" ({text('status.implied', language, states=', '.join(state.value for state in step.implied))})"
    return visible(said)


def problem_lines(problem: TracedProblem, language: Language) -> Iterator[str]:
    """Say what is wrong, and by which clause."""
    yield visible(f"{text(f'status.weight-{problem.weight.value}', language)} {problem.code}: {problem.message}")
    yield f"    {text('report.clause', language)}: {problem.clause}"


def clock(moment: dt.datetime | None) -> str:
    """Write a time as it is written in Vietnam; a missing one as blanks of its width."""
    return "--/--/---- --:--:--" if moment is None else f"{moment:%d/%m/%Y %H:%M:%S}"


def next_lines(exchange: Exchange, deadlines: DeadlineReport, language: Language) -> Iterator[str]:
    """Give the lines of what is legal now, by whom, and by when."""
    for receiver in exchange.receivers:
        name = f" {receiver.organ_name}" if receiver.organ_name else ""
        yield visible(f"{receiver.organ_id}{name}: {receiver.state.value} ({receiver.state.label(language)})")
        yield from (f"  {line}" for line in _legal(receiver, deadlines.of(receiver.organ_id), language))


def _legal(receiver: RecipientState, deadlines: tuple[Deadline, ...], language: Language) -> Iterator[str]:
    rows = receiver.legal()
    if not rows:
        yield text("status.nothing-next", language)
    for row in rows:
        fixed = EVENTS[row.event]
        who = fixed.actor.label(language) + (f", {fixed.role.label(language)}" if fixed.role else "")
        said = f"{row.event.value} {row.event.label(language)}: {who}"
        if Guard.REASON in row.guards:
            said += f"; {Guard.REASON.label(language)}"
        yield said
        yield from (f"  {line}" for line in _due(row.event, deadlines, language))


def _due(kind: EventKind, deadlines: tuple[Deadline, ...], language: Language) -> Iterator[str]:
    """Say by when an event must have happened."""
    step = _STEPS.get(kind)
    for entry in deadlines:
        is_open = entry.outcome is DeadlineOutcome.DUE or entry.is_overdue
        if is_open and entry.due_at is not None and step in entry.rule.ends:
            key = "status.overdue" if entry.is_overdue else "status.due"
            yield text(key, language, at=f"{entry.due_at:%d/%m/%Y %H:%M}", id=entry.id, clause=entry.clause(language))
