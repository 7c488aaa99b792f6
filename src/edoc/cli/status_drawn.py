"""A trace drawn on a terminal: a table of the recipients, and a timeline of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from edoc.cli.status_view import clock, problem_lines, receiver_line, step_line
from edoc.messages import text
from edoc.report.terminal import visible
from edoc.status import Weight

if TYPE_CHECKING:
    from edoc.messages import Language
    from edoc.status.trace import StatusTrace, TracedProblem, TracedReceiver

__all__ = ["draw"]

_COLOURS: Final = {Weight.ERROR: "red", Weight.UNDECIDED: "yellow", Weight.WARNING: "cyan"}
_OUTCOMES: Final = {"missed": "red", "due": "yellow", "met": "green"}


def draw(traced: StatusTrace, language: Language, console: Console | None = None) -> None:
    """Draw a trace.

    Args:
        traced: What to draw.
        language: Of the words.
        console: Where; standard output when left out.
    """
    console = console or Console(highlight=False)
    table = Table(title=visible(str(traced.document_id or "?")), title_justify="left")
    for column in ("organ", "name", "state", "since", "problems"):
        table.add_column(text(f"status.column-{column}", language))
    for receiver in traced.receivers:
        table.add_row(*_row(receiver, language))
    console.print(table)
    for receiver in traced.receivers:
        if receiver.history or receiver.deadlines:
            console.print(_timeline(receiver, language))
    for problem in traced.problems:
        console.print(_problem(problem, language))
    console.print(Text(text(f"status.verdict-{traced.verdict}", language), style="bold"))


def _row(receiver: TracedReceiver, language: Language) -> tuple[Text, ...]:
    times = [step.at for step in receiver.history if step.after is not step.before] or [receiver.sent_at]
    cells = (
        receiver.organ_id,
        receiver.organ_name or "",
        f"{receiver.state.value} ({receiver.state.label(language)})",
        clock(times[-1]),
        str(len(receiver.problems) or ""),
    )
    return tuple(Text(visible(cell)) for cell in cells)


def _timeline(receiver: TracedReceiver, language: Language) -> Tree:
    tree = Tree(Text(visible(receiver_line(receiver, language)), style="bold"))
    if receiver.sent_at is not None:
        tree.add(Text(f"{clock(receiver.sent_at)}  {text('status.event-send', language)}"))
    for step in receiver.history:
        tree.add(Text(step_line(step, language), style="" if step.outcome.is_applied else "dim"))
    for problem in receiver.problems:
        tree.add(_problem(problem, language))
    for entry in receiver.deadlines:
        tree.add(Text(entry.message, style=_OUTCOMES.get(entry.outcome, "dim")))
    return tree


def _problem(problem: TracedProblem, language: Language) -> Text:
    return Text("\n".join(problem_lines(problem, language)), style=_COLOURS[problem.weight])
