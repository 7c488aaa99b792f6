"""Sources: bytes that can be read at any position and are the same at every look."""

from __future__ import annotations

import bz2
import copy
import errno
import gc
import gzip
import hashlib
import io
import lzma
import os
import pickle
import tempfile
import threading
from pathlib import Path
from typing import IO, Any, cast

import pytest

from edoc._xml import source as module
from edoc._xml.source import SMALL, BytesSource, FileSource, Source, open_source
from edoc.errors import InputError, InputMissingError, LimitExceededError, PackageError, SourceChangedError, UsageError
from edoc.limits import Limits

LIMITS = Limits()
LARGE = bytes(range(256)) * 1024  # larger than SMALL, so that the descriptor is kept
DESCRIPTORS = Path("/proc/self/fd")


def all_of(source: Source) -> bytes:
    return source.read_at(0, source.size)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.edxml"
    path.write_bytes(LARGE)
    return path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.edxml"
    path.write_bytes(b"<a/>")
    return path


class Trickle:
    """A stream that can only be read, and gives little at a time."""

    def __init__(self, data: bytes, kind: type[bytes | bytearray] = bytes) -> None:
        self._rest = io.BytesIO(data)
        self._kind = kind

    def read(self, size: int) -> bytes | bytearray:
        return self._kind(self._rest.read(min(size, 7)))


def as_stream(thing: object) -> IO[bytes]:
    return cast("IO[bytes]", thing)


# --- bytes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_bytes_of_any_kind_are_a_source_without_a_name(kind: Any) -> None:
    source = open_source(kind(b"<a/>"), LIMITS)
    assert isinstance(source, BytesSource)
    assert (source.name, source.size, all_of(source)) == (None, 4, b"<a/>")


def test_a_change_of_the_callers_buffer_does_not_reach_the_source() -> None:
    buffer = bytearray(b"<a/>")
    source = open_source(buffer, LIMITS)
    buffer[1:2] = b"b"
    assert all_of(source) == b"<a/>"


def test_bytes_stay_readable_after_closing() -> None:
    source = open_source(b"<a/>", LIMITS)
    source.close()
    assert all_of(source) == b"<a/>"


# --- reading by position -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["bytes", "file"])
@pytest.mark.parametrize(
    ("offset", "length"), [(0, 10), (100, 1), (len(LARGE) - 3, 3), (len(LARGE) - 3, 99), (len(LARGE), 5), (10**9, 5)]
)
def test_a_read_gives_what_stands_there_up_to_the_end(kind: str, offset: int, length: int, large: Path) -> None:
    source = open_source(LARGE if kind == "bytes" else large, LIMITS)
    assert source.read_at(offset, length) == LARGE[offset : offset + length]
    source.close()


@pytest.mark.parametrize(
    ("start", "end", "size", "pieces"),
    [
        (0, None, 4, [b"0123", b"4567", b"89"]),
        (2, 7, 2, [b"23", b"45", b"6"]),
        (0, 10, 10, [b"0123456789"]),
        (5, 5, 3, []),
        (10, None, 3, []),
    ],
)
def test_windows_cover_the_range_without_overlap(start: int, end: int | None, size: int, pieces: list[bytes]) -> None:
    assert list(BytesSource(b"0123456789").windows(start, end, size)) == pieces


def test_the_digest_is_that_of_all_bytes(large: Path) -> None:
    source = open_source(large, LIMITS)
    assert source.sha256() == hashlib.sha256(LARGE).hexdigest()
    source.close()


