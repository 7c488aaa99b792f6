"""Rules of other packages, through the entry point group ``edoc.rules``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING

import pytest

from edoc.conformance import Rule, Severity, Verdict, plugins, validate
from edoc.conformance.rule import Hit, Layer
from edoc.law import clause
from edoc.testing import sample_package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


PACKAGE = """
from edoc.conformance import Rule, Severity
from edoc.conformance.rule import Hit, Layer
from edoc.law import clause


def rules():
    check = lambda subject: [Hit(subject.parts.message_header, "found")]
    texts = {"message": {"vi": "luôn luôn", "en": "always"}, "title": {"vi": "Luôn luôn", "en": "Always"}}
    yield Rule(
        id="PLG-002", slug="of-a-package", severity=Severity.ERROR, clauses=(clause("edoc"),), layer=Layer.MODEL,
        check=check, texts=texts,
    )
"""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A package as an installer leaves it: its module, and what says which entry points it has."""
    (tmp_path / "rules_of_ours.py").write_text(PACKAGE, "utf-8")
    about = tmp_path / "rules_of_ours-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: rules-of-ours\nVersion: 1.0\n", "utf-8")
    (about / "entry_points.txt").write_text("[edoc.rules]\nours = rules_of_ours:rules\n", "utf-8")
    (tmp_path / "a.edxml").write_bytes(DATA)
    return tmp_path


def _run(folder: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "edoc", *arguments],
        capture_output=True,
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
    )
    return done.returncode, done.stdout.decode()


def test_the_rules_of_a_package_that_is_installed_are_known_everywhere(installed: Path) -> None:
    code, said = _run(installed, "validate", "a.edxml", "--format", "json", "--lang", "vi")
    (finding,) = json.loads(said)["results"][0]["findings"]
    assert (code, finding["rule"], finding["message"], finding["location"]["line"]) == (1, "PLG-002", "luôn luôn", 5)
    assert _run(installed, "rules", "--prefix", "PLG") == (
        0,
        "PLG-002  error  Always\n1 rules; severities of the profile vxp\n",
    )
    assert _run(installed, "explain", "of-a-package")[1].startswith("PLG-002 (of-a-package): Always\n")
    (installed / "w.toml").write_text('[[waiver]]\nrule = "PLG-002"\nreason = "known"\n')
    assert _run(installed, "validate", "a.edxml", "--waivers", "w.toml")[0] == 0
    (installed / "off.toml").write_text('[severity]\n"PLG-*" = "off"\n')
    assert _run(installed, "validate", "a.edxml", "--rules", "off.toml")[0] == 0
