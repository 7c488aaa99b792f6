"""Where the measured packages are made, and how large a megabyte is."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from typing import TYPE_CHECKING

from benchmarks.files import Files

if TYPE_CHECKING:
    from collections.abc import Iterator


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--folder", type=Path, help="make the packages in this folder, and leave them there")
    parser.addoption("--megabyte", type=int, default=1_000_000, help="bytes that a megabyte is taken for")


@pytest.fixture(scope="session")
def files(pytestconfig: pytest.Config) -> Iterator[Files]:
    megabyte = pytestconfig.getoption("--megabyte")
    folder = pytestconfig.getoption("--folder")
    if folder is not None:
        yield Files(folder, megabyte)
        return
    with TemporaryDirectory(prefix="edoc-benchmarks-") as made:
        yield Files(Path(made), megabyte)
