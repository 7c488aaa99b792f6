"""Tiny packages, and one trial of the whole run."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from benchmarks.cases import timed
from benchmarks.files import Files
from benchmarks.measure import Times

from benchmarks import __main__ as command

if TYPE_CHECKING:
    from benchmarks.compare import Notes
    from benchmarks.results import Measured

#: A megabyte of this many bytes keeps the runs longer than what is left in the header.
TINY = 4000


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("packages"), TINY)


@pytest.fixture(scope="session")
def quick_start() -> Times:
    """The start-up of processes that nobody starts."""
    names = ("nothing", "import edoc", "edoc --version", "lxml and pydantic", "lxml, pydantic, models", "first read")
    return Times({name: [1.0] for name in names})


@pytest.fixture(scope="session")
def trial(tmp_path_factory: pytest.TempPathFactory, quick_start: Times) -> tuple[Measured, str]:
    """What ``python -m benchmarks --quick`` gives and tells; the fresh processes are tested by themselves."""
    kept: list[Measured] = []

    def keep(measured: Measured, _: Notes) -> str:
        kept.append(measured)
        return "told"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("benchmarks.grid.memories", lambda actions, *_: dict.fromkeys(actions, 1_000_000))
        patch.setattr("benchmarks.growth.memories", lambda actions, *_: dict.fromkeys(actions, 1_000_000))
        patch.setattr("benchmarks.rows.memories", lambda actions, *_: dict.fromkeys(actions, 1_000_000))
        patch.setattr("benchmarks.rows.timed_alone", timed)
        patch.setattr("benchmarks.rows.start_up", lambda *_: quick_start)
        patch.setattr(command, "measured_pairs", lambda *_: ())
        patch.setattr(command, "text", keep)
        patch.setattr("tempfile.tempdir", os.fspath(tmp_path_factory.mktemp("trial")))
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()) as told:
            code = command.main(["--quick"])
    assert code in {0, 1}
    assert out.getvalue() == "told\n"
    return kept[0], told.getvalue()
