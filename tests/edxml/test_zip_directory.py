"""The entries of an archive are counted before `zipfile` makes anything of them."""

from __future__ import annotations

import io
import zipfile

import pytest

from edoc.edxml.zip_directory import require_few_entries
from edoc.errors import LimitExceededError
from edoc.limits import Limits
from edoc.testing.files import zip_of


def archive(count: int) -> bytes:
    return zip_of({f"{number}.txt": b"x" for number in range(count)})


@pytest.mark.parametrize("comment", [b"", b"PK\x01\x02"])
def test_as_many_as_the_limit_pass_and_one_more_does_not(comment: bytes) -> None:
    data = archive(3)[:-2] + len(comment).to_bytes(2, "little") + comment
    require_few_entries(io.BytesIO(data), Limits(archive_entries=3))
    with pytest.raises(LimitExceededError, match="archive_entries = 2 is exceeded: 3"):
        require_few_entries(io.BytesIO(data), Limits(archive_entries=2))


def test_long_names_are_no_entries() -> None:
    require_few_entries(io.BytesIO(zip_of({"x" * 5_000: b"x"})), Limits(archive_entries=1))


def test_a_table_of_zip64_is_found_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
    data = archive(3)
    assert b"PK\x06\x06" in data
    require_few_entries(io.BytesIO(data), Limits(archive_entries=3))
    with pytest.raises(LimitExceededError, match="archive_entries = 2 is exceeded: 3"):
        require_few_entries(io.BytesIO(data), Limits(archive_entries=2))


def test_a_table_that_is_cut_is_counted_as_far_as_it_goes() -> None:
    data = bytearray(archive(3))
    end = data.rindex(b"PK\x05\x06")
    data[end + 12 : end + 16] = (1 << 20).to_bytes(4, "little")
    require_few_entries(io.BytesIO(bytes(data)), Limits(archive_entries=10))


@pytest.mark.parametrize("data", [b"", b"no archive at all"])
def test_of_what_is_no_archive_nothing_is_said(data: bytes) -> None:
    require_few_entries(io.BytesIO(data), Limits(archive_entries=1))
