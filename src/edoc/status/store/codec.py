"""Documents and events as JSON, and the keys by which they are found and told apart."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from edoc.errors import StoreError, UsageError
from edoc.identifiers import AgencyCode
from edoc.status.document import Document, plain_id
from edoc.status.events import Event

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["document_key", "event_key", "read_document", "read_event", "sender_key", "write_document", "write_event"]

T = TypeVar("T")


@cache
def _documents() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


@cache
def _events() -> TypeAdapter[Event]:
    return TypeAdapter(Event)


def write_document(document: Document) -> str:
    """Give a document as JSON, in ASCII.

    Raises:
        UsageError: A text of it is no Unicode.
    """
    return _written(_documents(), document)


def write_event(event: Event) -> str:
    """Give an event as JSON, in ASCII.

    Raises:
        UsageError: A text of it is no Unicode.
    """
    return _written(_events(), event)


def _written(adapter: TypeAdapter[T], value: T) -> str:
    try:
        return adapter.dump_json(value, ensure_ascii=True).decode()
    except PydanticSerializationError:  # half of a surrogate pair: no JSON can hold it
        message = f"a text of the {type(value).__name__.lower()} is no Unicode and cannot be kept"
        raise UsageError(message) from None


def read_document(text: str) -> Document:
    """Read a document.

    Raises:
        StoreError: The store holds what this version does not understand.
    """
    try:
        return _documents().validate_json(text)
    except ValidationError as error:
        raise _not_ours("a document", error) from None


def read_event(text: str) -> Event:
    """Read an event.

    Raises:
        StoreError: The store holds what this version does not understand.
    """
    try:
        return _events().validate_json(text)
    except ValidationError as error:
        raise _not_ours("an event", error) from None


def _not_ours(what: str, error: ValidationError) -> StoreError:
    return StoreError(f"the store holds {what} that cannot be read: {error.errors(include_url=False)[0]['msg']}")


def event_key(event: Event) -> str:
    """Give what makes two deliveries one event: everything but when it was received, as a digest.

    What is absent does not count, so that a field that a later version adds changes no key.
    """
    told: Mapping[str, Any] = _events().dump_python(event, mode="json", exclude={"received_at"})
    kept = {name: value for name, value in told.items() if value not in (None, "", [])}
    if event.at is not None:
        kept["at"] = _in_utc(event.at)
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def _in_utc(moment: dt.datetime) -> str:
    try:
        return moment.astimezone(dt.UTC).isoformat()
    except OverflowError:  # 0001-01-01 in Vietnam, .NET's empty time: there is no such moment elsewhere
        return moment.isoformat()


def sender_key(organ_id: str | None) -> str:
    """Give an agency code in the one form in which both families can be compared; empty for none."""
    return "" if organ_id is None else str(AgencyCode(organ_id).canonical())


def document_key(document: Document) -> tuple[str, str]:
    """Give what a document is found by: its id, or else its date and number; and its sender.

    Raises:
        UsageError: It has none of them.
    """
    sender = sender_key(None if document.sender is None else document.sender.organ_id)
    if document.document_id is not None:
        return plain_id(document.document_id), sender
    if sender and (document.number is not None or document.promulgation_date is not None):
        return f"\N{WHITE BULLET}{document.promulgation_date or ''}\N{WHITE BULLET}{document.number or ''}", sender
    message = "a document without an id is found by its sender with its number or date; this one has neither"
    raise UsageError(message)
