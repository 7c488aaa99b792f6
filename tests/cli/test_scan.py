"""``edoc scan``: malware in attachments, and what could not be scanned."""

from __future__ import annotations

import json
import socket
import threading
from typing import TYPE_CHECKING

import jsonschema
import pytest

from edoc.edxml.attachment import Attachment
from edoc.schemas import schema_text
from edoc.testing import sample_package, sample_status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def daemon(tmp_path: Path) -> str:
    """A daemon that calls everything infected that holds a certain word."""
    path = tmp_path / "clamd.ctl"
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(path))
    server.listen(8)

    def run() -> None:
        while True:
            connection, _ = server.accept()
            with connection:
                _talk(connection)

    threading.Thread(target=run, daemon=True).start()
    return f"unix:{path}"


def _talk(connection: socket.socket) -> None:
    data = connection.recv(1 << 16)
    if data.startswith(b"zVERSION"):
        connection.sendall(b"Fake 1\0")
        return
    while not data.endswith(b"\0" * 4):
        data += connection.recv(1 << 16)
    connection.sendall(b"stream: Word FOUND\0" if b"malware" in data else b"stream: OK\0")


def package(path: Path, content: bytes) -> Path:
    sample_package(1, attachments=[Attachment.of(content, name="a.pdf")]).write(path)
    return path


def test_a_clean_package_ends_with_0(edoc: Command, tmp_path: Path, daemon: str) -> None:
    code, out, err = edoc("scan", package(tmp_path / "a.edxml", b"%PDF"), "--clamd", daemon)
    assert (code, err) == (0, "")
    assert out.splitlines() == [f"{tmp_path / 'a.edxml'}: CLEAN (Fake 1)", "  a.pdf (file): nothing found"]


def test_an_infected_package_ends_with_1_and_names_the_threat(edoc: Command, tmp_path: Path, daemon: str) -> None:
    code, out, _ = edoc("scan", package(tmp_path / "a.edxml", b"%PDF malware"), "--clamd", daemon, "--lang", "vi")
    assert code == 1
    assert "CÓ MÃ ĐỘC" in out
    assert "a.pdf (tệp): có mã độc: Word" in out


def test_without_a_daemon_nothing_is_decided_and_it_ends_with_3(edoc: Command, tmp_path: Path) -> None:
    code, out, _ = edoc("scan", package(tmp_path / "a.edxml", b"%PDF"), "--clamd", f"unix:{tmp_path}/nobody")
    assert code == 3
    assert "UNDECIDED (-)" in out
    assert "the scanner does not answer" in out


def test_the_worst_of_several_counts(edoc: Command, tmp_path: Path, daemon: str) -> None:
    names = [package(tmp_path / "a.edxml", b"%PDF"), package(tmp_path / "b.edxml", b"%PDF malware")]
    assert edoc("scan", *names, "--clamd", daemon)[0] == 1
    assert edoc("scan", *names, tmp_path / "none.edxml", "--clamd", daemon)[0] == 4


def test_json_follows_its_schema(edoc: Command, tmp_path: Path, daemon: str) -> None:
    code, out, _ = edoc("scan", package(tmp_path / "a.edxml", b"%PDF malware"), "--clamd", daemon, "--format", "json")
    shown = json.loads(out)
    jsonschema.validate(shown, json.loads(schema_text("scan")))
    assert code == 1
    assert (shown["schema"], shown["outcome"], shown["parts"][0]["result"]["threat"]) == (
        "edoc/scan/1",
        "infected",
        "Word",
    )


def test_the_address_may_stand_in_the_environment(
    edoc: Command, tmp_path: Path, daemon: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDOC_CLAMD", daemon)
    sample_status(1).write(tmp_path / "s.edxml")
    code, out, _ = edoc("scan", tmp_path / "s.edxml")
    assert code == 0
    assert "carries no attachments" in out


def test_an_address_that_is_none_is_wrong_usage(edoc: Command, tmp_path: Path) -> None:
    assert edoc("scan", package(tmp_path / "a.edxml", b"%PDF"), "--clamd", "nowhere")[0] == 2
