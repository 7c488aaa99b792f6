"""What all tests share: the reference material, golden files, a quiet language."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

settings.register_profile(
    "edoc", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], max_examples=100
)
settings.load_profile("edoc")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without the reference material its tests are skipped; in CI they fail instead."""
    if SHARED.is_dir() or os.environ.get("CI") == "true":
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason="the reference material ../shared is not there"))


@pytest.fixture
def shared() -> Path:
    """The folder of the reference material."""
    assert SHARED.is_dir(), "the reference material ../shared is missing"
    return SHARED


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands speak English unless a test says otherwise."""
    monkeypatch.setenv("EDOC_LANG", "en")
    monkeypatch.delenv("EDOC_DEBUG", raising=False)
