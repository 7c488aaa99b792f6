"""The forms of a report."""

from __future__ import annotations

import json

import pytest

from edoc.conformance import validate
from edoc.report import RENDERERS, report_on
from edoc.testing import sample_package

REPORT = report_on([validate(sample_package(1).to_bytes()), validate(b"<a/>")])


@pytest.mark.parametrize("name", RENDERERS)
def test_every_form_writes_a_report_that_ends_with_its_line(name: str) -> None:
    entry = RENDERERS[name]
    assert entry.name == name
    assert entry.suffix.startswith(".")
    assert "/" in entry.media_type
    assert entry.render(REPORT, language="vi").endswith("\n")


def test_the_form_json_is_the_contract() -> None:
    assert json.loads(RENDERERS["json"].render(REPORT)) == REPORT.to_json_dict()
