"""The table drawn and written out: Mermaid, Graphviz, SCXML, Markdown.

What the sender may ask of every live state is drawn once, from the box around them; what an answer
gives back is drawn to the box. Steps that are implied on receipt are in the tables, not the drawing.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

from edoc.status.events import EVENTS
from edoc.status.states import LIVE, PATH, State
from edoc.status.table import TRANSITIONS, Guard, Transition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["DIAGRAMS", "Edge", "dot", "edges", "markdown", "mermaid", "scxml"]

_BOX: Final = "LIVE"
_AT_THE_BORDER: Final = {State.UPDATE_PENDING.value: "ACCEPTED", State.REPLACE_PENDING.value: "ARRIVED"}
_FILLS: Final = {"pending": "#fff3cd", "terminal": "#e2e3e5", "path": "#d9e8fb"}


class Edge(NamedTuple):
    """One arrow: from a state or the box, to a state or the box, and the rows that it stands for."""

    source: str
    target: str
    rows: tuple[Transition, ...]

    @property
    def label(self) -> str:
        """Say what happens, and which rows say so, by the first part of their ids: ``13, type-1 (S-9)``."""
        kinds = dict.fromkeys(row.event.value for row in self.rows)
        ids = dict.fromkeys(row.id.partition(".")[0] for row in self.rows)
        option = " if recall_completed" if any(Guard.RECALL_COMPLETED in row.guards for row in self.rows) else ""
        return f"{', '.join(kinds)}{option} ({', '.join(ids)})"


def edges() -> list[Edge]:
    """Give the arrows of the drawing, in the order of the table."""
    found: dict[tuple[str, str], list[Transition]] = {}
    for row in TRANSITIONS:
        target = _BOX if row.target is None else row.target.value
        for source in _sources(row):
            found.setdefault((source, target), []).append(row)
    return [Edge(source, target, tuple(rows)) for (source, target), rows in found.items()]


def _sources(row: Transition) -> Iterator[str]:
    if set(LIVE) <= set(row.sources):
        yield _BOX
    yield from (state.value for state in row.sources if not (set(LIVE) <= set(row.sources) and state in LIVE))


def _kind(state: State) -> str:
    return "pending" if state.is_pending else "terminal" if state.is_terminal else "path"


def mermaid() -> str:
    """Give a state diagram in Mermaid."""
    lines = ["stateDiagram-v2", "  [*] --> PREPARED", f"  state {_BOX} {{"]
    lines += [f"    {state.value}: {state.value}<br/>{state.label('vi')}" for state in LIVE]
    inner = {state.value for state in LIVE}
    lines += [f"    {edge.source} --> {edge.target}: {edge.label}" for edge in edges() if {*edge[:2]} <= inner]
    lines.append("  }")
    lines += [f"  {state.value}: {state.value}<br/>{state.label('vi')}" for state in State if state not in LIVE]
    lines += [f"  {edge.source} --> {edge.target}: {edge.label}" for edge in edges() if not {*edge[:2]} <= inner]
    lines += [f"  {state.value} --> [*]" for state in State if state.is_terminal]
    return "\n".join(lines) + "\n"


def dot() -> str:
    """Give a graph for Graphviz."""
    lines = [
        "digraph status {",
        '  graph [compound=true, rankdir=TB, nodesep=0.5, ranksep=0.6, fontname="sans-serif"];',
        '  node [shape=box, style="rounded,filled", fontname="sans-serif", fontsize=11];',
        '  edge [fontname="sans-serif", fontsize=9, color="#555555"];',
        "  subgraph cluster_live {",
        f'    label="{_BOX}"; style="rounded,dashed"; color="#5b7fb5"; fontsize=10;',
    ]
    lines += [f"    {_node(state)}" for state in LIVE]
    lines.append("  }")
    lines += [f"  {_node(state)}" for state in State if state not in LIVE]
    lines += [f"  {_arrow(edge)}" for edge in edges()]
    return "\n".join([*lines, "}"]) + "\n"


def _node(state: State) -> str:
    shape = ", peripheries=2" if state.is_terminal else ""
    return f'{state.value} [label="{state.value}\\n{state.label("vi")}", fillcolor="{_FILLS[_kind(state)]}"{shape}];'


def _arrow(edge: Edge) -> str:
    # Graphviz draws from a state in the box, and cuts the arrow off at its border
    other = edge.target if edge.source == _BOX else edge.source
    ends = [_AT_THE_BORDER.get(other, State.PROCESSING.value) if end == _BOX else end for end in edge[:2]]
    more = "".join(
        f", {name}=cluster_live" for name, end in (("ltail", edge.source), ("lhead", edge.target)) if end == _BOX
    )
    style = ", style=dashed" if edge.target == _BOX else ""
    return f'{ends[0]} -> {ends[1]} [label="{edge.label}"{more}{style}];'


def scxml() -> str:
    """Give a state chart (W3C SCXML 1.0); the state beneath a request is its history state.

    A recipient's report while a request waits is not in it: see the rules for implementers.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" initial="PREPARED" datamodel="ecmascript">',
        '  <datamodel><data id="recallCompleted" expr="false"/></datamodel>',
        f'  <state id="{_BOX}" initial="{State.SENT.value}">',
        f'    <history id="PREVIOUS" type="shallow"><transition target="{State.SENT.value}"/></history>',
    ]
    inner = (*LIVE, State.COMPLETED)
    for state in inner:
        lines += _element(state, "    ")
    lines.append("  </state>")
    for state in State:
        if state not in inner:
            lines += _element(state, "  ")
    return "\n".join([*lines, "</scxml>"]) + "\n"


