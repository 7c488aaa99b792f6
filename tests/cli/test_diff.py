"""``edoc diff``: what appeared, what went, and the exit code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def reports(edoc: Command, good: Path, tmp_path: Path) -> dict[str, Path]:
    """Reports on one package: as it should be, with a warning more, with an error more."""
    data = good.read_bytes()
    texts = {
        "good": data,
        "warning": data.replace("Phó Giám đốc".encode(), b""),
        "error": data.replace(b"<edXML:Subject>", b"<edXML:Subject> <!--").replace(
            b"</edXML:Subject>", b"--></edXML:Subject>"
        ),
    }
    made = {}
    for name, text in texts.items():
        assert name == "good" or text != data
        good.write_bytes(text)
        made[name] = tmp_path / f"{name}.json"
        edoc("validate", good, "--output", f"json={made[name]}")
    return made


@pytest.mark.parametrize(
    ("before", "after", "fail_on", "code"),
    [
        ("good", "good", "info", 0),
        ("good", "warning", "info", 1),
        ("good", "warning", "warning", 1),
        ("good", "warning", "error", 0),
        ("good", "error", "error", 1),
        ("error", "good", "info", 0),
    ],
)
def test_the_exit_code_tells_whether_something_appeared(
    edoc: Command, reports: dict[str, Path], before: str, after: str, fail_on: str, code: int
) -> None:
    assert edoc("diff", reports[before], reports[after], "--fail-on", fail_on)[0] == code


def test_the_comparison_is_said_in_words_and_as_a_contract(edoc: Command, reports: dict[str, Path]) -> None:
    _, out, _ = edoc("diff", reports["good"], reports["error"])
    assert "error HDR-007" in out
    assert "CONFORMANT -> NON-CONFORMANT" in out
    diff = json.loads(edoc("diff", reports["good"], reports["error"], "--format", "json")[1])
    assert (diff["schema"], diff["appeared"][0]["finding"]["rule"]) == ("edoc/diff/1", "HDR-007")


def test_a_file_that_is_not_there_or_no_report_is_said(edoc: Command, reports: dict[str, Path], tmp_path: Path) -> None:
    assert edoc("diff", tmp_path / "none.json", reports["good"])[0] == 4
    assert edoc("diff", tmp_path, reports["good"])[0] == 4
    assert edoc("diff", "a\0b", reports["good"])[0] == 4
    for other in ('{"schema": "edoc/show/1"}', '{"schema": "edoc/validate/1"}', '{"results": []}', "{}", "[]", ""):
        (tmp_path / "a.json").write_text(other)
        code, _, err = edoc("diff", reports["good"], tmp_path / "a.json")
        assert code == 2
        assert "this is no report edoc/validate/1" in err
    assert "đây không phải báo cáo edoc/validate/1" in edoc("diff", "--lang", "vi", *[tmp_path / "a.json"] * 2)[2]
