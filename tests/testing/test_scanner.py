"""The scanner for first steps and tests."""

from __future__ import annotations

from edoc.scanning import ScanOutcome
from edoc.testing.scanner import DemoScanner


def test_it_names_itself_and_finds_nothing_in_what_is_harmless() -> None:
    assert DemoScanner().engine() == "DemoScanner"
    assert DemoScanner().scan([b"harmless"]).outcome is ScanOutcome.CLEAN