def test_a_read_that_the_kernel_cuts_short_is_continued(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.pread
    monkeypatch.setattr(os, "pread", lambda descriptor, length, offset: real(descriptor, min(length, 7), offset))
    source = open_source(large, LIMITS)
    assert source.read_at(5, 100) == LARGE[5:105]
    source.close()


# --- paths ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_is_opened_and_gives_the_name(kind: type[str | Path], small: Path) -> None:
    source = open_source(kind(small), LIMITS)
    assert (source.name, all_of(source)) == (str(small), b"<a/>")


def test_an_empty_file_is_a_source_of_no_bytes(tmp_path: Path) -> None:
    path = tmp_path / "empty"
    path.touch()
    assert all_of(open_source(path, LIMITS)) == b""


def test_a_small_file_is_read_at_once(small: Path) -> None:
    source = open_source(small, LIMITS)
    small.write_bytes(b"<changed/>")
    assert all_of(source) == b"<a/>"


@pytest.mark.parametrize(("size", "kind"), [(SMALL, BytesSource), (SMALL + 1, FileSource)])
def test_only_a_larger_file_keeps_its_descriptor(size: int, kind: type[Source], tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(size))
    source = open_source(path, LIMITS)
    assert type(source) is kind
    source.close()


def test_a_missing_file_is_told_as_missing(tmp_path: Path) -> None:
    path = tmp_path / "nothing.edxml"
    with pytest.raises(InputMissingError, match=r"nothing\.edxml: no such file") as caught:
        open_source(path, LIMITS)
    assert isinstance(caught.value, FileNotFoundError)
    assert (caught.value.errno, caught.value.filename) == (errno.ENOENT, str(path))


def test_a_directory_is_no_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a directory") as caught:
        open_source(tmp_path, LIMITS)
    assert caught.value.errno == errno.EISDIR


def test_a_path_with_a_nul_is_no_input() -> None:
    with pytest.raises(InputError, match="cannot open: embedded null byte") as caught:
        open_source("a\0b", LIMITS)
    assert caught.value.errno == errno.EINVAL


@pytest.mark.parametrize(
    ("error", "number", "said"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), errno.EACCES, "Permission denied"),
        (OSError("odd device"), errno.EINVAL, "odd device"),
    ],
)
def test_a_file_that_cannot_be_opened_says_why(
    error: OSError, number: int, said: str, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise error

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(InputError, match=f"cannot open: {said}") as caught:
        open_source(small, LIMITS)
    assert caught.value.errno == number
    assert not isinstance(caught.value, InputMissingError)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no FIFOs")
def test_a_fifo_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(LARGE,))
    writer.start()
    source = open_source(path, LIMITS)
    writer.join()
    assert (source.name, all_of(source)) == (str(path), LARGE)
    assert source.read_at(3, 4) == LARGE[3:7]


@pytest.mark.parametrize("name", [12, [], None, object()])
def test_what_cannot_be_read_is_misuse(name: Any) -> None:
    with pytest.raises(
        UsageError, match=f"a path, bytes or a file that is open in binary mode is needed, not {type(name).__name__}"
    ):
        open_source(name, LIMITS)


# --- the same at every look ----------------------------------------------------------------------


def truncate(path: Path) -> None:
    os.truncate(path, len(LARGE) // 2)


def grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"x")


def touch(path: Path) -> None:
    os.utime(path, ns=(0, 0))


@pytest.mark.parametrize("change", [truncate, grow, touch])
def test_a_file_that_changed_is_refused_and_gives_no_bytes(change: Any, large: Path) -> None:
    source = open_source(large, LIMITS)
    assert source.read_at(0, 4) == LARGE[:4]
    change(large)
    with pytest.raises(SourceChangedError, match=r"large\.edxml: the file was changed or cut") as caught:
        source.read_at(0, 4)
    assert isinstance(caught.value, PackageError)
    assert isinstance(caught.value, OSError)
    source.close()


def test_a_file_that_is_replaced_or_removed_is_still_read_as_it_was(large: Path) -> None:
    source = open_source(large, LIMITS)
    other = large.with_name("other")
    other.write_bytes(b"other")
    other.replace(large)
    assert all_of(source) == LARGE
    large.unlink()
    assert all_of(source) == LARGE
    source.close()


