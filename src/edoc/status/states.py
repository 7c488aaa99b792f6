"""The states of a document at one recipient: the first half of the machine's vocabulary.

A document goes along one path, and may leave it. Whoever reads only a part of the messages sees
it jump along the path: what lies between is then *implied*.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from edoc.messages import Language, text

__all__ = ["LIVE", "PATH", "PENDING", "TERMINAL", "State", "implied_between", "rank"]


class State(StrEnum):
    """Where a document stands at one recipient.

    Source: Decision 28/2018/QĐ-TTg, Article 10.2h; the names of the states that only the sender
    or the axis sees are edoc's.
    """

    #: The sender has it ready; nothing was sent.
    PREPARED = "PREPARED"
    #: Handed to the axis.
    SENT = "SENT"
    #: The axis took it.
    IN_TRANSIT = "IN_TRANSIT"
    #: Đã đến: in the recipient's system, not handled yet.
    ARRIVED = "ARRIVED"
    #: Đã tiếp nhận: accepted and registered.
    ACCEPTED = "ACCEPTED"
    #: Phân công: assigned to a unit or a person.
    ASSIGNED = "ASSIGNED"
    #: Đang xử lý.
    PROCESSING = "PROCESSING"
    #: Hoàn thành.
    COMPLETED = "COMPLETED"
    #: Từ chối tiếp nhận: returned by the recipient.
    REJECTED = "REJECTED"
    #: The sender asked for it back, and waits for the answer.
    RECALL_PENDING = "RECALL_PENDING"
    #: The sender sent an update, and waits for the answer.
    UPDATE_PENDING = "UPDATE_PENDING"
    #: The sender sent a replacement, and waits for the answer.
    REPLACE_PENDING = "REPLACE_PENDING"
    #: Thu hồi: taken back; frozen at the sender, cancelled at the recipient.
    RECALLED = "RECALLED"
    #: Thay thế: another document stands in its place.
    REPLACED = "REPLACED"
    #: Withdrawn before it was sent.
    WITHDRAWN = "WITHDRAWN"
    #: The axis refused it.
    AXIS_REJECTED = "AXIS_REJECTED"

    @property
    def is_terminal(self) -> bool:
        """Whether the document has come to its end here."""
        return self in TERMINAL

    @property
    def is_pending(self) -> bool:
        """Whether a request of the sender waits for its answer."""
        return self in PENDING

    def label(self, language: Language = "vi") -> str:
        """Give its name in ``vi`` or ``en``.

        >>> State.ACCEPTED.label("vi"), State.ACCEPTED.label("en")
        ('Đã tiếp nhận', 'accepted')
        """
        return text(f"status.state-{self.value}", language)


#: The path: a later state is of higher rank, and implies the earlier ones.
PATH: Final = (
    State.PREPARED,
    State.SENT,
    State.IN_TRANSIT,
    State.ARRIVED,
    State.ACCEPTED,
    State.ASSIGNED,
    State.PROCESSING,
    State.COMPLETED,
)
_RANKS: Final = {state: number for number, state in enumerate(PATH)}
#: Sent, and not at an end: what the sender may ask back, update or replace.
LIVE: Final = PATH[1:-1]
PENDING: Final = frozenset({State.RECALL_PENDING, State.UPDATE_PENDING, State.REPLACE_PENDING})
TERMINAL: Final = frozenset(
    {
        State.REJECTED,
        State.COMPLETED,
        State.RECALLED,
        State.REPLACED,
        State.WITHDRAWN,
        State.AXIS_REJECTED,
    }
)


def rank(state: State) -> int:
    """Give the place of a state on the path, from 0; -1 for a state that is not on it."""
    return _RANKS.get(state, -1)


def implied_between(reached: State, through: State) -> tuple[State, ...]:
    """Give the states of the path after *reached*, up to *through*.

    >>> [state.value for state in implied_between(State.ARRIVED, State.ASSIGNED)]
    ['ACCEPTED', 'ASSIGNED']
    """
    return PATH[_RANKS[reached] + 1 : _RANKS[through] + 1]
