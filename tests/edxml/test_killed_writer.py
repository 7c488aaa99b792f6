"""A writer that is killed, or that the disk has no room for, leaves the old file or none."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

import edoc
from edoc.errors import OutputError
from edoc.testing import sample_package

if TYPE_CHECKING:
    from pathlib import Path

#: Writes a package with one large attachment to a path, again and again, and says when it begins.
_WRITER = """\
import sys
import edoc
from edoc.edxml.attachment import Attachment
from edoc.testing import sample_package

package = sample_package(1, attachments=[Attachment.of(sys.argv[2], name="scan.pdf")])
print("ready", flush=True)
while True:
    edoc.write(package, sys.argv[1])
"""
_SIZE = 24 << 20


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.pdf"
    path.write_bytes(b"%PDF-1.7\n" + os.urandom(_SIZE))
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals there")
def test_killed_at_any_moment_it_leaves_the_old_file_or_the_whole_new_one(large: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "a.edxml"
    target.parent.mkdir()
    old = sample_package(2).write(target).sha256
    whole: str | None = None
    for delay in (0.01, 0.03, 0.06, 0.1, 0.15, 0.25):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(target), str(large)], stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(delay)
            writer.send_signal(signal.SIGKILL)
            writer.wait(30)
        with edoc.read(target) as package:
            found = package.source_sha256
            if found != old:
                assert package.attachments[0].size == large.stat().st_size
                whole = whole or found
                assert found == whole
    left = [path for path in target.parent.iterdir() if path != target]
    assert all(path.name.startswith(".edoc-") for path in left)  # what a killed process could not take away


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits there")
def test_a_disk_without_room_leaves_the_old_file_and_nothing_beside_it(large: Path, tmp_path: Path) -> None:
    """The size of files is limited for the process, as a quota does it."""
    target = tmp_path / "out" / "a.edxml"
    target.parent.mkdir()
    old = sample_package(2).write(target).sha256
    package = sample_package(1, attachments=[edoc.Attachment.of(large, name="scan.pdf")])
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8 << 20, before[1]))
        with pytest.raises(OutputError, match=r"a\.edxml"):
            package.write(target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    with edoc.read(target) as kept:
        assert kept.source_sha256 == old
    assert list(target.parent.iterdir()) == [target]


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    """A file system of 4 MiB, where this machine lets us make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if mount is None or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no right to mount a small file system here; the limit of file sizes above says the same")
    return folder


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="tmpfs is Linux's")
def test_a_full_file_system_leaves_the_old_file_and_nothing_beside_it(large: Path, small_disk: Path) -> None:
    try:
        target = small_disk / "a.edxml"
        old = sample_package(2).write(target).sha256
        package = sample_package(1, attachments=[edoc.Attachment.of(large, name="scan.pdf")])
        with pytest.raises(OutputError, match="No space left"):
            package.write(target)
        with edoc.read(target) as kept:
            assert kept.source_sha256 == old
        assert list(small_disk.iterdir()) == [target]
    finally:
        subprocess.run(["umount", str(small_disk)], check=True)