def test_a_file_that_is_cut_during_the_read_is_refused(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = open_source(large, LIMITS)
    monkeypatch.setattr(os, "pread", lambda *_: b"")
    with pytest.raises(SourceChangedError):
        source.read_at(0, 4)
    source.close()


@pytest.mark.parametrize(
    ("error", "number"), [(OSError(errno.ENXIO, "No such device"), errno.ENXIO), (OSError("gone"), errno.EIO)]
)
def test_a_failing_device_is_an_input_error(
    error: OSError, number: int, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise error

    source = open_source(large, LIMITS)
    monkeypatch.setattr(os, "pread", fail)
    with pytest.raises(InputError, match="cannot read") as caught:
        source.read_at(0, 4)
    assert (caught.value.errno, caught.value.filename) == (number, str(large))
    source.close()


def test_a_closed_source_refuses_and_closing_twice_is_fine(large: Path) -> None:
    source = open_source(large, LIMITS)
    source.close()
    source.close()
    with pytest.raises(SourceChangedError, match="the package was closed"):
        source.read_at(0, 4)


def test_threads_may_read_one_source_together(large: Path) -> None:
    source = open_source(large, LIMITS)
    wrong: list[int] = []

    def look(start: int) -> None:
        wrong.extend(
            offset
            for offset in range(start, len(LARGE), 4096)
            if source.read_at(offset, 100) != LARGE[offset : offset + 100]
        )

    threads = [threading.Thread(target=look, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    source.close()


# --- descriptors are given back ------------------------------------------------------------------


def open_descriptors() -> int:
    gc.collect()
    return len(list(DESCRIPTORS.iterdir()))


@pytest.mark.skipif(not DESCRIPTORS.is_dir(), reason="the system does not list descriptors")
class TestDescriptors:
    def test_a_forgotten_source_gives_its_descriptor_back(self, large: Path) -> None:
        before = open_descriptors()
        source = open_source(large, LIMITS)
        assert open_descriptors() == before + 1
        del source
        assert open_descriptors() == before

    def test_a_small_file_keeps_none(self, small: Path) -> None:
        before = open_descriptors()
        source = open_source(small, LIMITS)
        assert open_descriptors() == before
        source.close()

    def test_a_refused_file_keeps_none(self, large: Path, tmp_path: Path) -> None:
        before = open_descriptors()
        with pytest.raises(LimitExceededError):
            open_source(large, Limits(package_bytes=10))
        with pytest.raises(InputError):
            open_source(tmp_path, LIMITS)
        assert open_descriptors() == before

    def test_a_refused_stream_keeps_none(self) -> None:
        before = open_descriptors()
        with pytest.raises(LimitExceededError):
            open_source(as_stream(Trickle(LARGE)), Limits(package_bytes=10))
        assert open_descriptors() == before

    def test_a_file_of_the_caller_stays_open(self, large: Path) -> None:
        with large.open("rb") as file:
            source = open_source(file, LIMITS)
            source.close()
            assert file.read(4) == LARGE[:4]


# --- streams -------------------------------------------------------------------------------------


def test_a_stream_in_memory_is_read_from_where_it_stands() -> None:
    stream = io.BytesIO(b"0123456789")
    stream.seek(4)
    source = open_source(stream, LIMITS)
    assert (source.name, all_of(source)) == (None, b"456789")


@pytest.mark.parametrize("kind", [bytes, bytearray])
def test_a_stream_that_can_only_be_read_is_read_to_its_end(kind: type[bytes | bytearray]) -> None:
    source = open_source(as_stream(Trickle(b"0123456789" * 5, kind)), LIMITS)
    assert all_of(source) == b"0123456789" * 5


def test_an_open_file_is_read_in_place_under_its_name(large: Path) -> None:
    with large.open("rb") as file:
        source = open_source(file, LIMITS)
        assert isinstance(source, FileSource)
        assert (source.name, all_of(source)) == (str(large), LARGE)
    assert all_of(source) == LARGE  # it has a descriptor of its own
    source.close()


def test_an_open_file_without_a_name_has_none(small: Path) -> None:
    with os.fdopen(os.open(small, os.O_RDONLY), "rb") as file:
        source = open_source(file, LIMITS)
    assert (source.name, all_of(source)) == (None, b"<a/>")


def test_an_open_file_that_was_read_from_gives_the_rest(large: Path) -> None:
    with large.open("rb") as file:
        file.read(10)
        source = open_source(file, LIMITS)
    assert all_of(source) == LARGE[10:]


def test_a_pipe_is_read_to_its_end() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"<a/>")
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        assert all_of(open_source(stream, LIMITS)) == b"<a/>"


def test_a_temporary_file_is_read_from_its_start() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(LARGE)
        file.seek(0)
        source = open_source(file, LIMITS)
        assert all_of(source) == LARGE
        source.close()


def test_a_file_that_unpacks_while_it_is_read_gives_what_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"<a/>"))
    with gzip.open(path) as stream:
        assert all_of(open_source(as_stream(stream), LIMITS)) == b"<a/>"


def test_a_file_that_unpacks_is_known_even_when_it_has_the_mode_of_a_plain_file(tmp_path: Path) -> None:
    class Bz2File(bz2.BZ2File):
        mode = "rb"  # as from Python 3.13 on; its descriptor is that of the packed file

    path = tmp_path / "a.bz2"
    path.write_bytes(bz2.compress(b"<a/>"))
    with Bz2File(path) as stream:
        assert all_of(open_source(as_stream(stream), LIMITS)) == b"<a/>"


@pytest.mark.parametrize("packer", [gzip, bz2, lzma], ids=lambda packer: packer.__name__)
def test_a_file_that_cannot_be_unpacked_is_an_input_error(packer: Any) -> None:
    packed = packer.compress(bytes(range(256)) * 1000)
    for damaged in (packed[:-20], packed[:40] + b"\xff" * 20 + packed[60:]):
        with pytest.raises(InputError, match="cannot read: "):
            open_source(as_stream(packer.open(io.BytesIO(damaged))), LIMITS)


@pytest.mark.parametrize(("size", "kind"), [(1000, BytesSource), (1001, FileSource)])
def test_a_larger_stream_is_kept_in_a_file(size: int, kind: type[Source], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SPOOL", 1000)
    source = open_source(as_stream(Trickle(LARGE[:size])), LIMITS)
    assert type(source) is kind
    assert all_of(source) == LARGE[:size]
    source.close()


def test_a_larger_stream_that_cannot_be_kept_is_an_input_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SPOOL", 1000)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    assert all_of(open_source(as_stream(Trickle(LARGE[:1000])), LIMITS)) == LARGE[:1000]
    with pytest.raises(InputError, match="cannot keep it in the folder of temporary files"):
        open_source(as_stream(Trickle(LARGE[:1001])), LIMITS)


def test_a_text_file_is_misuse(small: Path) -> None:
    with (
        small.open(encoding="utf-8") as file,
        pytest.raises(UsageError, match="open in binary mode is needed, not TextIOWrapper"),
    ):
        open_source(as_stream(file), LIMITS)


def test_a_closed_stream_is_an_input_error() -> None:
    stream = io.BytesIO(b"<a/>")
    stream.close()
    with pytest.raises(InputError, match="cannot read: I/O operation on closed file"):
        open_source(stream, LIMITS)


def test_a_stream_that_fails_is_an_input_error() -> None:
    class Broken:
        name = "broken.edxml"

        def read(self, size: int) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(InputError, match=r"broken\.edxml: cannot read"):
        open_source(as_stream(Broken()), LIMITS)


def test_a_stream_that_has_nothing_yet_is_an_input_error() -> None:
    class Waiting:
        def read(self, size: int) -> bytes | None:
            return None

    with pytest.raises(InputError, match="non-blocking") as caught:
        open_source(as_stream(Waiting()), LIMITS)
    assert caught.value.errno == errno.EAGAIN


# --- the limit -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["bytes", "path", "file", "stream"])
def test_the_limit_of_the_package_counts_for_every_kind(kind: str, large: Path) -> None:
    def opened(limits: Limits) -> Source:
        if kind == "bytes":
            return open_source(LARGE, limits)
        if kind == "path":
            return open_source(large, limits)
        if kind == "file":
            with large.open("rb") as file:
                return open_source(file, limits)
        return open_source(as_stream(Trickle(LARGE)), limits)

    source = opened(Limits(package_bytes=len(LARGE)))
    assert source.size == len(LARGE)
    source.close()
    with pytest.raises(LimitExceededError, match="package_bytes = 262,143") as caught:
        opened(Limits(package_bytes=len(LARGE) - 1))
    assert caught.value.params["limit"] == "package_bytes"


def test_an_endless_stream_is_stopped_at_the_limit() -> None:
    class Endless:
        given = 0

        def read(self, size: int) -> bytes:
            self.given += size
            return bytes(size)

    stream = Endless()
    with pytest.raises(LimitExceededError):
        open_source(as_stream(stream), Limits(package_bytes=3_000_000))
    assert stream.given < 6_000_000


def test_a_closed_file_is_an_input_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    path.write_bytes(b"<a/>")
    with path.open("rb") as file:
        pass
    with pytest.raises(InputError, match="cannot read"):
        open_source(file, LIMITS)


def test_a_file_object_that_gives_text_is_misuse() -> None:
    class Texts:
        def read(self, _size: int) -> str:
            return "<a/>"

    with pytest.raises(UsageError, match="binary mode; it gives str"):
        open_source(Texts(), LIMITS)  # type: ignore[arg-type]  # wrong on purpose


def test_a_large_file_is_not_pickled_and_copied_as_itself(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(bytes(SMALL + 1))
    opened = open_source(path, LIMITS)
    with pytest.raises(UsageError, match="send its path"):
        pickle.dumps(opened)
    assert copy.deepcopy(opened) is opened
    opened.close()


def test_a_file_that_ends_before_its_size_is_a_changed_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(bytes(SMALL + 1))
    opened = open_source(path, LIMITS)
    answers = iter([b"abc", b""])
    monkeypatch.setattr(module, "_read_some", lambda *_: next(answers))
    with pytest.raises(SourceChangedError):
        opened.read_at(0, 10)
    opened.close()
