"""What must come of sequences of events, written by hand from the law's tables: no code made it.

States: P prepared, S sent, T in transit, A arrived, C accepted, G assigned, W processing,
F completed, X rejected, RP UP QP recall, update, replacement pending, RD recalled, QD replaced,
WD withdrawn, AX refused by the axis. Outcomes: a applied, b beneath a request, r repeated,
l late, x refused; in brackets the states that are implied.
"""

from __future__ import annotations

from typing import NamedTuple

from edoc.status import State

__all__ = ["CASES", "LETTERS", "MATRIX", "Case"]

LETTERS = {
    "P": State.PREPARED,
    "S": State.SENT,
    "T": State.IN_TRANSIT,
    "A": State.ARRIVED,
    "C": State.ACCEPTED,
    "G": State.ASSIGNED,
    "W": State.PROCESSING,
    "F": State.COMPLETED,
    "X": State.REJECTED,
    "RP": State.RECALL_PENDING,
    "UP": State.UPDATE_PENDING,
    "QP": State.REPLACE_PENDING,
    "RD": State.RECALLED,
    "QD": State.REPLACED,
    "WD": State.WITHDRAWN,
    "AX": State.AXIS_REJECTED,
}


class Case(NamedTuple):
    """One sequence in order of arrival; the state after each; then, in the order of the log, outcomes and problems."""

    deliveries: str
    states: str
    outcomes: str
    problems: str = ""


