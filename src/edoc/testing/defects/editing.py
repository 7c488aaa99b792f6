"""Changes of bytes: packages are broken as text, since the writer refuses to write them so."""

from __future__ import annotations

import base64
import re
from functools import cache, reduce
from typing import TYPE_CHECKING, Final

from edoc.testing.factory import sample_package, sample_status

if TYPE_CHECKING:
    from collections.abc import Callable

    from edoc.testing.defects.defect import Change
    from edoc.testing.factory import BusinessType

__all__ = [
    "HEADER",
    "MESSAGE",
    "TRACE",
    "added",
    "changes",
    "content",
    "document",
    "file_named",
    "inside",
    "renamed",
    "status",
    "sub",
    "text",
    "without",
]

HEADER: Final = "/edXML/edXMLEnvelope/edXMLHeader"
MESSAGE: Final = f"{HEADER}/MessageHeader"
TRACE: Final = f"{HEADER}/TraceHeaderList"


@cache
def document(business: BusinessType = "0") -> bytes:
    """Give a valid document."""
    return sample_package(1, business=business).to_bytes()


@cache
def status(code: str = "03") -> bytes:
    """Give a valid status message."""
    return sample_status(1, code).to_bytes()


def changes(*steps: Change) -> Change:
    """Make one change of several, in order."""
    return lambda data: reduce(lambda done, step: step(done), steps, data)


def sub(pattern: str, new: str, count: int = 1) -> Change:
    """Replace a pattern, which must be there."""

    def change(data: bytes) -> bytes:
        changed, times = re.subn(pattern, lambda match: match.expand(new), data.decode(), count=count, flags=re.DOTALL)
        assert times, pattern
        return changed.encode()

    return change


def _element(name: str) -> str:
    return rf"<(?:edXML:)?{name}[ >](?:(?!</(?:edXML:)?{name}>).)*</(?:edXML:)?{name}>"


def inside(outer: str, step: Change) -> Change:
    """Change the first element *outer* alone."""

    def change(data: bytes) -> bytes:
        found = re.search(_element(outer), data.decode(), re.DOTALL)
        assert found is not None, outer
        old = found.group().encode()
        return data.replace(old, step(old), 1)

    return change


def text(name: str, value: str) -> Change:
    """Give the first element *name* another text, written as XML."""
    return sub(rf"(<(?:edXML:)?{name}>)[^<]*<", rf"\g<1>{value}<")


def without(name: str) -> Change:
    """Leave the first element *name* out."""
    return sub(rf"\s*{_element(name)}", "")


def renamed(old: str, new: str) -> Change:
    """Call the elements *old* another name."""
    return sub(rf"(</?(?:edXML:)?){old}(?=[ >])", rf"\g<1>{new}", count=0)


def added(name: str, xml: str) -> Change:
    """Put XML at the end of the first element *name*."""
    return sub(rf"(?=</(?:edXML:)?{name}>)", xml)


_CONTENT: Final = re.compile(r"(<(?:edXML:)?ContentTransferEncoded[^>]*>)[^<]*")


def content(number: int, value: bytes | str | Callable[[], bytes]) -> Change:
    """Give an attachment (from 1) another content: bytes, what makes them when asked, or base64 as text."""

    def change(data: bytes) -> bytes:
        made = value() if callable(value) else value
        new = made if isinstance(made, str) else base64.b64encode(made).decode()
        places = list(_CONTENT.finditer(data.decode()))
        place = places[number - 1]
        whole = data.decode()
        return (whole[: place.start()] + place.group(1) + new + whole[place.end() :]).encode()

    return change


#: Names, and types as the writer gives them, of the two files of a sample package.
_FILES: Final = (("cong-van.pdf", "application/pdf"), ("ghi-chu.txt", "application/zip"))


def file_named(number: int, name: str, content_type: str | None = None) -> Change:
    """Give an attachment another name, and perhaps another type, here and in the manifest."""
    old_name, old_type = _FILES[number - 1]

    def change(data: bytes) -> bytes:
        whole = data.decode().replace(f">{old_name}<", f">{name}<")
        return (whole if content_type is None else whole.replace(f">{old_type}<", f">{content_type}<")).encode()

    return change
