"""The harnesses of the fuzzer stay usable, and a small part of what they do runs every time."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from fuzz import exactness
from fuzz.__main__ import main
from fuzz.targets import TARGETS

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
        for _ in range(10):
            at = chance.randrange(len(seed) + 1)
            target.run(seed[:at] + chance.randbytes(2) + seed[at + chance.randrange(3) :])


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
