"""How a trace looks: a table and a timeline on a terminal, plain lines in a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from edoc.messages import text
from edoc.report.terminal import visible
from edoc.status import Guard

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from edoc.messages import Language
    from edoc.status import Exchange
    from edoc.status.following import NextDeadline, NextReceiver, NextStep, StatusNext
    from edoc.status.trace import StatusTrace, TracedProblem, TracedReceiver, TracedStep

__all__ = ["next_lines", "print_trace", "trace_lines"]


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


def next_lines(found: StatusNext, language: Language) -> Iterator[str]:
    """Give the lines of what is legal now, by whom, and by when."""
    for receiver in found.receivers:
        name = f" {receiver.organ_name}" if receiver.organ_name else ""
        yield visible(f"{receiver.organ_id}{name}: {receiver.state.value} ({receiver.state.label(language)})")
        yield from (f"  {line}" for line in _legal(receiver, language))


def _legal(receiver: NextReceiver, language: Language) -> Iterator[str]:
    if not receiver.next:
        yield text("status.nothing-next", language)
    for step in receiver.next:
        yield _step(step, language)
        yield from (f"  {_due(entry, language)}" for entry in step.deadlines)


def _step(step: NextStep, language: Language) -> str:
    who = step.who.label(language) + (f", {step.role.label(language)}" if step.role else "")
    said = f"{step.event.value} {step.label}: {who}"
    return f"{said}; {Guard.REASON.label(language)}" if Guard.REASON in step.guards else said


def _due(entry: NextDeadline, language: Language) -> str:
    """Say by when an event must have happened."""
    key = "status.overdue" if entry.is_overdue else "status.due"
    return text(key, language, at=f"{entry.due_at:%d/%m/%Y %H:%M}", id=entry.id, clause=entry.clause)
