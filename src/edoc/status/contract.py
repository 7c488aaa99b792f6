"""The JSON of an exchange: the contract ``edoc/exchange/1``."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from edoc.edxml.model import Model
from edoc.status.document import Document
from edoc.status.events import Event

__all__ = ["ExchangeJson"]


class ExchangeJson(Model):
    """An exchange: what is known of the document, and the log. The states are the fold of both."""

    schema_id: Literal["edoc/exchange/1"] = Field(default="edoc/exchange/1", alias="schema")
    document: Document
    recall_completed: bool = False
    log: tuple[Event, ...] = ()
