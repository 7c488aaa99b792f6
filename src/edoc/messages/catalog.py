"""Look a text up by its key, in Vietnamese or English.

The catalogue has one folder per language and in it one TOML file per section, with the same keys
and the same placeholders (a test compares them). A section is read when the first of its texts is
asked for. The language is an argument, never a global, so that two threads can speak two languages.
"""

from __future__ import annotations

import datetime as dt
import sys
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from edoc.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edoc.errors import PackageError

__all__ = [
    "LANGUAGES",
    "Language",
    "dated",
    "error_of",
    "filled",
    "has_text",
    "refusal",
    "template",
    "text",
    "texts",
    "wrong_usage",
]

Language = Literal["vi", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")

#: The time that people in Vietnam read without being told which.
_VIETNAM: Final = dt.timedelta(hours=7)

E = TypeVar("E", bound="PackageError")
U = TypeVar("U", bound=UsageError)
#: Sections whose texts may stand inside other texts.
_WORDS: Final = ("word:", "limit:")
#: What `dated` gives.
_DATED: Final = ("date:", "time:")

#: A text that the standard gives a length is 500 characters long at most: whoever writes more is quoted in part.
_LONGEST_VALUE: Final = 500


@cache
def _section(language: Language, section: str) -> dict[str, str]:
    """Read one section; one that does not exist is empty."""
    file = resources.files("edoc.messages") / language / f"{section}.toml"
    try:
        raw = file.read_text("utf-8")
    except FileNotFoundError:
        return {}
    return {sys.intern(key): text for key, text in tomllib.loads(raw).items()}  # see `edoc._xml.names.clark`


def _find(key: str, language: Language) -> str | None:
    section, _, name = key.partition(".")
    return _section(language, section).get(name)


def has_text(key: str) -> bool:
    """Say whether the catalogue has a text under *key*."""
    return _find(key, "en") is not None


def text(key: str, language: Language = "en", /, **params: object) -> str:
    """Give the text under *key* with its placeholders filled in.

    Args:
        key: ``section.name``, for example ``fault.date-form``; the section is the name of the file.
        language: ``vi`` or ``en``.
        params: The values of the placeholders; ``word:first`` stands for the text under that
            key in the section ``word``, ``limit:depth`` for that in ``limit``; and what `dated` gives
            for a day or a moment.

    Raises:
        KeyError: No such key, or a placeholder without a value: a fault of edoc itself.

    Example:
        >>> text("verdict.conformant", "vi")
        'PHÙ HỢP QUY CHUẨN'
    """
    found = template(key, language)
    return filled(found, language, params)


def texts(section: str, language: Language = "en") -> Mapping[str, str]:
    """Give every text of a section by its key, with the placeholders as they are.

    Example:
        >>> texts("severity")["error"]
        'error'
    """
    return _section(language, section)


def filled(found: str, language: Language, params: Mapping[str, object]) -> str:
    """Fill the placeholders of a text that stands elsewhere, as `text` does.

    Raises:
        KeyError: A placeholder without a value.
    """
    return found.format_map({name: _said(str(value), language) for name, value in params.items()})


def template(key: str, language: Language = "en") -> str:
    """Give the text under *key* with its placeholders as they are, for tables of texts.

    Raises:
        KeyError: No such key.

    Example:
        >>> template("status.problem-unknown-code")
        'nobody has defined the status {event}'
    """
    found = _find(key, language)
    if found is None:
        raise KeyError(key)
    return found


def dated(moment: dt.date) -> str:
    """Give a day or a moment as a value of a text: people read it as their language writes it.

    Machines read ISO 8601 in it; English texts have it so, too.

    Args:
        moment: A date, or a datetime.

    Example:
        >>> dated(dt.date(2026, 11, 22))
        'date:2026-11-22'
        >>> text("rule.due-on-a-day-off", "vi", due=dated(dt.date(2026, 11, 22)))
        'thời hạn 22/11/2026 rơi vào ngày nghỉ'
        >>> text("rule.due-on-a-day-off", "en", due=dated(dt.date(2026, 11, 22)))
        'the deadline 2026-11-22 is a day off'
    """
    return f"{'time' if isinstance(moment, dt.datetime) else 'date'}:{moment.isoformat()}"


def _said(value: str, language: Language) -> str:
    """Put a value into the language of the text, if it is a word, a day or a moment; shorten what fills pages."""
    said = value
    if value.startswith(_WORDS):
        said = _find(value.replace(":", ".", 1), language) or value
    elif value.startswith(_DATED):
        said = _dated(value, language)
    if len(said) <= _LONGEST_VALUE:
        return said
    half = _LONGEST_VALUE // 2  # of a name, the end says what it is
    return f"{said[:half]} […] {said[-half:]}"


def _dated(value: str, language: Language) -> str:
    """Write what `dated` gave; a text of a package that only looks so stays as it is."""
    kind, _, rest = value.partition(":")
    try:
        moment = dt.datetime.fromisoformat(rest)
    except ValueError:
        return value
    if language == "en":
        return rest
    day = f"{moment:%d/%m}/{moment.year:04}"  # %Y leaves out the zeros of a year that was mistyped
    if kind == "date":
        return day
    zone = "" if moment.utcoffset() in {None, _VIETNAM} else f" ({rest[19:].lstrip('.0123456789')})"
    return f"{day} {moment:%H:%M:%S}{zone}"


def refusal(
    kind: type[E],
    code: str,
    *,
    source: str | None = None,
    line: int | None = None,
    column: int | None = None,
    path: str | None = None,
    **params: object,
) -> E:
    """Make the exception *kind* that refuses a package, with its text and its hint.

    Args:
        kind: A subclass of `edoc.PackageError`.
        code: Key in the sections ``refusal`` and ``hint``.
        source: Name of the file.
        line: Line, from 1.
        column: Column in characters, from 1.
        path: Path of the element.
        params: The values of the placeholders.
    """
    values = {name: str(value) for name, value in params.items()}
    return kind(
        text(f"refusal.{code}", **values),
        code=code,
        hint=text(f"hint.{code}", **values),
        source=source,
        line=line,
        column=column,
        path=path,
        params=values,
    )


def wrong_usage(key: str, **params: object) -> UsageError:
    """Make the exception that tells the caller what cannot be done, with its text.

    Args:
        key: Key in the section ``usage``.
        params: The values of the placeholders.

    Example:
        >>> print(wrong_usage("recipient-needed", count=2))
        the document has 2 recipients: say which one
    """
    return error_of(UsageError, f"usage.{key}", **params)


def error_of(kind: type[U], key: str, /, **params: object) -> U:
    """Make an exception of *kind* that can be said in every language.

    Args:
        kind: `edoc.UsageError`, or one of its kinds that takes nothing else.
        key: Key of its text.
        params: The values of the placeholders.
    """
    values = {name: str(value) for name, value in params.items()}
    return kind(text(key, **values), key=key, params=values)
