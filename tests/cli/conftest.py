"""What the tests of the command line share: running it here and as a process, and packages on disk."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import pytest

from edoc.cli.app import run
from edoc.testing import sample_package, sample_status

if TYPE_CHECKING:
    from pathlib import Path


class Ran(NamedTuple):
    """What a run of the command line gave."""

    code: int
    out: str
    err: str


Command = Callable[..., Ran]


@pytest.fixture
def edoc(capsys: pytest.CaptureFixture[str]) -> Command:
    """The command line, in this process."""

    def command(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        return Ran(code, *capsys.readouterr())

    return command


@pytest.fixture
def process() -> Command:
    """The command line, as a process of its own."""

    def command(*arguments: str | Path) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "edoc", *map(str, arguments)],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return command


@pytest.fixture
def process_with() -> Command:
    """The command line as a process that is given bytes on its standard input."""

    def command(data: bytes, *arguments: str) -> Ran:
        done = subprocess.run([sys.executable, "-m", "edoc", *arguments], input=data, capture_output=True, check=False)
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return command


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A document that conforms."""
    path = tmp_path / "good.edxml"
    sample_package(1).write(path)
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A document with an impossible date: non-conformant."""
    path = tmp_path / "bad.edxml"
    data = sample_package(1).to_bytes()
    path.write_bytes(data.replace(b"<edXML:PromulgationDate>2026/09/11", b"<edXML:PromulgationDate>2026/02/30"))
    return path


@pytest.fixture
def refused(tmp_path: Path) -> Path:
    """A file that is no package."""
    path = tmp_path / "refused.edxml"
    path.write_bytes(b"<a/>")
    return path


@pytest.fixture
def status(tmp_path: Path) -> Path:
    """A status message that conforms."""
    path = tmp_path / "status.edxml"
    sample_status(1).write(path)
    return path
