"""The machine for other systems: fresh, whole, and each form says what the table says."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from edoc.errors import UsageError
from edoc.schemas import schema_text
from edoc.status import EVENTS, PROBLEMS, TRANSITIONS, Effect, EventKind, Guard, Outcome, State
from edoc.status.exports import EXPORTS, drawn_from, export_text, generated_exports
from edoc.status.exports.diagrams import edges

TABLE: dict[str, Any] = json.loads(export_text("json"))
SCXML = "{http://www.w3.org/2005/07/scxml}"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("file", sorted(generated_exports()))
def test_the_shipped_file_is_the_one_that_the_table_makes(file: str) -> None:
    assert (resources.files("edoc.status.exports") / file).read_text("utf-8") == generated_exports()[file]


def test_every_export_is_shipped() -> None:
    assert {EXPORTS[name] for name in EXPORTS} == {*generated_exports(), EXPORTS["svg"], EXPORTS["vectors"]}
    for name in EXPORTS:
        assert export_text(name)


def test_an_unknown_export_is_a_fault_of_the_caller() -> None:
    with pytest.raises(UsageError, match="no such export: 'png'; there are json, "):
        export_text("png")


def test_the_json_follows_its_schema() -> None:
    Draft202012Validator(json.loads(schema_text("status-machine"))).validate(TABLE)


def test_the_json_has_every_row_of_every_table() -> None:
    assert [row["id"] for row in TABLE["states"]] == [state.value for state in State]
    assert [row["id"] for row in TABLE["events"]] == [kind.value for kind in EventKind] == [*EVENTS]
    assert [row["id"] for row in TABLE["transitions"]] == [row.id for row in TRANSITIONS]
    assert [row["id"] for row in TABLE["guards"]] == [guard.value for guard in Guard]
    assert [row["id"] for row in TABLE["effects"]] == [effect.value for effect in Effect]
    assert [row["id"] for row in TABLE["outcomes"]] == [outcome.value for outcome in Outcome]
    assert [row["id"] for row in TABLE["problems"]] == [*PROBLEMS]


def test_every_row_has_its_law() -> None:
    for row in TABLE["transitions"]:
        assert row["clauses"]
        assert all(clause["vi"] and clause["en"] and clause["id"] for clause in row["clauses"])


def test_ids_of_rows_and_places_of_events_are_unique() -> None:
    assert len({row.id for row in TRANSITIONS}) == len(TRANSITIONS)
    assert len({row.order for row in EVENTS.values()}) == len(EventKind)


def test_an_event_leads_from_a_state_to_one_other_only() -> None:
    pairs = [(row.event, state) for row in TRANSITIONS for state in (*row.sources, *row.leaps)]

    assert len(set(pairs)) == len(pairs)


@pytest.mark.parametrize("number", range(1, 16))
def test_every_row_of_the_machine_s_description_is_in_the_table(number: int) -> None:
    assert any(row.id.partition(".")[0] == f"S-{number}" for row in TRANSITIONS)


def test_the_state_chart_has_every_state_and_every_legal_step() -> None:
    chart = etree.fromstring(export_text("scxml").encode())
    states = {item.get("id") for item in chart.iter(f"{SCXML}state", f"{SCXML}final")} - {"LIVE"}
    steps = {
        (parent.get("id"), event.removeprefix("status."), item.get("target"))
        for parent in chart.iter(f"{SCXML}state")
        for item in parent.iterchildren(f"{SCXML}transition")
        if (event := item.get("event"))
    }

    assert states == {state.value for state in State}
    assert steps == {
        (state.value, row.event.value, row.target.value if row.target else "PREVIOUS")
        for row in TRANSITIONS
        for state in row.sources
    }
    targets = {item.get("target") for item in chart.iter(f"{SCXML}transition")}
    assert targets <= {item.get("id") for item in chart.iter()}


@pytest.mark.parametrize("name", ["mermaid", "dot"])
def test_a_drawing_has_every_state_and_every_arrow(name: str) -> None:
    text = export_text(name)

    for state in State:
        assert re.search(rf"\b{state.value}\b", text)
        assert state.label("vi") in text
    for edge in edges():
        assert edge.label in text
    assert text.count("->") >= len(edges())


def test_the_svg_is_drawn_from_the_present_graph_and_names_every_state_and_arrow() -> None:
    text = export_text("svg")
    drawing = etree.fromstring(text.encode())
    said = " ".join(part for item in drawing.iter(f"{SVG}text") for part in item.itertext())
    arrows = [item for item in drawing.iter(f"{SVG}g") if item.get("class") == "edge"]

    assert drawn_from(export_text("dot")) in text
    for state in State:
        assert state.value in said
    for edge in edges():
        assert edge.label in said
    assert len(arrows) == len(edges())


def test_every_row_is_drawn() -> None:
    assert {row.id for edge in edges() for row in edge.rows} == {row.id for row in TRANSITIONS}


def test_the_markdown_has_a_line_for_every_row() -> None:
    lines = export_text("md").splitlines()[2:]

    assert [line.split(" | ")[0].removeprefix("| ") for line in lines] == [row.id for row in TRANSITIONS]
    assert all(line.count("|") == lines[0].count("|") for line in lines)
