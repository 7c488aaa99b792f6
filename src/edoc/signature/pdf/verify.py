"""Judge every signature of a PDF.

The parsing and the cryptography are pyHanko's, the judgement is ours: pyHanko's own verdict takes a
form field that was changed after signing, and lets a signature pass that was time-stamped after its
certificate had expired. Nothing that a file says can raise or hang: each signature is looked at
within its own time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edoc.signature.budget import Budget
from edoc.signature.cms.tokens import Stamp
from edoc.signature.facts import Facts
from edoc.signature.guarded import exceeded, undecided
from edoc.signature.indication import SubIndication
from edoc.signature.judge import judge_within
from edoc.signature.pdf.facts import FORMATS, document_stamp, signature_facts
from edoc.signature.pdf.order import with_order
from edoc.signature.pdf.reading import carries_signature, open_pdf

if TYPE_CHECKING:
    from edoc.signature.model import SignatureResult
    from edoc.signature.pdf.reading import FoundSignature, OpenedPdf
    from edoc.signature.policy import VerificationPolicy

__all__ = ["verify_pdf"]


def verify_pdf(
    content: bytes, *, location: str, policy: VerificationPolicy, budget: Budget | None = None
) -> tuple[SignatureResult, ...]:
    """Judge the signatures of a PDF; document time stamps prove time and are no signatures.

    Args:
        content: The file.
        location: Where it stands in the package (``attachment:<content_id>``).
        policy: Trust and moment.
        budget: What it may use; `edoc.Limits` as they are by default if left out.

    Returns:
        One result for each signature in the order of signing; empty when nothing is signed.
    """
    budget = budget or Budget()
    opened, failure = budget.tried(lambda: open_pdf(content, budget.limits))
    if opened is None:
        unsigned = failure is None or not carries_signature(content)
        facts = Facts(location=location, format="pdf", failure=failure)
        return () if unsigned else (judge_within(facts, policy, budget),)
    if not opened.signatures and carries_signature(content):
        orphan = undecided(SubIndication.FORMAT_FAILURE, "pdf.orphan")
        return (judge_within(Facts(location=location, format="pdf", failure=orphan), policy, budget),)
    return _Verification(opened, location, policy, budget).results()


class _Verification:
    """One file that is being judged."""

    def __init__(self, pdf: OpenedPdf, location: str, policy: VerificationPolicy, budget: Budget) -> None:
        self._pdf = pdf
        self._budget = budget
        self._location = location
        self._policy = policy

    def results(self) -> tuple[SignatureResult, ...]:
        limits = self._budget.limits
        marks = [found for found in self._pdf.signatures if found.is_time_stamp]
        signatures = [found for found in self._pdf.signatures if not found.is_time_stamp]
        if len(self._pdf.signatures) > limits.signatures:
            count = len(self._pdf.signatures)
            failure = exceeded(limits, "signatures", count)
            return (self._judged(Facts(location=self._location, format="pdf", failure=failure)),)
        stamps = tuple((mark, self._stamp(mark)) for mark in marks)
        results = [self._judged(self._facts(found, stamps)) for found in signatures]
        return with_order(self._pdf, tuple(results))

    def _stamp(self, mark: FoundSignature) -> Stamp:
        stamp, failure = self._budget.tried(lambda: document_stamp(self._pdf, mark, self._policy, self._budget.limits))
        return stamp or Stamp(der=mark.contents, failure=failure)

    def _judged(self, facts: Facts) -> SignatureResult:
        return judge_within(facts, self._policy, self._budget)

    def _facts(self, found: FoundSignature, stamps: tuple[tuple[FoundSignature, Stamp], ...]) -> Facts:
        limits = self._budget.limits
        facts, failure = self._budget.tried(
            lambda: signature_facts(
                self._pdf, found, location=self._location, policy=self._policy, limits=limits, later=stamps
            )
        )
        if facts is not None:
            return facts
        form = FORMATS.get(found.sub_filter, "pdf")
        return Facts(location=self._location, format=form, name=found.name, failure=failure)
