"""A package from a JSON specification: the shape that ``edoc show --format json`` prints."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from edoc.edxml.attachment import Attachment
from edoc.edxml.package import DocumentPackage, StatusMessage
from edoc.edxml.saving import safe_name, unique_names
from edoc.errors import EdocError, InputError, InputMissingError, SpecError
from edoc.limits import DEFAULT_LIMITS

if TYPE_CHECKING:
    from edoc.limits import Limits

__all__ = ["build"]

#: What `show` says of a package that is not part of it.
_SAID: Final = frozenset({"schema", "kind", "faults"})
_CLAIMED: Final = ("size", "sha256")


def build(
    spec: Mapping[str, Any] | str | os.PathLike[str],
    *,
    attachments: str | os.PathLike[str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> DocumentPackage | StatusMessage:
    """Build a package from a specification in the shape of ``edoc/show/1``.

    The files of the attachments are named by ``path`` in each attachment, relative to the
    specification; where there is none, by the attachment's name inside *attachments*. A size or
    digest that the specification claims is checked against the file.

    Args:
        spec: The specification as a dict, or the path of its JSON file.
        attachments: The folder with the files; that of the specification when left out.
        limits: For the size of files.

    Raises:
        SpecError: It is no specification; says where.
        FieldError: A field is unknown or cannot hold its value.
        InputError: A file cannot be read.

    Example:
        >>> package = build({"kind": "status", "header": {"status_code": "03"}})
        >>> build(package.to_json_dict()) == package
        True
    """
    base = Path()
    loaded: object = spec
    if isinstance(spec, (str, os.PathLike)):
        base = Path(spec).parent
        loaded = _load(Path(spec))
    given = _object(loaded, "the specification")
    values = {name: value for name, value in given.items() if name not in _SAID and value is not None}
    kind = given.get("kind", "document")
    if kind == "status":
        _require(not values.pop("attachments", None), "attachments: a status message has none")
        return StatusMessage.model_validate(values)
    _require(kind == "document", f"kind: 'document' or 'status' is needed, not {kind!r}")
    folder = Path(attachments) if attachments is not None else base
    listed = values.get("attachments", [])
    _require(isinstance(listed, (list, tuple)), "attachments: a list is needed")
    items = cast("Sequence[object]", listed)
    files = _files(items, folder)
    values["attachments"] = tuple(
        _attachment(item, f"attachments[{number}]", base, files[number], limits) for number, item in enumerate(items)
    )
    return DocumentPackage.model_validate(values)


def _object(value: object, place: str) -> dict[str, Any]:
    """Give *value* if it is a JSON object.

    Raises:
        SpecError: It is something else.
    """
    if not isinstance(value, Mapping):
        message = f"{place}: a JSON object is needed"
        raise SpecError(message)
    return dict(cast("Mapping[str, Any]", value))


def _require(condition: bool, message: str) -> None:  # noqa: FBT001 - reads as an assertion
    if not condition:
        raise SpecError(message)


def _load(path: Path) -> Any:
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise InputMissingError(errno.ENOENT, "no such file", str(path)) from error
    except OSError as error:
        raise InputError(error.errno or errno.EIO, f"cannot read: {error.strerror}", str(path)) from error
    except UnicodeDecodeError as error:
        message = f"{path}: the specification is not UTF-8 (byte {error.start})"
        raise SpecError(message) from error
    except ValueError as error:  # a path with a NUL in it
        raise InputError(errno.EINVAL, f"cannot open: {error}", str(path)) from error
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"{path}: not JSON: {error}"
        raise SpecError(message) from error


def _files(listed: Sequence[object], folder: Path) -> list[Path]:
    """Give the file of each attachment inside *folder*, under the name that extracting gives it."""
    names: list[object] = [
        cast("Mapping[str, object]", item).get("attachment_name") if isinstance(item, Mapping) else None
        for item in listed
    ]
    return [folder / name for name in unique_names([safe_name(str(name or "")) for name in names])]


def _attachment(item: object, place: str, base: Path, named: Path, limits: Limits) -> Attachment:
    if isinstance(item, Attachment):
        return item
    values = _object(item, place)
    claims = {name: values.pop(name, None) for name in _CLAIMED}
    encoding = values.pop("encoding", None)
    path = values.pop("path", None)
    name = values.get("attachment_name")
    _require(isinstance(path, (str, type(None))), f"{place}.path: a text is needed")
    _require(isinstance(path or name, str), f"{place}: a path or an attachment_name is needed")
    _require(encoding in (None, "raw", "zip"), f"{place}.encoding: 'raw' or 'zip' is needed, not {encoding!r}")
    file = base / str(path) if path else named
    name = name if isinstance(name, str) else file.name
    content_type = values.get("content_type")
    _require(content_type is None or isinstance(content_type, str), f"{place}.content_type: a text is needed")
    format_ = values.pop("format", None)
    _require(format_ is None or isinstance(format_, str), f"{place}.format: a text is needed")
    try:
        made = Attachment.of(
            file, name=name, content_type=content_type, encoding=encoding, format=format_, limits=limits
        )
        fields = {field: value for field, value in values.items() if field != "content_type"}
        made = made.model_copy(update=fields) if fields else made
    except InputError as error:
        raise type(error)(error.errno or errno.EIO, f"{place}: {error.strerror}", error.filename) from error
    except EdocError as error:
        message = f"{place}: {error}"
        raise SpecError(message) from error
    for claim, value in claims.items():
        actual = getattr(made, claim)
        _require(value is None or value == actual, f"{place}.{claim}: {file} has {actual}, not {value}")
    return made
