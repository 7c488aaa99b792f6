"""Files written beside what is there: safe names, whole or not at all, never over another.

A file is written under a temporary name in the folder it belongs to and takes its own name only
when it is complete and on disk.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import unicodedata
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from pathvalidate import sanitize_filename

from edoc.errors import EdocError, OutputError, OutputExistsError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

__all__ = ["atomic_file", "safe_name", "save_stream", "unique_names"]

#: The longest name that Linux file systems take, in bytes; Windows and macOS take 255 characters.
MAX_NAME: Final = 255
_LONGEST_EXTENSION: Final = 20
# Unicode 15, UAX #9 and general category Cf: characters that change how a name looks without
# being seen: bidi controls, zero-width characters, tags.
_INVISIBLE: Final = frozenset({"Cf", "Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
# Windows, "Naming Files, Paths, and Namespaces": devices are reserved with any extension, and in
# effect also with blanks before it; CONIN$ and CONOUT$ are those of the console.
_DEVICE: Final = re.compile(r"^(con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?= *(?:\.|$))", re.IGNORECASE)


def safe_name(name: str) -> str:
    """Make a file name that is safe on Linux, macOS and Windows, and says what it is.

    The last part of a path is taken; control, invisible and bidi characters go; characters and
    device names that Windows reserves are replaced; the name is in NFC, at most 255 bytes long,
    and keeps its extension.

    >>> safe_name("../../etc/passwd")
    'passwd'
    >>> safe_name("CON.pdf")
    'CON_.pdf'
    """
    base = re.split(r"[/\\]", name)[-1]
    visible = "".join(letter for letter in base if unicodedata.category(letter) not in _INVISIBLE)
    composed = unicodedata.normalize(
        "NFC", visible
    )  # afterwards: what went may have stood between a letter and its mark
    free = _DEVICE.sub(r"\1_", composed.strip(" ").rstrip(". "))
    short = _shorten(free)  # pathvalidate would cut the extension off
    clean = str(sanitize_filename(short, replacement_text="_", platform="universal")).rstrip(". ")
    return clean if clean.strip("._ ") else "attachment"


def _shorten(name: str) -> str:
    """Cut a name to `MAX_NAME` bytes, between characters, before its extension."""
    if len(name.encode()) <= MAX_NAME:
        return name
    stem, extension = _parts(name)
    room = MAX_NAME - len(extension.encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ") + extension


def _parts(name: str) -> tuple[str, str]:
    """Give stem and extension, the dot with the extension; what is too long to be one belongs to the stem."""
    stem, dot, extension = name.rpartition(".")
    return (stem, dot + extension) if stem and len(extension.encode()) <= _LONGEST_EXTENSION else (name, "")


def numbered(name: str, number: int) -> str:
    """Give the *number*-th variant of a name: ``a.pdf``, ``a (2).pdf``.

    >>> numbered("a.pdf", 2)
    'a (2).pdf'
    """
    stem, extension = _parts(name)
    tail = f" ({number}){extension}"
    return stem.encode()[: MAX_NAME - len(tail.encode())].decode("utf-8", "ignore") + tail


def unique_names(names: Iterable[str]) -> list[str]:
    """Make names unique for file systems that fold case and composition; later ones get numbers.

    >>> unique_names(["a.pdf", "A.PDF", "b.pdf"])
    ['a.pdf', 'A (2).PDF', 'b.pdf']
    """
    taken: dict[str, int] = {}
    unique: list[str] = []
    for name in names:
        candidate, number = name, taken.get(_folded(name), 1)
        while _folded(candidate) in taken:
            number += 1
            candidate = numbered(name, number)
        taken[_folded(name)] = number
        taken.setdefault(_folded(candidate), 1)
        unique.append(candidate)
    return unique


def _folded(name: str) -> str:
    # systems fold to capitals or to small letters: the Turkish letters i are one in the first way alone
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).upper().casefold())


def save_stream(pieces: Iterable[bytes], directory: str | os.PathLike[str], name: str, *, overwrite: bool) -> Path:
    """Write *pieces* to a file of a safe name inside *directory*.

    Raises:
        OutputExistsError: The file exists and *overwrite* is not set.
        OutputError: The folder does not exist, or the file cannot be written.
    """
    folder = Path(directory)
    target = folder / safe_name(name)
    if not overwrite and os.path.lexists(target):
        raise OutputExistsError(
            errno.EEXIST, "the file exists; ask for overwriting (--force) to replace it", str(target)
        )
    with atomic_file(target, overwrite=overwrite) as file:
        for piece in pieces:
            file.write(piece)
    return target


@contextmanager
def atomic_file(target: str | os.PathLike[str], *, overwrite: bool = True) -> Generator[IO[bytes]]:
    """Give a file to write that becomes *target* when all went well, and nothing otherwise.

    Raises:
        OutputExistsError: *target* appeared meanwhile and *overwrite* is not set.
        OutputError: It cannot be written.
    """
    path = Path(target)  # a link is replaced, never followed: it may lead outside the folder
    temporary: str | None = None
    try:
        _require_replaceable(path)
        candidate = str(path.parent / f".edoc-{secrets.token_hex(8)}.tmp")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        descriptor = os.open(candidate, flags, 0o666)
        temporary = candidate
        with os.fdopen(descriptor, "wb") as file:
            _take_mode(file.fileno(), path)
            yield file
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(temporary, path, overwrite=overwrite)
        temporary = None
    except EdocError:
        raise
    except FileExistsError as error:
        raise OutputExistsError(errno.EEXIST, "the file exists", str(path)) from error
    except (OSError, ValueError) as error:
        number = error.errno if isinstance(error, OSError) else errno.EINVAL
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise OutputError(number or errno.EIO, f"cannot write: {reason}", str(path)) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)


def _require_replaceable(path: Path) -> None:
    """Refuse a folder, a device and a pipe: an administrator could replace ``/dev/stdout`` by a file for good."""
    with suppress(FileNotFoundError):
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise OutputError(errno.EISDIR, "is a folder", str(path))
        if not stat.S_ISREG(mode):
            raise OutputError(errno.ENOTSUP, "is a device or a pipe, which cannot be replaced by a file", str(path))


def _take_mode(descriptor: int, path: Path) -> None:
    """Give a new file the permissions of the one that it replaces."""
    with suppress(FileNotFoundError):
        os.chmod(descriptor, stat.S_IMODE(os.stat(path).st_mode))


def _put_in_place(temporary: str, path: Path, *, overwrite: bool) -> None:
    if overwrite:
        os.replace(temporary, path)
        return
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: the check before was all there is
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        os.replace(temporary, path)
    else:
        os.unlink(temporary)
