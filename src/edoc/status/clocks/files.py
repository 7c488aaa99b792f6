"""Text files of users: calendars and tables of deadlines."""

from __future__ import annotations

import errno
import os

from edoc.errors import InputError, InputMissingError

__all__ = ["read_text"]


def read_text(path: str | os.PathLike[str]) -> str:
    """Read a file in UTF-8, with or without a byte-order mark.

    Raises:
        InputMissingError: It does not exist.
        InputError: It cannot be read, or is not UTF-8.
    """
    name = os.fspath(path)
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            return file.read()
    except FileNotFoundError as error:
        raise InputMissingError(errno.ENOENT, "no such file", name) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(getattr(error, "errno", None) or errno.EINVAL, f"cannot read: {error}", name) from error
