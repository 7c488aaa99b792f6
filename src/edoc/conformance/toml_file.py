"""Files that the user writes for validation: profiles, rules and waivers, all in TOML."""

from __future__ import annotations

import errno
import re
import tomllib
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from edoc.conformance.toml_lines import Path, key_lines
from edoc.errors import InputError, InputMissingError, SettingsError, UsageError
from edoc.messages import error_of

if TYPE_CHECKING:
    import os

__all__ = ["Settings", "read_toml"]

#: What the parser of the standard library says, and the words for it in the catalogue.
_REASONS: Final = {
    "Expected '=' after a key": "equals",
    "Invalid value": "value",
    "Invalid date": "value",
    "Unterminated string": "string",
    "Illegal character": "string",
    "Expected ']": "bracket",
    "Expected newline or end of document": "end",
    "Invalid statement": "statement",
    "Unclosed": "unclosed",
    "Cannot ": "twice",
    "Duplicate inline table key": "twice",
}
_SAID: Final = re.compile(
    r"(?P<reason>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL
)


class Settings(NamedTuple):
    """What a file says, and where.

    Args:
        source: The name of the file.
        values: What it says.
        lines: The line of each key.
    """

    source: str
    values: dict[str, Any]
    lines: dict[Path, int]


def read_toml(path: str | os.PathLike[str], what: str) -> Settings:
    """Read a TOML file.

    Args:
        path: The file.
        what: What it should be, for the errors: ``profile`` or ``waivers``.

    Raises:
        InputMissingError: It is not there.
        InputError: It cannot be read.
        SettingsError: It is no TOML; says where.
    """
    source = str(path)
    try:
        with open(path, "rb") as file:
            text = file.read().decode("utf-8-sig")
        return Settings(source, tomllib.loads(text), key_lines(text))
    except FileNotFoundError as error:
        raise InputMissingError(errno.ENOENT, "no such file", source) from error
    except OSError as error:
        raise InputError(error.errno or errno.EIO, f"cannot read: {error.strerror}", source) from error
    except UnicodeDecodeError as error:
        raise SettingsError([_fault("not-utf-8", what, source, offset=error.start)]) from None
    except RecursionError:
        raise SettingsError([_fault("too-deep", what, source)]) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([_no_toml(str(error), what, source)]) from None
    except ValueError as error:  # a path with a NUL in it
        raise InputError(errno.EINVAL, f"cannot open: {error}", source) from error


def _no_toml(said: str, what: str, source: str) -> UsageError:
    """Put what the parser says into words of the catalogue; what has none there stays, and is marked so."""
    match = _SAID.fullmatch(said)
    reason = said if match is None else match["reason"]
    place = f"{source}:{match['line']}:{match['column']}" if match is not None and match["line"] else source
    known = next((word for start, word in _REASONS.items() if reason.startswith(start)), None)
    if known is None:
        return _fault("no-toml-said", what, place, reason=reason)
    return _fault("no-toml", what, place, reason=f"word:toml-{known}")


def _fault(key: str, what: str, place: str, **params: object) -> UsageError:
    return error_of(UsageError, f"settings.{key}", place=place, what=f"word:file-{what}", **params)