def _element(state: State, indent: str) -> Iterator[str]:
    rows = [row for row in TRANSITIONS if state in row.sources]
    final = not rows
    yield f'{indent}<{"final" if final else "state"} id="{state.value}"{"/>" if final else ">"}'
    if final:
        return
    for row in rows:
        target = "PREVIOUS" if row.target is None else row.target.value
        condition = ' cond="recallCompleted"' if Guard.RECALL_COMPLETED in row.guards else ""
        said = escape(f"{row.id}; {EVENTS[row.event].actor.value}; {row.clauses[0].cited('en')}")
        yield f"{indent}  <!-- {said} -->"
        yield f'{indent}  <transition event="status.{row.event.value}"{condition} target="{target}"/>'
    yield f"{indent}</state>"


def markdown() -> str:
    """Give the table of transitions in Markdown."""
    head = "| id | from | event | who | to | must hold | brings about | clauses |\n|---|---|---|---|---|---|---|---|"
    return "\n".join([head, *(_row(row) for row in TRANSITIONS)]) + "\n"


def _row(row: Transition) -> str:
    sources = _states(row.sources)
    if row.leaps:
        sources += f"; when received also {_states(row.leaps)}"
    fixed = EVENTS[row.event]
    who = fixed.actor.label("en") + (f", {fixed.role.label('en')}" if fixed.role is not None else "")
    cells = (
        row.id,
        sources,
        f"**{row.event.value}** {row.event.label('en')}",
        who,
        "the state beneath" if row.target is None else row.target.value,
        "; ".join(guard.label("en") for guard in row.guards),
        "; ".join(effect.label("en") for effect in row.effects),
        "; ".join(clause.cited("en") for clause in row.clauses),
    )
    return f"| {' | '.join(cells)} |"


def _states(states: tuple[State, ...]) -> str:
    """Name states; a stretch of the path by its ends."""
    if len(states) > 2 and any(PATH[first : first + len(states)] == states for first in range(len(PATH))):
        return f"{states[0].value} to {states[-1].value}"
    if states[: len(LIVE)] == LIVE:
        return f"{_states(LIVE)}, {_states(states[len(LIVE) :])}"
    return ", ".join(state.value for state in states)


#: The forms that are made from the table, by their names on the command line.
DIAGRAMS: Final[dict[str, Callable[[], str]]] = {"mermaid": mermaid, "dot": dot, "scxml": scxml, "md": markdown}
