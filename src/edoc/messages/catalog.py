"""Look a text up by its key, in Vietnamese or English.

The catalogue is one TOML file per language with the same keys and the same placeholders (a test
compares them). The language is an argument, never a global, so that two threads can speak two
languages.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final, Literal, TypeVar

if TYPE_CHECKING:
    from edoc.errors import PackageError

__all__ = ["LANGUAGES", "Language", "has_text", "refusal", "text"]

Language = Literal["vi", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")

E = TypeVar("E", bound="PackageError")


@cache
def _catalog(language: Language) -> dict[str, str]:
    """Flatten the file of *language* to ``section.key``."""
    raw = (resources.files("edoc.messages") / f"{language}.toml").read_text("utf-8")
    flat: dict[str, str] = {}
    for section, entries in tomllib.loads(raw).items():
        for key, value in entries.items():
            flat[f"{section}.{key}"] = value
    return flat


def has_text(key: str) -> bool:
    """Say whether the catalogue has a text under *key*."""
    return key in _catalog("en")


def text(key: str, language: Language = "en", /, **params: object) -> str:
    """Give the text under *key* with its placeholders filled in.

    Args:
        key: ``section.name``, for example ``fault.date-form``.
        language: ``vi`` or ``en``.
        params: The values of the placeholders; ``word:first`` stands for the text under that
            key in the section ``word``.

    Raises:
        KeyError: No such key, or a placeholder without a value: a fault of edoc itself.

    Example:
        >>> text("verdict.conformant", "vi")
        'PHÙ HỢP QUY CHUẨN'
    """
    catalog = _catalog(language)
    return catalog[key].format_map({name: _said(str(value), catalog) for name, value in params.items()})


def _said(value: str, catalog: dict[str, str]) -> str:
    """Put a value into the language of the text, if it is one of the catalogue's words."""
    return catalog.get(value.replace(":", ".", 1), value) if value.startswith("word:") else value


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
