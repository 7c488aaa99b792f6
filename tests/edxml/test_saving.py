"""Files are written under safe names, whole or not at all, and never over another unasked."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

import pytest

from edoc import AttachmentError, OutputError, OutputExistsError
from edoc.edxml.saving import atomic_file, numbered, safe_name, save_stream, unique_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Công văn số 05.pdf", "Công văn số 05.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("C:\\a\\b.pdf", "b.pdf"),
        ("/", "attachment"),
        ("", "attachment"),
        ("..", "attachment"),
        (" . . ", "attachment"),
        ("CON.pdf", "CON_.pdf"),
        ("con .pdf", "con_ .pdf"),
        ("CONIN$", "CONIN$_"),
        ("conout$.txt", "conout$_.txt"),
        ("COM¹.pdf", "COM¹_.pdf"),
        ("lpt0", "lpt0_"),
        ("aux.?", "aux_._"),
        ("console.pdf", "console.pdf"),
        ("a.pdf. . ", "a.pdf"),
        ("a\r\n\x00b.pdf", "ab.pdf"),
        ("gpj\u202efdp.exe", "gpjfdp.exe"),
        ("a\u200bb\ufeff.pdf", "ab.pdf"),
        ("e\u0302\u0301.pdf", "ế.pdf"),
        ("e\u200d\u0302\u200b\u0301.pdf", "ế.pdf"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        (".bashrc", ".bashrc"),
    ],
)
def test_a_name_is_made_safe_for_every_system(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize("letter", ["a", "ế", "😀"])
def test_a_long_name_is_cut_between_characters_and_keeps_its_extension(letter: str) -> None:
    name = safe_name(letter * 300 + ".pdf")
    assert len(name.encode()) <= 255
    assert len(name.encode()) > 255 - 4
    assert name.endswith(letter + ".pdf")


@pytest.mark.parametrize("name", ["a" * 300, "a." + "b" * 300, "." + "b" * 300])
def test_a_long_name_without_a_short_extension_is_cut_at_its_end(name: str) -> None:
    assert name.startswith(safe_name(name))
    assert len(safe_name(name)) == 255


@pytest.mark.parametrize(
    ("names", "unique"),
    [
        (["a.pdf", "a.pdf", "a.pdf"], ["a.pdf", "a (2).pdf", "a (3).pdf"]),
        (["a.pdf", "A.PDF"], ["a.pdf", "A (2).PDF"]),
        (["a.pdf", "a (2).pdf", "a.pdf"], ["a.pdf", "a (2).pdf", "a (3).pdf"]),
        (["ế", "e\u0302\u0301"], ["ế", "e\u0302\u0301 (2)"]),
        ([".a", ".a"], [".a", ".a (2)"]),
    ],
)
def test_names_that_a_file_system_would_fold_get_numbers(names: list[str], unique: list[str]) -> None:
    assert unique_names(names) == unique


def test_a_numbered_name_stays_within_the_length() -> None:
    assert len(numbered("ế" * 84 + ".pdf", 12).encode()) <= 255
    assert numbered("ế" * 84 + ".pdf", 12).endswith(" (12).pdf")


@pytest.mark.parametrize("name", ["a." + "b" * 253, "." + "b" * 254, "a.b" * 85, "CON." + "b" * 250])
def test_a_numbered_name_is_saved_as_it_is(name: str) -> None:
    safe = safe_name(name)
    names = unique_names([safe, safe.upper(), safe])
    assert [safe_name(made) for made in names] == names
    assert " (2)" in names[1]
    assert " (3)" in names[2]


def test_pieces_are_saved_under_a_safe_name_inside_the_folder(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    saved = save_stream([b"a", b"b"], inbox, "../../x.txt", overwrite=False)
    assert saved == inbox / "x.txt"
    assert saved.read_bytes() == b"ab"
    assert [path.name for path in tmp_path.iterdir()] == ["inbox"]


def test_an_existing_file_is_replaced_only_if_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "x.txt"
    target.write_bytes(b"old")
    with pytest.raises(OutputExistsError) as caught:
        save_stream([b"new"], tmp_path, "x.txt", overwrite=False)
    assert caught.value.filename == str(target)
    assert caught.value.errno == errno.EEXIST
    assert target.read_bytes() == b"old"
    save_stream([b"new"], tmp_path, "x.txt", overwrite=True)
    assert target.read_bytes() == b"new"


def test_a_link_in_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "x.txt").symlink_to(outside)
    with pytest.raises(OutputExistsError):
        save_stream([b"new"], inbox, "x.txt", overwrite=False)
    save_stream([b"new"], inbox, "x.txt", overwrite=True)
    assert not outside.exists()
    assert not (inbox / "x.txt").is_symlink()


def failing_pieces(error: Exception) -> Iterator[bytes]:
    yield b"half"
    raise error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (AttachmentError("cut"), AttachmentError),
        (OSError(errno.ENOSPC, "No space left on device"), OutputError),
        (ValueError("odd"), OutputError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_when_the_pieces_fail_nothing_is_left(tmp_path: Path, error: Exception, kind: type[BaseException]) -> None:
    with pytest.raises(kind):
        save_stream(failing_pieces(error), tmp_path, "x.txt", overwrite=False)
    assert list(tmp_path.iterdir()) == []


def test_what_the_system_said_is_in_the_error(tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(OutputError, match=r"x\.txt: cannot write: No space left on device") as caught:
        save_stream(failing_pieces(full), tmp_path, "x.txt", overwrite=True)
    assert caught.value.errno == errno.ENOSPC


def test_a_missing_folder_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot write"):
        save_stream([b""], tmp_path / "none", "x.txt", overwrite=False)


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "x.txt"

    def pieces() -> Iterator[bytes]:
        yield b"mine"
        target.write_bytes(b"theirs")

    with pytest.raises(OutputExistsError):
        save_stream(pieces(), tmp_path, "x.txt", overwrite=False)
    assert target.read_bytes() == b"theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["x.txt"]


@pytest.fixture
def no_hard_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)


def test_without_hard_links_a_file_is_still_put_in_place(tmp_path: Path, no_hard_links: None) -> None:
    with atomic_file(tmp_path / "x.txt", overwrite=False) as file:
        file.write(b"mine")
    assert (tmp_path / "x.txt").read_bytes() == b"mine"
    assert len(list(tmp_path.iterdir())) == 1


def test_without_hard_links_an_existing_file_is_still_not_replaced(tmp_path: Path, no_hard_links: None) -> None:
    target = tmp_path / "x.txt"
    target.write_bytes(b"theirs")
    with pytest.raises(OutputExistsError), atomic_file(target, overwrite=False) as file:
        file.write(b"mine")
    assert target.read_bytes() == b"theirs"
    assert len(list(tmp_path.iterdir())) == 1


def test_the_file_takes_its_name_only_when_it_is_complete(tmp_path: Path) -> None:
    target = tmp_path / "x.txt"
    with atomic_file(target) as file:
        file.write(b"half")
        assert not target.exists()
    assert target.read_bytes() == b"half"


def test_the_file_has_the_permissions_that_the_user_gives_to_new_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with atomic_file(tmp_path / "x.txt") as file:
            file.write(b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x.txt").stat().st_mode) == 0o640


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("link", [False, True])
def test_a_device_or_a_pipe_is_not_replaced_by_a_file(tmp_path: Path, link: bool) -> None:
    """An administrator who writes to /dev/stdout shall have it afterwards."""
    target = tmp_path / "pipe"
    os.mkfifo(target)
    if link:
        target = tmp_path / "link"
        target.symlink_to("pipe")
    with pytest.raises(OutputError, match="is a device or a pipe"), atomic_file(target) as file:
        file.write(b"")
    assert stat.S_ISFIFO(target.stat().st_mode)


def test_a_folder_in_the_place_of_the_file_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "x.txt").mkdir()
    with pytest.raises(OutputError, match="is a folder"), atomic_file(tmp_path / "x.txt") as file:
        file.write(b"")
    assert [path.name for path in tmp_path.iterdir()] == ["x.txt"]
