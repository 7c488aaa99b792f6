"""What is measured of threads does what it says; how fast it is, is not asked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from benchmarks import threads

if TYPE_CHECKING:
    import pytest


def test_every_call_is_made_whatever_the_number_of_threads() -> None:
    made: list[int] = []
    found = threads.scaling(lambda: made.append(1), threads=3, rounds=2, seconds=1e-4)
    assert found.clock > 0
    calls = (len(made) - 2) / 4
    assert calls >= 3
    assert calls == int(calls)


def test_the_table_has_a_row_for_each_work(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ImportError("No module named 'cryptography'")

    monkeypatch.setattr(threads, "_verification", missing)
    assert threads.main(["--threads", "2", "--rounds", "1", "--seconds", "0.0001"]) == 0
    said = capsys.readouterr().out
    assert said.count("\n| ") == 9
    assert "not measured: No module named 'cryptography'" in said
    assert "the lock is" in said


def test_verification_is_one_of_them() -> None:
    assert "signature" in list(threads.works())[-1]
    assert not any(isinstance(work, str) for work in threads.works().values())
