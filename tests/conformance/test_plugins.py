"""Rules of other packages, through the entry point group ``edoc.rules``."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING

import pytest

from edoc.conformance import Rule, Severity, Verdict, plugins, validate
from edoc.conformance.rule import Hit, Layer
from edoc.law import clause
from edoc.testing import sample_package

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = sample_package(1).to_bytes()


def rules() -> list[Rule]:
    """What a plug-in's entry point gives."""
    own = {"message": {"vi": "luôn luôn", "en": "always"}}
    return [
        Rule(
            id="PLG-001",
            slug="of-a-plug-in",
            severity=Severity.INFO,
            clauses=(clause("edoc"),),
            layer=Layer.MODEL,
            check=lambda _: [Hit()],
            texts=own,
        )
    ]


def crash() -> list[Rule]:
    """What a broken one does."""
    message = "no such rule"
    raise LookupError(message)


nothing = "a module registers its rules when it is imported"


@pytest.fixture(autouse=True)
def _fresh(catalogue: dict[str, Rule]) -> Iterator[None]:
    plugins.load_plugins.cache_clear()
    yield
    plugins.load_plugins.cache_clear()


def _entry(monkeypatch: pytest.MonkeyPatch, name: str, target: object) -> None:
    entry = EntryPoint(name, f"somewhere:{name}", plugins.GROUP)
    monkeypatch.setattr(EntryPoint, "load", lambda _: target)
    monkeypatch.setattr(plugins, "entry_points", lambda *, group: [entry] if group == "edoc.rules" else [])


def test_the_rules_of_an_entry_point_are_applied(monkeypatch: pytest.MonkeyPatch) -> None:
    _entry(monkeypatch, "rules", rules)
    (finding,) = validate(DATA).findings
    assert (finding.rule, finding.message, finding.describe("vi")) == ("PLG-001", "always", "luôn luôn")


def test_an_entry_point_may_be_a_module(monkeypatch: pytest.MonkeyPatch) -> None:
    _entry(monkeypatch, "nothing", nothing)
    assert validate(DATA).not_run == ()


def test_one_that_fails_is_a_check_that_did_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    _entry(monkeypatch, "crash", crash)
    result = validate(DATA)
    assert result.verdict is Verdict.UNDECIDED
    (missing,) = result.not_run
    assert (missing.rule, missing.cause) == ("edoc.rules", "plugin")
    assert missing.reason == "the rules of the plug-in crash could not be loaded: LookupError: no such rule"
    assert "phần mở rộng crash" in missing.describe("vi")
