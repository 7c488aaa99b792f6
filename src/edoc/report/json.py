"""The report as JSON, and JSON as text that a terminal can be shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edoc.conformance import Finding, ValidationResult
    from edoc.messages import Language
    from edoc.report.renderer import Style

__all__ = ["json_text", "pieces"]


def pieces(
    results: Iterable[ValidationResult],
    findings: Iterable[Finding],
    language: Language,
    style: Style,  # noqa: ARG001 - it has one form
) -> Iterator[str]:
    """Give the contract ``edoc/validate/1``."""
    from edoc.report.model import report_on  # noqa: PLC0415 - commands that print other JSON need no models

    judged = list(results)
    yield json_text(report_on(judged, language, findings=findings).to_json_dict()) + "\n"


def json_text(value: object, *, compact: bool = False) -> str:
    """Write JSON: indented for people, on one line for pipes."""
    text = json.dumps(value, ensure_ascii=False, indent=None if compact else 2)
    return "\n".join(line if line.isprintable() else _escaped(line) for line in text.split("\n"))


def _escaped(line: str) -> str:
    """Escape what would steer a terminal, or hide; the JSON means the same."""
    return "".join(letter if letter.isprintable() else _in_json(letter) for letter in line)


def _in_json(letter: str) -> str:
    return json.dumps(letter)[1:-1]