CASES = (
    # S-1 to S-8: the path. 01 from the axis is the recipient's software; 02 and 03 also come without it.
    Case("axis-takes@1 01@2 03@3 04@4 05@5 06@6", "T A C G W F", "a a a a a a"),
    Case("<prepared> send@1 axis-takes@2 01@3 03@4 04@5 05@6 06@7", "S T A C G W F", "a a a a a a a"),
    Case("01@1 03@2 05@2", "A C W", "a[T] a a[G]"),
    Case("01@1 03@2 06@3", "A C F", "a[T] a a[GW]"),
    Case("05@1 06@2", "W F", "a[TACG] a"),
    Case("06@1", "S", "x", "06:not-allowed"),
    Case("06@3 03@2", "S F", "a[TA] a[GW]"),
    Case("01@1 02@2", "A X", "a[T] a"),
    Case("01@1 02@2!", "A X", "a[T] a", "02:no-reason 02:no-staff"),
    Case("02@1", "X", "a[TA]"),
    Case("01@1 03@2 02@3", "A C C", "a[T] a x", "02:not-allowed"),
    Case("01@1 02@2 03@3", "A X X", "a[T] a x", "03:after-the-end"),
    Case("01@1 02@2 send@3 01@4 03@5", "A X S A C", "a[T] a a a[T] a"),
    Case("02@1 send@2 02@3 send@4 03@5", "X S X S C", "a[TA] a a[TA] a a[TA]"),
    Case("01@1 send@2 03@3", "A A C", "a[T] r a"),
    Case("<prepared> withdraw@1", "WD", "a"),
    Case("01@1 withdraw@2", "A A", "a[T] x", "withdraw:not-allowed"),
    Case("<prepared> withdraw@1 01@2", "WD WD", "a x", "01:after-the-end"),
    Case("axis-takes@1 axis-refuses@2", "T T", "a x", "axis-refuses:not-allowed"),
    Case("axis-refuses@1 01@2", "AX AX", "a x", "01:after-the-end"),
    Case("01@1 axis-takes@2", "A A", "a[T] l"),
    Case("01@1 01@2 03@3 03@4 03@5", "A A C C C", "a[T] r a r r"),
    Case("01@1 01@1 03@2 03@2", "A A C C", "a[T] a"),
    # the ordering rules: by time, then by the table; what tells no time comes last
    Case("06@6 05@5 04@4 03@3 01@1", "S F F F F", "a[T] a a a a"),
    Case("06@1 05@1 04@1 03@1 01@1", "S F F F F", "a[T] a a a a"),
    Case("03@1 01@2", "C C", "a[TA] l"),
    Case("01@1 05@2 04@3", "A W W", "a[T] a[CG] l"),
    Case("05@1 03@2 03@3", "W W W", "a[TACG] l r"),
    Case("01@? 03@? 06@?", "A C F", "a[T] a a[GW]", "01:missing-time 03:missing-time 06:missing-time"),
    Case("06@? 03@? 01@?", "S F F", "a[T] a a[GW]", "01:missing-time 03:missing-time 06:missing-time"),
    Case("03@? 01@1 05@3", "C C W", "a[T] a[CG] l", "03:missing-time"),
    Case("01@1 03@?+2 05@3", "A C W", "a[T] a a[G]", "03:missing-time"),
    Case("01@1 05@3 03@?+4", "A W W", "a[T] a[CG] l", "03:missing-time"),
    Case("01@1 13@2 15@?", "A RP RD", "a[T] a a", "15:missing-time"),
    Case("05@1 03@2 01@3 06@4", "W W W F", "a[TACG] l l a"),
    # S-9 to S-11: the recall, by either channel, once
    Case("01@1 13@2 15@3", "A RP RD", "a[T] a a"),
    Case("01@1 type-1@2 15@3", "A RP RD", "a[T] a a"),
    Case("01@1 13@2 type-1@3 15@4", "A RP RP RD", "a[T] a r a"),
    Case("01@1 type-1@3 13@2 15@4", "A RP RP RD", "a[T] a r a"),
    Case("01@1 13@2 15@3 type-1@4", "A RP RD RD", "a[T] a a r"),
    Case("01@1 03@2 13@3 16@4", "A C RP C", "a[T] a a a", "16:duty-to-cancel"),
    Case("01@1 03@2 13@3 16@4 13@5 15@6", "A C RP C RP RD", "a[T] a a a a a", "16:duty-to-cancel"),
    Case("01@1 13@2 16@3!", "A RP A", "a[T] a a", "16:no-reason 16:no-staff 16:duty-to-cancel"),
    Case("01@1 13@2!", "A RP", "a[T] a", "13:no-reason 13:no-staff"),
    Case("01@1 13@2 03@3 16@4", "A RP RP C", "a[T] a b a", "16:duty-to-cancel"),
    Case("01@1 13@2 03@3 15@4", "A RP RP RD", "a[T] a b a"),
    Case("01@1 03@2 13@3 06@4 16@5", "A C RP RP F", "a[T] a a b[GW] a", "16:duty-to-cancel"),
    Case("01@1 13@2 02@3 16@4", "A RP RP X", "a[T] a b a", "16:duty-to-cancel"),
    Case("01@1 15@2", "A A", "a[T] x", "15:no-request"),
    Case("01@1 16@2", "A A", "a[T] x", "16:no-request"),
    Case("01@1 15@3 13@2", "A A RD", "a[T] a a"),
    Case("01@1 13@2 15@3 15@4", "A RP RD RD", "a[T] a a r"),
    Case("01@1 13@2 16@3 16@4", "A RP A A", "a[T] a a r", "16:duty-to-cancel"),
    Case("01@1 13@2 15@3 16@4", "A RP RD RD", "a[T] a a x", "16:no-request"),
    Case("01@1 13@2 16@3 15@4", "A RP A A", "a[T] a a x", "16:duty-to-cancel 15:no-request"),
    Case("13@1 15@2", "RP RD", "a a"),
    Case("13@1 01@2 16@3", "RP RP A", "a b[T] a", "16:duty-to-cancel"),
    Case("01@1 13@2 15@3 03@4", "A RP RD RD", "a[T] a a x", "03:after-the-end"),
    Case("03@1 13@2 15@3 01@4", "C RP RD RD", "a[TA] a a l"),
    Case("01@1 03@2 06@3 13@4", "A C F F", "a[T] a a[GW] x", "13:after-the-end"),
    Case("<recall-completed> 01@1 03@2 06@3 13@4 15@5", "A C F RP RD", "a[T] a a[GW] a a"),
    Case("<recall-completed> 01@1 03@2 06@3 type-1@4 16@5", "A C F RP F", "a[T] a a[GW] a a", "16:duty-to-cancel"),
    Case("01@1 02@2 13@3", "A X X", "a[T] a x", "13:after-the-end"),
    Case("<prepared> 13@1", "RP", "a[S]"),
    # S-12: update
    Case("01@1 03@2 type-2@3 15@4", "A C UP C", "a[T] a a a"),
    Case("01@1 type-2@2 15@3 type-2@4 15@5", "A UP A UP A", "a[T] a a a a"),
    Case("01@1 03@2 type-2@3 16@4", "A C UP C", "a[T] a a a"),
    Case("01@1 type-2@2 type-2@3 15@4", "A UP UP A", "a[T] a x a", "type-2:request-pending"),
    Case("01@1 type-2@2 03@3 04@4 15@5 05@6", "A UP UP UP G W", "a[T] a b b a a"),
    Case("01@1 type-2@2 13@3 15@4", "A UP RP RD", "a[T] a a a"),
    Case("01@1 03@2 type-2@3 13@4 16@5", "A C UP RP C", "a[T] a a a a", "16:duty-to-cancel"),
    Case("01@1 type-2@2 13@2 15@3", "A UP RP RD", "a[T] a x a", "type-2:request-pending"),
    Case("02@1 type-2@2", "X X", "a[TA] x", "type-2:after-the-end"),
    Case("03@1 06@2 type-2@3", "C F F", "a[TA] a[GW] x", "type-2:after-the-end"),
    Case("01@1 type-2@3 15@2", "A UP UP", "a[T] x a", "15:no-request"),
    # S-13: replacement
    Case("01@1 03@2 type-3@3 15@4", "A C QP QD", "a[T] a a a"),
    Case("01@1 03@2 type-3@3 16@4", "A C QP C", "a[T] a a a"),
    Case("01@1 type-3@2 type-1@3 15@4", "A QP RP RD", "a[T] a a a"),
    Case("01@1 type-3@2 type-2@3 15@4", "A QP QP QD", "a[T] a x a", "type-2:request-pending"),
    Case("01@1 type-3@2 15@3 05@4", "A QP QD QD", "a[T] a a x", "05:after-the-end"),
    Case("01@1 type-3@2 15@3 15@4", "A QP QD QD", "a[T] a a r"),
    # codes that nobody defined
    Case("01@1 07@2 03@3", "A A C", "a[T] x a", "07:unknown-code"),
    Case("01@1 14@2 03@3", "A A C", "a[T] x a", "14:unknown-code"),
    Case("14@?", "S", "x", "14:missing-time 14:unknown-code"),
)

