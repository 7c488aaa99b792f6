"""The list of faults that change nothing: it fits the rules as they are."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RULES = ROOT / "src" / "edoc" / "conformance" / "rules"
LIST = tomllib.loads((ROOT / "tools" / "mutants.toml").read_text("utf-8"))["equivalent"]


@pytest.mark.parametrize("entry", LIST, ids=[f"{entry['file']}-{number}" for number, entry in enumerate(LIST)])
def test_a_fault_that_changes_nothing_is_one_of_a_line_that_is_there_and_says_why(entry: dict[str, str]) -> None:
    files = [file for file in RULES.glob(entry["file"]) if file.suffix == ".py"]
    lines = {line.strip() for file in files for line in file.read_text("utf-8").splitlines()}
    if "pattern" in entry:
        assert any(re.fullmatch(entry["pattern"], line) for line in lines)
    else:
        assert entry["before"] in lines
        assert entry["after"] != entry["before"]
    assert entry["why"]
