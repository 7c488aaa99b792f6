"""Every sample of the reference material: its verdict and its rules are written down, and reviewed when they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sample_table import TABLE, rows

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.shared
def test_every_sample_gets_the_verdict_that_is_written_down(shared: Path) -> None:
    assert rows(shared / "samples") == TABLE.read_text("utf-8").splitlines()


def test_no_sample_is_undecided() -> None:
    verdicts = [line.split("\t")[1] for line in TABLE.read_text("utf-8").splitlines()[1:]]
    assert set(verdicts) == {"conformant", "non_conformant"}
    assert len(verdicts) > 160
