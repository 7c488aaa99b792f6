"""What can happen to a document at a recipient: the second half of the machine's vocabulary."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Final

from edoc.edxml.scalars import VIETNAM
from edoc.identifiers import AgencyCode, DocumentId, DocumentNumber  # noqa: TC001 - the JSON is made from the fields
from edoc.messages import text
from edoc.status.states import State
from edoc.status.times import in_vietnam

if TYPE_CHECKING:
    from edoc.messages import Language

__all__ = ["EVENTS", "Actor", "Event", "EventKind", "EventRow", "Role"]


class Actor(StrEnum):
    """Whose act an event is (Decision 1123/QĐ-UBND, Articles 3.4-5)."""

    #: Bên gửi: the agency that issued the document.
    SENDER = "sender"
    #: Bên nhận: the agency it is addressed to.
    RECEIVER = "receiver"
    #: Trục liên thông: carries messages, and is neither sender nor receiver.
    AXIS = "axis"

    def label(self, language: Language = "vi") -> str:
        """Give its name in ``vi`` or ``en``."""
        return text(f"status.actor-{self.value}", language)


class Role(StrEnum):
    """Who acts within the agency (Decision 1123/QĐ-UBND, Article 15)."""

    CLERK = "clerk"
    LEADER = "leader"
    OFFICER = "officer"
    SOFTWARE = "software"

    def label(self, language: Language = "vi") -> str:
        """Give its name in ``vi`` or ``en``."""
        return text(f"status.role-{self.value}", language)


class EventKind(StrEnum):
    """The kinds of event; those that travel as status messages have the code as their value."""

    #: The document is sent (business type 0, new).
    SEND = "send"
    #: The sender keeps it back before it was sent; no message.
    WITHDRAW = "withdraw"
    #: The axis took the document.
    AXIS_TAKES = "axis-takes"
    #: The axis refused the document.
    AXIS_REFUSES = "axis-refuses"
    ARRIVE = "01"
    REFUSE = "02"
    ACCEPT = "03"
    ASSIGN = "04"
    PROCESS = "05"
    COMPLETE = "06"
    #: Lấy lại: the light way to ask the document back.
    TAKE_BACK = "13"
    #: Thu hồi: the full way, a package of business type 1.
    RECALL = "type-1"
    #: Cập nhật: a package of business type 2.
    UPDATE = "type-2"
    #: Thay thế: a package of business type 3.
    REPLACE = "type-3"
    AGREE = "15"
    DECLINE = "16"

    @property
    def status_code(self) -> str | None:
        """The StatusCode that it travels with; None for other events.

        >>> EventKind.ACCEPT.status_code, EventKind.RECALL.status_code
        ('03', None)
        """
        return self.value if self.value.isdigit() else None

    @property
    def business_doc_type(self) -> str | None:
        """The BussinessDocType that it travels with; None for other events."""
        return "0" if self is EventKind.SEND else self.value[5:] if self.value.startswith("type-") else None

    def label(self, language: Language = "vi") -> str:
        """Give its name in ``vi`` or ``en``."""
        return text(f"status.event-{self.value}", language)


_LAST: Final = dt.datetime.max.replace(tzinfo=dt.UTC)
_NO_ORDER: Final = 99


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that was done, or is said to have been done. Everything it says is kept.

    Args:
        kind: What it is; None when the code means nothing that is known.
        by: The agency that says so (``From``), as written.
        at: When it happened by the clock of who did it, with a time zone; None when not told.
        received_at: When it was received here; orders events that tell no time themselves.
        code: The code as it was written (``03``, or ``1`` for a business type), for unknown ones.
        to: The agencies it is addressed to: the recipients that a request is about.
        issuer: Who issued the document it answers (``ResponseFor/OrganId``), for answers.
        documents: Ids of the document it is about.
        number: Number and notation of that document.
        promulgation_date: Its date of issue.
        reason: ``Description`` or ``BussinessDocReason``.
        staff: The person who acted.
        department: That person's unit.
        message_id: The id of the message itself; for a package of business, its own DocumentId.
        added: Recipients that an update adds.
        removed: Recipients that an update drops.
        raw_time: The time as it was written, when it could not be read.
    """

    kind: EventKind | None
    by: AgencyCode | None = None
    at: dt.datetime | None = None
    received_at: dt.datetime | None = None
    code: str = ""
    to: tuple[AgencyCode, ...] = ()
    issuer: AgencyCode | None = None
    documents: tuple[DocumentId, ...] = ()
    number: DocumentNumber | None = None
    promulgation_date: dt.date | None = None
    reason: str | None = None
    staff: str | None = None
    department: str | None = None
    message_id: DocumentId | None = None
    added: tuple[AgencyCode, ...] = ()
    removed: tuple[AgencyCode, ...] = ()
    raw_time: str | None = None

    #: JSON has every field, and no other.
    __pydantic_config__: ClassVar[dict[str, object]] = {
        "extra": "forbid",
        "json_schema_serialization_defaults_required": True,
    }

    def __post_init__(self) -> None:
        """Put times into +07:00: Decision 28/2018/QĐ-TTg, Article 14.4 wants one time for all.

        Raises:
            UsageError: A time has no zone.
        """
        for name in ("at", "received_at"):
            moment = getattr(self, name)
            if moment is not None and moment.tzinfo is not VIETNAM:
                object.__setattr__(self, name, in_vietnam(moment, name))

    @property
    def time(self) -> dt.datetime | None:
        """When it counts as having happened: its own time, else when it was received."""
        return self.at or self.received_at

    @property
    def order(self) -> tuple[bool, dt.datetime, int]:
        """Its place among others: by time, then in the order of the table; without a time, last."""
        time = self.at or self.received_at
        return (time is None, time or _LAST, _NO_ORDER if self.kind is None else _ORDER[self.kind])

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes two deliveries one event: everything but when it was received.

        It also puts events of one time and kind in order: by code, agency, reason, person, unit and
        id of the message, as texts; a field that is absent counts as empty.
        """
        told = (self.code, self.by, self.reason, self.staff, self.department, self.message_id)
        return (*(part or "" for part in told), *(repr(getattr(self, name)) for name in _SAID))

    def same_as(self, other: Event) -> bool:
        """Say whether *other* is this event, delivered again."""
        return self.kind is other.kind and self.at == other.at and self.identity == other.identity

    def merged(self, other: Event) -> Event:
        """Give this event, received when the first of both deliveries was."""
        times = [moment for moment in (self.received_at, other.received_at) if moment is not None]
        return replace(self, received_at=min(times, default=None))


_SAID: Final = tuple(field.name for field in fields(Event) if field.name != "received_at")


@dataclass(frozen=True, slots=True)
class EventRow:
    """What is fixed about a kind of event.

    Args:
        kind: The kind.
        actor: Whose act it is.
        role: Who does it within the agency.
        order: Its place among events of one time: earlier steps first, answers last.
        through: The state that the document must have reached for it to happen; on receipt it is
            implied. None for answers, which need a request.
        reason: Whether a reason must be given.
    """

    kind: EventKind
    actor: Actor
    role: Role | None
    order: int
    through: State | None = None
    reason: bool = False


_ROWS: Final = (
    EventRow(EventKind.SEND, Actor.SENDER, Role.CLERK, 1, State.PREPARED),
    EventRow(EventKind.WITHDRAW, Actor.SENDER, Role.CLERK, 2, State.PREPARED),
    EventRow(EventKind.AXIS_TAKES, Actor.AXIS, None, 3, State.SENT),
    EventRow(EventKind.AXIS_REFUSES, Actor.AXIS, None, 4, State.SENT),
    EventRow(EventKind.ARRIVE, Actor.RECEIVER, Role.SOFTWARE, 11, State.IN_TRANSIT),
    # Decision 28/2018/QĐ-TTg, Articles 5.4 and 9.1: who refuses tells the sender why
    EventRow(EventKind.REFUSE, Actor.RECEIVER, Role.CLERK, 12, State.ARRIVED, reason=True),
    EventRow(EventKind.ACCEPT, Actor.RECEIVER, Role.CLERK, 13, State.ARRIVED),
    EventRow(EventKind.ASSIGN, Actor.RECEIVER, Role.LEADER, 14, State.ACCEPTED),
    EventRow(EventKind.PROCESS, Actor.RECEIVER, Role.OFFICER, 15, State.ASSIGNED),
    EventRow(EventKind.COMPLETE, Actor.RECEIVER, Role.OFFICER, 16, State.PROCESSING),
    EventRow(EventKind.TAKE_BACK, Actor.SENDER, Role.CLERK, 20, State.SENT, reason=True),
    EventRow(EventKind.RECALL, Actor.SENDER, Role.CLERK, 21, State.SENT, reason=True),
    EventRow(EventKind.UPDATE, Actor.SENDER, Role.CLERK, 22, State.SENT),
    EventRow(EventKind.REPLACE, Actor.SENDER, Role.CLERK, 23, State.SENT),
    EventRow(EventKind.AGREE, Actor.RECEIVER, Role.CLERK, 30),
    EventRow(EventKind.DECLINE, Actor.RECEIVER, Role.CLERK, 31, reason=True),
)
#: Every kind of event by itself.
EVENTS: Final = MappingProxyType({row.kind: row for row in _ROWS})
_ORDER: Final = {row.kind: row.order for row in _ROWS}
