"""A real clamd with signatures of our own, and one that answers what a test wants."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
from typing import TYPE_CHECKING

import pytest

from edoc.scanning import ClamdScanner
from edoc.testing.scanner import EICAR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

#: A pattern that only the signature file below knows.
OURS = b"edoc-malware-" + b"sample-0001"

_CONFIG = """\
LocalSocket {folder}/clamd.ctl
DatabaseDirectory {folder}/db
LogFile {folder}/clamd.log
Foreground yes
StreamMaxLength 4M
MaxFileSize 4M
"""


@pytest.fixture(scope="session")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClamdScanner]:
    """A clamd of this run alone, with two signatures: the EICAR string's and one of our own."""
    program = shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("clamd is missing; Debian's package clamav-daemon has it")
        pytest.skip("clamd is not installed (Debian: clamav-daemon)")
    folder = tmp_path_factory.mktemp("clamd", numbered=True)
    (folder / "db").mkdir()
    signatures = {"Edoc.Test.EICAR": EICAR, "Edoc.Test.Ours": OURS}
    lines = [f"{name}:0:*:{pattern.hex()}\n" for name, pattern in signatures.items()]
    (folder / "db" / "edoc.ndb").write_text("".join(lines))
    (folder / "clamd.conf").write_text(_CONFIG.format(folder=folder))
    with subprocess.Popen(
        [program, "--config-file", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        scanner = ClamdScanner(f"unix:{folder}/clamd.ctl", timeout=30)
        for _ in range(300):
            if scanner.engine() is not None:
                break
            assert process.poll() is None, (folder / "clamd.log").read_text("utf-8", "replace")
            time.sleep(0.1)
        yield scanner
        process.terminate()


@pytest.fixture
def answering(tmp_path: Path) -> Iterator[Callable[[Callable[[socket.socket], object]], str]]:
    """Serve one conversation as a function wants it; give the address."""
    servers: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def serve(talk: Callable[[socket.socket], object]) -> str:
        path = tmp_path / f"fake-{len(servers)}.ctl"
        server = socket.socket(socket.AF_UNIX)
        server.bind(str(path))
        server.listen(4)
        servers.append(server)

        def run() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    talk(connection)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        threads.append(thread)
        return f"unix:{path}"

    yield serve
    for server in servers:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
    for thread in threads:
        thread.join(10)
