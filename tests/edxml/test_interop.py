"""What edoc reads equals what the national SDK reads, except where docs/interop.md says why not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from sdk_dump import differences, edoc_view, sdk_view

import edoc

ROOT = Path(__file__).parent.parent.parent
SAMPLES = ROOT.parent / "shared" / "samples"

pytestmark = pytest.mark.shared


def _table(heading: str) -> list[list[str]]:
    """Give the rows of the table under *heading* of the page."""
    page = (ROOT / "docs" / "interop.md").read_text("utf-8")
    section = page.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


def _value(cell: str) -> Any:
    return json.loads(cell.strip("`")) if cell.startswith("`") else cell


DEFAULTS = {row[0]: _value(row[1]) for row in _table("Values that the SDK makes up")}
LISTED = {(row[0], row[1]): (_value(row[2]), _value(row[3])) for row in _table("Values that the SDK loses or changes")}
SDK_THROWS = {row[0] for row in _table("Packages that the SDK cannot read")}
REFUSED = {row[0]: row[1] for row in _table("Packages that edoc refuses")}


def _packages() -> list[Any]:
    found = sorted(SAMPLES.glob("*/*.edxml"))
    return [pytest.param(path, id=path.stem) for path in found] or [pytest.param(SAMPLES / "missing", id="missing")]


def _is_made_up(path: str, sdk: Any, ours: Any) -> bool:
    key = re.sub(r"\[\d+\]", "[]", path)
    return ours is None and key in DEFAULTS and sdk == DEFAULTS[key] and type(sdk) is type(DEFAULTS[key])


def _shown(value: Any) -> Any:
    return "(present)" if isinstance(value, (dict, list)) else value


@pytest.mark.parametrize("path", _packages())
def test_every_field_equals_that_of_the_national_sdk_or_is_listed(path: Path) -> None:
    dump = json.loads(path.with_name(f"{path.stem}.dump.json").read_text("utf-8"))
    if path.stem in REFUSED:
        with pytest.raises(edoc.PackageError) as refused:
            edoc.read(path)
        assert type(refused.value).__name__ == REFUSED[path.stem]
        return
    package = edoc.read(path)
    assert ("exception" in dump) == (path.stem in SDK_THROWS)
    if "exception" in dump:
        return
    assert (package.kind == "status") == (dump["kind"] == "status")
    found = {
        (path.stem, place): (_shown(sdk), _shown(ours))
        for place, sdk, ours in differences(sdk_view(dump), edoc_view(package))
        if not _is_made_up(place, sdk, ours)
    }
    assert found == {key: value for key, value in LISTED.items() if key[0] == path.stem}


def test_the_page_lists_only_packages_that_exist() -> None:
    names = {path.stem for path in SAMPLES.glob("*/*.edxml")}
    assert {name for name, _ in LISTED} | SDK_THROWS | set(REFUSED) <= names