#: Every event in every state, as it is reached by the shortest way; columns as in the head. A state
#: means that it is entered; b and a state, that it is entered beneath the request. r repeated, l late;
#: n not allowed, e after the end, p a request waits, q no request waits.
MATRIX = """
    send withdraw axis-takes axis-refuses 01 02 03 04 05 06 13 type-1 type-2 type-3 15 16
P   S    WD       T          AX           A  X  C  G  W  n  RP RP     UP     QP     q  q
S   r    n        T          AX           A  X  C  G  W  n  RP RP     UP     QP     q  q
T   r    n        r          n            A  X  C  G  W  n  RP RP     UP     QP     q  q
A   r    n        l          n            r  X  C  G  W  n  RP RP     UP     QP     q  q
C   r    n        l          n            r  n  r  G  W  F  RP RP     UP     QP     q  q
G   r    n        l          n            r  n  r  r  W  F  RP RP     UP     QP     q  q
W   r    n        l          n            r  n  r  r  r  F  RP RP     UP     QP     q  q
F   r    e        l          e            r  e  r  r  r  r  e  e      e      e      q  q
X   S    e        l          e            r  r  e  e  e  e  e  e      e      e      q  q
RP  r    n        l          n            r  bX bC bG bW n  r  r      p      p      RD A
UP  r    n        l          n            r  bX bC bG bW n  RP RP     p      p      A  A
QP  r    n        l          n            r  bX bC bG bW n  RP RP     p      p      QD A
RD  r    e        l          e            r  e  e  e  e  e  r  r      e      e      r  q
QD  r    e        l          e            r  e  e  e  e  e  e  e      e      e      r  q
WD  e    r        e          e            e  e  e  e  e  e  e  e      e      e      q  q
AX  r    e        e          r            e  e  e  e  e  e  e  e      e      e      q  q
"""
