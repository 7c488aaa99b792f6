"""The parts of a package that rules are about; see `edoc.conformance.part`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from edoc.conformance.content.kinds import ARCHIVES, Kind
from edoc.conformance.part import Part

if TYPE_CHECKING:
    from edoc.conformance.subject import Subject

__all__ = [
    "ANNEXES",
    "ANSWERED",
    "ARCHIVED",
    "ATTACHED",
    "CHANGE",
    "CHANGED",
    "DUE",
    "HOPS",
    "LISTED",
    "MENTIONED",
    "OFFICE",
    "OPENED",
    "PDF",
    "REPLACED",
    "SEVERAL_ATTACHED",
    "SEVERAL_HOPS",
    "SEVERAL_OPENED",
    "SEVERAL_RECIPIENTS",
    "SIGNED",
]


def _signed(subject: Subject) -> object:
    signature = subject.parts.signature
    return signature is not None and len(signature)


def _annexes(subject: Subject) -> object:
    other = subject.document.header.other_info
    return other is not None and other.appendixes


def _several_opened(subject: Subject) -> object:
    return subject.attachments[1:] and subject.facts.inspected


def _pdf(subject: Subject) -> bool:
    return any(item.content.pdf is not None for item in subject.facts.inspected)


def _archived(subject: Subject) -> bool:
    return any(item.content.kind in ARCHIVES for item in subject.facts.inspected)


def _office(subject: Subject) -> bool:
    containers = (item.content.container for item in subject.facts.inspected)
    return any(found is not None and found.kind is not Kind.ZIP for found in containers)


#: Attachments; two and more of them; lines in the manifest.
ATTACHED: Final = Part("attachments", lambda subject: subject.attachments)
SEVERAL_ATTACHED: Final = Part("several attachments", lambda subject: len(subject.attachments) > 1, within=ATTACHED)
LISTED: Final = Part("lines in the manifest", lambda subject: subject.references)
#: Attachments that may be opened; two and more of them; those of a kind.
OPENED: Final = Part("opened attachments", lambda subject: subject.facts.inspected)
SEVERAL_OPENED: Final = Part("several of them", _several_opened, within=ATTACHED)
PDF: Final = Part("a PDF", _pdf, within=OPENED)
OFFICE: Final = Part("an Office file", _office, within=OPENED)
ARCHIVED: Final = Part("an archive", _archived, within=OPENED)
#: Annexes that the header declares.
ANNEXES: Final = Part("annexes", _annexes)
#: A signature in the envelope that has something in it.
SIGNED: Final = Part("an envelope signature", _signed, "both")
#: Hops; two and more of them.
HOPS: Final = Part("hops", lambda subject: subject.facts.hops)
SEVERAL_HOPS: Final = Part("several hops", lambda subject: len(subject.facts.hops) > 1)
#: A revocation, an update or a replacement (QCVN 102:2016/BTTTT 2.2.1).
CHANGE: Final = Part("a change of a document", lambda subject: subject.facts.business_type in {"1", "2", "3"})
#: What an update changes; what a replacement replaces.
CHANGED: Final = Part("what is changed", lambda subject: subject.facts.changed)
REPLACED: Final = Part("what is replaced", lambda subject: subject.facts.replaced)
#: Documents that are answered; documents and agencies that are named beside sender and recipients.
ANSWERED: Final = Part("answered documents", lambda subject: subject.facts.header.response_for)
MENTIONED: Final = Part(
    "mentioned agencies",
    lambda subject: subject.facts.header.response_for or subject.facts.changed or subject.facts.replaced,
)
#: Two recipients and more.
SEVERAL_RECIPIENTS: Final = Part("several recipients", lambda subject: len(subject.document.header.recipients) > 1)
#: A deadline.
DUE: Final = Part("a deadline", lambda subject: subject.document.header.due_date is not None)
