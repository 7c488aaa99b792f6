"""The report as JSON, and JSON as text that a terminal can be shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edoc.messages import Language
    from edoc.report.model import ValidationReport
    from edoc.report.renderer import Style

__all__ = ["json_text", "render"]


def render(report: ValidationReport, *, language: Language, style: Style) -> str:  # noqa: ARG001 - it has one form
    """Give the report in the contract ``edoc/validate/1``."""
    return json_text(report.to_json_dict()) + "\n"


def json_text(value: object, *, compact: bool = False) -> str:
    """Write JSON: indented for people, on one line for pipes."""
    text = json.dumps(value, ensure_ascii=False, indent=None if compact else 2)
    return "\n".join(line if line.isprintable() else _escaped(line) for line in text.split("\n"))


def _escaped(line: str) -> str:
    """Escape what would steer a terminal, or hide; the JSON means the same."""
    return "".join(letter if letter.isprintable() else _in_json(letter) for letter in line)


def _in_json(letter: str) -> str:
    return json.dumps(letter)[1:-1]
