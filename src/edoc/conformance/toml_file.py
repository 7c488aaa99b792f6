"""Files that the user writes for validation: profiles, rules and waivers, all in TOML."""

from __future__ import annotations

import errno
import tomllib
from typing import TYPE_CHECKING, Any

from edoc.errors import InputError, InputMissingError, UsageError

if TYPE_CHECKING:
    import os

__all__ = ["read_toml"]


def read_toml(path: str | os.PathLike[str], what: str) -> dict[str, Any]:
    """Read a TOML file.

    Args:
        path: The file.
        what: What it should be, for the errors: ``profile``, ``file of waivers``.

    Raises:
        InputMissingError: It is not there.
        InputError: It cannot be read.
        UsageError: It is no TOML; says where.
    """
    try:
        with open(path, "rb") as file:
            return tomllib.loads(file.read().decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise InputMissingError(errno.ENOENT, "no such file", str(path)) from error
    except OSError as error:
        raise InputError(error.errno or errno.EIO, f"cannot read: {error.strerror}", str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f"{path}: this is no {what}, for it is no TOML: {error}"
        raise UsageError(message) from error
    except ValueError as error:  # a path with a NUL in it
        raise InputError(errno.EINVAL, f"cannot open: {error}", str(path)) from error
