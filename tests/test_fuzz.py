"""The harnesses of the fuzzer stay usable, and a small part of what they do runs every time."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from fuzz import exactness, signed_targets
from fuzz.__main__ import main
from fuzz.signed_files import pdf_files
from fuzz.targets import TARGETS

from edoc.testing.files import sample_pdf

if TYPE_CHECKING:
    from fuzz.target import Target

    from edoc._xml.parser import Parsed


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_every_target_takes_what_it_starts_from(target: Target) -> None:
    seeds = list(target.seeds())
    assert len(seeds) > 1
    for seed in seeds:
        target.run(seed)


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_every_target_takes_changed_inputs(target: Target) -> None:
    chance = random.Random(1)
    for seed in target.seeds():
        for turn in range(8):
            at = chance.randrange(len(seed) + 1)
            changed = seed[:at] + chance.randbytes(2) + seed[at + chance.randrange(3) :]
            target.run(changed if target.mutate is None or turn % 2 else target.mutate(seed, chance.randrange(1 << 31)))


FORMS = [target for target in TARGETS.values() if target.mutate is not None]


@pytest.mark.parametrize("target", FORMS, ids=lambda target: target.about)
def test_changes_that_know_a_form_change_most_of_it_and_take_any_bytes(target: Target) -> None:
    assert target.mutate is not None
    chance = random.Random(2)
    for seed in target.seeds():
        made = [target.mutate(seed, chance.randrange(1 << 31)) for _ in range(60)]
        assert sum(data != seed for data in made) > 40
        assert target.mutate(seed, 7) == target.mutate(seed, 7)
    for other in (b"", b"0", b"no such form at all"):
        for number in range(60):
            target.mutate(other, number)


def test_what_passes_and_was_never_signed_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed_targets, "_known", frozenset)
    with pytest.raises(AssertionError, match="pades"):
        signed_targets.pdf(pdf_files()[0])


def test_a_page_that_shows_something_else_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    signed = pdf_files()[0]
    assert signed_targets._shown(signed) == signed_targets._shown(sample_pdf("edoc", pages=2))
    assert signed_targets._shown(signed) != signed_targets._shown(sample_pdf("other", pages=2))
    assert signed_targets._shown(b"no PDF") is None
    shown = iter(("then", "now", "then", "now"))
    monkeypatch.setattr(signed_targets, "_shown", lambda _: next(shown))
    with pytest.raises(AssertionError, match="shows something else"):
        signed_targets.pdf(pdf_files()[1])


def test_both_ways_of_parsing_agree_on_many_changed_packages() -> None:
    tally = exactness.run(3000, seed=7)
    assert tally.cases == 3000
    assert tally.outcomes["same"] > 200


def test_the_comparison_sees_a_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    real = exactness._short

    def wrong(*arguments: object) -> Parsed | None:
        parsed = real(*arguments)  # type: ignore[arg-type]  # as they were given
        if parsed is not None:
            parsed.root.set("changed", "")
        return parsed

    monkeypatch.setattr(exactness, "_short", wrong)
    with pytest.raises(exactness.DisagreementError):
        exactness.compare(exactness.BASE)


def test_the_command_lists_the_targets_and_compares(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["names"]) == 0
    assert capsys.readouterr().out.split() == list(TARGETS)
    assert main(["list"]) == 0
    assert main(["exactness", "--cases", "50"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("50 cases")
