"""What importing the identifiers costs: nothing that only some users need."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ["pydantic", "pydantic_core", "lxml", "sqlite3", "csv", "json"]


def loaded_after(statement: str) -> set[str]:
    """Give the modules that a statement brings into a fresh process."""
    program = f"import sys\nbefore = {{*sys.modules}}\n{statement}\nprint(*{{*sys.modules}} - before)"
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, check=True, text=True)
    return set(done.stdout.split())


def test_importing_the_identifiers_loads_no_library() -> None:
    assert not loaded_after("import edoc.identifiers") & set(HEAVY)


@pytest.mark.parametrize(
    "statement",
    [
        "from edoc.identifiers import AgencyCode; AgencyCode('000.00.15.H51').same_agency('H51.15')",
        "from edoc.identifiers import DocumentId; DocumentId('H49,2026/01/05,05/SM').kind",
        "from edoc.identifiers import check_text; check_text('Bộ')",
    ],
)
def test_using_a_value_object_loads_no_library(statement: str) -> None:
    assert not loaded_after(statement) & set(HEAVY)


def test_the_registry_needs_no_database() -> None:
    loaded = loaded_after("from edoc.identifiers import shipped_registry; shipped_registry()")

    assert "edoc.identifiers.registry" in loaded
    assert not loaded & {"pydantic", "lxml", "sqlite3"}
