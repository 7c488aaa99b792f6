"""Files of waivers, profiles and rules, held against their form: each fault with line, key and what is expected."""

from __future__ import annotations

import datetime as dt
import types
from difflib import get_close_matches
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from edoc.errors import SettingsError, UsageError
from edoc.messages import error_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from edoc.conformance.toml_lines import Path

__all__ = ["checked", "place_of", "settings_error"]

M = TypeVar("M", bound=BaseModel)
#: More than so many faults of one file help nobody.
_MOST: Final = 20
#: What a value of a kind is called; the words are in the catalogue.
_WORDS: Final[dict[Any, str]] = {
    str: "text",
    dt.date: "day",
    bool: "truth",
    int: "count",
    tuple: "list",
    dict: "table",
}


def checked(model: type[M], values: Mapping[str, Any], *, source: str, lines: Mapping[Path, int]) -> M:
    """Make *model* of what a file says.

    Args:
        model: The form.
        values: What the file says, and what is known beside it.
        source: The name of the file.
        lines: Where its keys stand: `key_lines`.

    Raises:
        SettingsError: It is not of that form; has every fault, with its place.
    """
    try:
        return TypeAdapter(model).validate_python(dict(values))
    except ValidationError as error:
        faults: dict[str, UsageError] = {}
        for item in error.errors(include_url=False):
            path = _path(item["loc"])
            fault = _fault(model, path, item, place_of(path, source, lines))
            faults.setdefault(str(fault), fault)
        raise settings_error(list(faults.values())) from None


def settings_error(faults: list[UsageError]) -> SettingsError:
    """Make the exception that has several faults."""
    return SettingsError(faults[:_MOST])


def place_of(path: Path, source: str, lines: Mapping[Path, int]) -> str:
    """Say where a key stands: file, line as far as it is known, and the key; elements are counted from 1.

    >>> place_of(("waiver", 1, "until"), "w.toml", {("waiver", 1): 6})
    'w.toml:6: waiver[2].until'
    """
    known = (lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines)
    line = next(known, None)
    shown = ""
    for part in path:
        shown += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if shown else part
    return ": ".join(part for part in (source if line is None else f"{source}:{line}", shown) if part)


def _path(loc: tuple[int | str, ...]) -> Path:
    """Leave out the alternatives of a union, which pydantic names as if they were keys."""
    return tuple(part for part in loc if isinstance(part, int) or "[" not in part)


def _fault(model: type[BaseModel], path: Path, item: Any, place: str) -> UsageError:
    kind, annotation = item["type"], _annotation(model, path)
    own = item.get("ctx", {}).get("error")
    if isinstance(own, UsageError) and own.key:
        return error_of(UsageError, own.key, **own.params | {"place": place})
    if kind == "extra_forbidden":
        known = _keys(_annotation(model, path[:-1]) if path[:-1] else model)
        near = get_close_matches(str(path[-1]), known, 1)
        key = "settings.unknown-near" if near else "settings.unknown"
        return error_of(UsageError, key, place=place, near="".join(near), known=", ".join(known))
    choices, word = ", ".join(_choices(annotation)), _word(annotation)
    values = {"place": place, "expected": choices or f"word:expects-{word}"}
    ending = "-one-of" if choices else ""
    if kind == "missing":
        return error_of(UsageError, f"settings.missing{ending}", **values)
    return error_of(UsageError, f"settings.wrong{ending}", **values, found=_shown(item["input"]))


def _annotation(model: type[BaseModel], path: Path) -> Any:
    """Walk down the fields to what a key holds; what nobody knows is a text."""
    found: Any = model
    for part in path:
        found = next(_inner(found, part), str)
    return found


def _inner(annotation: Any, part: int | str) -> Iterator[Any]:
    """Give what an element or a key of *annotation* holds."""
    plain = _plain(annotation)
    if isinstance(plain, type) and issubclass(plain, BaseModel):
        yield from (field.annotation for name, field in plain.model_fields.items() if part == (field.alias or name))
    else:  # tuple[X, ...] and dict[str, X]
        yield get_args(plain)[0 if isinstance(part, int) else -1]


def _plain(annotation: Any) -> Any:
    """Take the None out of what may be left out."""
    if get_origin(annotation) in {Union, types.UnionType}:
        kinds = [kind for kind in get_args(annotation) if kind is not type(None)]
        return kinds[0] if len(kinds) == 1 else annotation
    return annotation


def _keys(annotation: Any) -> list[str]:
    fields = _plain(annotation).model_fields
    return [field.alias or name for name, field in fields.items() if name != "line"]


def _choices(annotation: Any) -> list[str]:
    plain = _plain(annotation)
    if get_origin(plain) is Literal:
        return [str(choice) for choice in get_args(plain)]
    if isinstance(plain, type) and issubclass(plain, Enum):
        return [str(choice.value) for choice in plain]
    if get_origin(plain) in {Union, types.UnionType}:
        return [choice for kind in get_args(plain) for choice in _choices(kind)]
    return []


def _word(annotation: Any) -> str:
    plain = _plain(annotation)
    return _WORDS.get(get_origin(plain) or plain, "table")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{value}'"
    if isinstance(value, (dict, list)):
        return "word:found-table" if isinstance(value, dict) else "word:found-list"
    return str(value)
