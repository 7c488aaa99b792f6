"""Databases for the tests: SQLite always; PostgreSQL from a private cluster on a unix socket."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLDERS: Final = (*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/local/bin"))


def _tool(name: str) -> str | None:
    """Find a program of the server; Debian keeps them off the path."""
    return shutil.which(name) or next((str(folder / name) for folder in _FOLDERS if (folder / name).exists()), None)


def _as_server(*command: str) -> None:
    """Run a program of the server; it refuses to be root, so root becomes the user of the Debian package."""
    is_root = os.geteuid() == 0
    subprocess.run(
        ["runuser", "-u", "postgres", "--", *command] if is_root else command, check=True, capture_output=True
    )


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """The URL of a server that lives as long as the tests; without its programs they are skipped, in CI they fail."""
    initdb, control = _tool("initdb"), _tool("pg_ctl")
    if initdb is None or control is None:
        reason = "the PostgreSQL server is not installed (Debian: postgresql)"
        assert os.environ.get("CI") != "true", reason
        pytest.skip(reason)
    with ExitStack() as stack:
        home = Path(tempfile.mkdtemp(prefix="edoc-pg-"))
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        if os.geteuid() == 0:
            shutil.chown(home, "postgres")
        data = str(home / "data")
        _as_server(initdb, "-D", data, "-U", "edoc", "-A", "trust", "-E", "UTF8", "--no-sync")
        # durability against power cuts is not what is tested, and costs time
        options = f"-c listen_addresses= -c unix_socket_directories={home} -c fsync=off"
        _as_server(control, "-D", data, "-w", "-o", options, "-l", str(home / "log"), "start")
        stack.callback(_as_server, control, "-D", data, "-m", "immediate", "stop")
        yield f"host={home} user=edoc"


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a store that nobody else has: a file, then a database of its own."""
    if request.param == "sqlite":
        return str(tmp_path / "exchanges.db")
    server: str = request.getfixturevalue("cluster")
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(f"{server} dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    home = server.split(maxsplit=1)[0].removeprefix("host=")
    return f"postgresql://edoc@/{name}?host={home}"
