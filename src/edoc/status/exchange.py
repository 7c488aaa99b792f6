"""`Exchange`: one document with its recipients, and everything that was said about it.

The log of events is the truth; the states are its fold. Every event has one place in the log,
whatever the order in which they arrive, so the states do not depend on that order.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from edoc.errors import IllegalTransition
from edoc.identifiers import AgencyCode
from edoc.messages import wrong_usage
from edoc.status.document import Document
from edoc.status.events import EVENTS, Actor, Event, EventKind
from edoc.status.fold import Folded, extended, fold, in_order
from edoc.status.placing import Places, about_this
from edoc.status.problems import Problem

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from edoc.identifiers import AgencyRegistry
    from edoc.messages import Language
    from edoc.status.clocks import DeadlineReport, DeadlineTable, WorkingCalendar
    from edoc.status.machine import RecipientState
    from edoc.status.notice import DocumentPackage, StaffInfo, StatusMessage
    from edoc.status.trace import StatusTrace

__all__ = ["Exchange"]


@dataclass(frozen=True, slots=True, eq=False)
class Exchange:
    """A document, its recipients, and what became of it at each. Frozen: `apply` gives another.

    Made by `of` and `from_json`.

    Example:
        >>> from edoc.testing import sample_package, sample_status
        >>> package = sample_package()
        >>> exchange = Exchange.of(package).apply(sample_status(code="03", about=package))
        >>> [receiver.state.value for receiver in exchange.receivers]
        ['ACCEPTED', 'SENT']
    """

    _folded: Folded

    @classmethod
    def of(
        cls,
        package: DocumentPackage | Document,
        *,
        is_sent: bool = True,
        signed_at: dt.datetime | None = None,
        recall_completed: bool = False,
        registry: AgencyRegistry | None = None,
    ) -> Self:
        """Begin the exchange of a document.

        Args:
            package: The document; or what is known of it.
            is_sent: A package counts as sent, at the time of its first hop; False for a draft that
                is still at the sender.
            signed_at: When the authorised person signed it, if known; deadlines start there.
            recall_completed: Whether a completed document may be asked back; the law is silent.
            registry: A register that knows both codes of an agency.
        """
        if not isinstance(package, Document):
            from edoc.status.notice import document_of  # noqa: PLC0415 - the models of the format, on first use

            package = document_of(package, is_sent=is_sent, signed_at=signed_at)
        return cls(fold(package, (), recall_completed=recall_completed, registry=registry))

    @classmethod
    def from_json(cls, data: str | bytes, *, registry: AgencyRegistry | None = None) -> Self:
        """Read an exchange back from its JSON: its log is folded again.

        Args:
            data: What `to_json` gave, of this or another program.
            registry: A register that knows both codes of an agency; give the one it was made with.

        Raises:
            FieldError: It is no JSON of the contract ``edoc/exchange/1``.
        """
        from edoc.status.contract import ExchangeJson  # noqa: PLC0415 - pydantic, on first use

        given = ExchangeJson.model_validate_json(data)
        return cls(fold(given.document, given.log, recall_completed=given.recall_completed, registry=registry))

    def to_json_dict(self) -> dict[str, Any]:
        """Give the JSON of the contract ``edoc/exchange/1`` as a dict: the document and the log, no state."""
        from edoc.status.contract import ExchangeJson  # noqa: PLC0415 - pydantic, on first use

        made = ExchangeJson(document=self.document, recall_completed=self.recall_completed, log=self.log)
        return made.model_dump(mode="json", by_alias=True)

    def to_json(self) -> str:
        """Give the JSON of the contract ``edoc/exchange/1``.

        Example:
            >>> from edoc.testing import sample_package, sample_status
            >>> package = sample_package()
            >>> exchange = Exchange.of(package).apply(sample_status(about=package))
            >>> Exchange.from_json(exchange.to_json()) == exchange
            True
        """
        return json.dumps(self.to_json_dict(), ensure_ascii=False)

    def trace(
        self,
        *,
        at: dt.datetime | None = None,
        profile: str | None = None,
        calendar: WorkingCalendar | None = None,
        language: Language = "en",
    ) -> StatusTrace:
        """Report on every recipient: state, history, problems, deadlines; the contract ``edoc/status-trace/1``.

        Args:
            at: Now, with a time zone: what is said to be later is a problem, and deadlines are told as
                they stand then; None asks for neither.
            profile: Whose deadlines; by the date of the document when left out.
            calendar: How days and hours are counted; the shipped one when left out.
            language: Of the messages.
        """
        from edoc.status.trace import trace  # noqa: PLC0415 - pydantic, on first use

        return trace(self, at=at, profile=profile, calendar=calendar, language=language)

    def __eq__(self, other: object) -> bool:
        """Compare document, option and log; not where the log came from, nor its order of arrival."""
        if not isinstance(other, Exchange):
            return NotImplemented
        return self._compared == other._compared

    def __hash__(self) -> int:
        """Agree with ``==``."""
        return hash((self.document, len(self._folded.log)))

    @property
    def document(self) -> Document:
        """What is known of the document."""
        return self._folded.places.document

    @property
    def recall_completed(self) -> bool:
        """Whether a completed document may be asked back."""
        return self._folded.recall_completed

    @property
    def _compared(self) -> tuple[object, ...]:
        return (self.document, self.recall_completed, self.log)

    @property
    def log(self) -> tuple[Event, ...]:
        """Every event, in the order in which they count."""
        return tuple(in_order(self._folded.log))

    @property
    def receivers(self) -> tuple[RecipientState, ...]:
        """The state at each recipient: those of the document, then those that updates added."""
        return tuple(self._folded.states.values())

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the document, and with messages that count for no recipient."""
        found = [Problem("recipient-twice", None, (("organ", str(code)),)) for code in self._known.parties.twice]
        if self.document.without_code:
            found.append(Problem("recipient-without-code", None, (("count", str(self.document.without_code)),)))
        if self.document.document_id is None:
            found.append(Problem("document-without-id"))
        return (*found, *self._folded.strays)

    def receiver(self, organ_id: str) -> RecipientState:
        """Give the state at one recipient, by any spelling of its code.

        Raises:
            UsageError: It is no recipient, or a register would be needed to tell.
        """
        known, match = self._known.parties.find(AgencyCode(organ_id))
        if known is None:
            raise wrong_usage("recipient", organ=organ_id, match=match.value)
        return self._folded.states[known]

    def apply(self, *messages: DocumentPackage | StatusMessage | Event, received_at: dt.datetime | None = None) -> Self:
        """Take what was received, or done; give the exchange that knows it.

        What is wrong with a message becomes a problem; nothing is raised for it, and nothing is
        lost. Delivering a message again changes nothing. An `Event` of one's own may leave out
        what this exchange knows: the document, and the sender.

        Args:
            messages: Status messages, packages of business, events; in any order.
            received_at: When they were received, with a time zone.
        """
        return self._with([self._event(message, received_at) for message in messages])

    def perform(self, event: Event, *, recipient: str | None = None) -> Self:
        """Do something oneself: like `apply`, but what is not legal now is refused.

        Args:
            event: What is to be done.
            recipient: At whom; all recipients, or the one that acts, when left out.

        Raises:
            IllegalTransition: It is not legal now; nothing was changed.
            UsageError: The recipient is unknown.
        """
        return self._with([self._lawful(event, recipient)])

    def deadlines(
        self,
        at: dt.datetime,
        *,
        calendar: WorkingCalendar | None = None,
        profile: str | None = None,
        table: DeadlineTable | None = None,
    ) -> DeadlineReport:
        """Say of every deadline at every recipient whether it is met, due, missed or undecided.

        Args:
            at: The moment asked about, with a time zone.
            calendar: How days and hours are counted; the shipped one when left out, whose hours are
                assumed, and the results say so.
            profile: ``decree-30-2020``, ``qd-28-2018``, ``cv-4089-2017``, ``vinh-long-1123-2019`` or
                ``strict``; by the date of the document when left out.
            table: The deadlines; those that are shipped when left out.

        Raises:
            UsageError: *at* has no zone, or no profile has that name.

        Example:
            >>> from edoc.testing import sample_package, sample_status
            >>> import datetime as dt
            >>> package = sample_package(recipients=1)
            >>> exchange = Exchange.of(package).apply(sample_status(code="01", about=package))
            >>> at = dt.datetime(2026, 12, 1, 9, tzinfo=dt.timezone.utc)
            >>> report = exchange.deadlines(at, profile="decree-30-2020")
            >>> [(entry.id, entry.outcome.value) for _, entries in report.receivers for entry in entries]
            [('D-1', 'undecided'), ('D-2', 'undecided'), ('D-2', 'missed'), ('D-4', 'missed'), ('D-5', 'met')]
        """
        from edoc.status.clocks import deadlines_of  # noqa: PLC0415 - calendars and tables, on first use

        return deadlines_of(self, at, calendar=calendar, profile=profile, table=table)

    def status_for(
        self,
        code: str,
        recipient: str | None = None,
        *,
        at: dt.datetime,
        reason: str | None = None,
        staff_info: StaffInfo | dict[str, Any] | None = None,
    ) -> StatusMessage:
        """Write the status message for something that is legal now; `apply` it when it is sent.

        Args:
            code: 01 to 06, 15 or 16 of a recipient, or 13 of the sender.
            recipient: Who reports, or for 13 who is asked; may be left out if there is one only.
            at: When it is done, with a time zone.
            reason: ``Description``; 02, 13 and 16 need one. The name of the status if left out.
            staff_info: Who does it.

        Raises:
            IllegalTransition: It is not legal now.
            UsageError: No such code, or the recipient is unknown.

        Example:
            >>> from edoc.testing import sample_package
            >>> import datetime as dt
            >>> at = dt.datetime(2026, 11, 2, 9, tzinfo=dt.timezone(dt.timedelta(hours=7)))
            >>> exchange = Exchange.of(sample_package(recipients=1))
            >>> message = exchange.status_for("03", at=at)
            >>> message.header.status_code, message.header.response_for.organ_id
            ('03', AgencyCode('000.00.01.Z59'))
        """
        from edoc.status.notice import StaffInfo as Staff  # noqa: PLC0415 - the models of the format, on first use
        from edoc.status.notice import message_of  # noqa: PLC0415 - likewise

        kind = next((kind for kind in EventKind if kind.status_code == code), None)
        if kind is None:
            codes = ", ".join(kind.value for kind in EventKind if kind.status_code)
            raise wrong_usage("status-code", code=code, known=codes)
        if recipient is None and len(self._folded.states) != 1:
            raise wrong_usage("recipient-needed", count=len(self._folded.states))
        staff = staff_info if isinstance(staff_info, Staff) else Staff.model_validate(staff_info or {})
        state = self.receiver(recipient) if recipient is not None else self.receivers[0]
        is_sender = EVENTS[kind].actor is Actor.SENDER
        event = Event(
            kind=kind,
            code=code,
            by=None if is_sender else state.organ_id,
            to=(state.organ_id,) if is_sender else (),
            at=at,
            reason=reason,
            staff=staff.staff,
            department=staff.department,
        )
        lawful = self._lawful(event, state.organ_id)
        return message_of(replace(lawful, reason=reason or kind.label("vi")), self.document)

    def _lawful(self, event: Event, recipient: str | None) -> Event:
        event = about_this(event, self.document)
        asked = () if recipient is None else (self.receiver(recipient).organ_id,)
        if asked and event.to:
            event = replace(event, to=asked)
        placement = self._known.place(event)
        if not placement.recipients:
            raise IllegalTransition(
                "; ".join(problem.describe() for problem in placement.stray),
                event=event.code if event.kind is None else event.kind.value,
                why=placement.stray[0].code if placement.stray else "",
            )
        for code in asked or placement.recipients:
            self._folded.states[code].make(event)
        return event

    def _event(self, message: DocumentPackage | StatusMessage | Event, received_at: dt.datetime | None) -> Event:
        if isinstance(message, Event):
            event = message if received_at is None else replace(message, received_at=received_at)
            return about_this(event, self.document)
        from edoc.status.notice import event_of  # noqa: PLC0415 - the models of the format, on first use

        return event_of(message, received_at, self.document.document_id)

    @property
    def _known(self) -> Places:
        return self._folded.places

    def _with(self, events: Iterable[Event]) -> Self:
        return type(self)(extended(self._folded, events))
