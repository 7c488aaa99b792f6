"""The questions that every law asks of a signature, each answered once.

Acts number and word them differently; the table of ``profiles`` says which act asks which. So two
acts can never be told two different things.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from edoc.signature.axes import Integrity
from edoc.signature.check import Outcome
from edoc.signature.indication import SubIndication
from edoc.signature.said import Said
from edoc.signature.usage import Purpose, usage_fault

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from edoc.signature.axes import AlgorithmUse, Time
    from edoc.signature.certificate import CertificateFacts
    from edoc.signature.facts import Facts, PathResult

__all__ = ["DIGEST_NAME", "Answer", "Question", "answers", "integrity_of"]


class Question(StrEnum):
    """What is asked."""

    #: Is it written as its standard says, and stands where it belongs?
    FORM = "form"
    #: Does the digest that was signed equal that of what is there?
    DIGESTS = "digests"
    #: Was the value made with the private key of the certificate?
    VALUE = "value"
    #: Is everything signed that a reader takes for signed?
    COVERAGE = "coverage"
    #: Was nothing changed after signing?
    MODIFICATIONS = "modifications"
    #: Does a certificate say who signed?
    IDENTITY = "identity"
    #: Was the certificate inside its validity?
    VALIDITY = "validity"
    #: Is the key meant for signing?
    PURPOSE = "purpose"
    #: Was it neither revoked nor suspended?
    STATUS = "status"
    #: Does a path lead to a trusted root?
    PATH = "path"
    #: Are algorithms and keys strong enough?
    ALGORITHMS = "algorithms"
    #: Is the time of signing known?
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, in words of its own where there are any."""

    outcome: Outcome
    said: Said


def integrity_of(facts: Facts) -> Integrity:
    """Put digests and value together."""
    compared = [digest.matches for digest in facts.digests]
    if facts.signature_ok is False or False in compared:
        outcome = Outcome.FAILED
    elif facts.signature_ok and compared and all(compared):
        outcome = Outcome.PASSED
    else:
        outcome = Outcome.NOT_RUN
    return Integrity(outcome=outcome, digests=facts.digests, signature_ok=facts.signature_ok)


#: Failures of form, which come before anything is computed.
_OF_FORM: Final = frozenset({SubIndication.FORMAT_FAILURE, SubIndication.SIGNED_DATA_NOT_FOUND})


def answers(
    facts: Facts,
    certificate: CertificateFacts | None,
    path: PathResult | None,
    used: tuple[AlgorithmUse, ...],
    time: Time,
    at: dt.datetime,
) -> Mapping[Question, Answer]:
    """Answer every question.

    Args:
        facts: What was found in the signature.
        certificate: The signer's certificate; None without one.
        path: What is said of its path.
        used: The algorithms, judged.
        time: When it was signed.
        at: The moment for which the certificate is judged.
    """
    found: dict[Question, tuple[Outcome, Said | None]] = {
        Question.FORM: _form(facts),
        Question.DIGESTS: _all([digest.matches for digest in facts.digests]),
        Question.VALUE: _all([] if facts.signature_ok is None else [facts.signature_ok]),
        Question.COVERAGE: (facts.coverage.outcome, None),
        Question.MODIFICATIONS: (facts.modifications.outcome, next(iter(facts.modifications.found), None)),
        Question.IDENTITY: (Outcome.PASSED if certificate is not None else Outcome.INDETERMINATE, None),
        Question.ALGORITHMS: _algorithms(used),
        Question.TIME: (time.outcome, None),
    }
    if certificate is not None:
        fault = usage_fault(certificate, Purpose.SIGNING)
        found[Question.VALIDITY] = (_validity(certificate, at), None)
        found[Question.PURPOSE] = (Outcome.FAILED, fault) if fault else (Outcome.PASSED, None)
    if path is not None:
        failed = path.failure.said if path.failure is not None else None
        found[Question.PATH] = (path.chain.outcome, path.chain.reason or failed)
        found[Question.STATUS] = (path.revocation.outcome, path.revocation.reason)
    return {question: _answer(question, *found.get(question, (Outcome.NOT_RUN, None))) for question in Question}


def _answer(question: Question, outcome: Outcome, said: Said | None) -> Answer:
    plain = said is None or outcome in {Outcome.PASSED, Outcome.NOT_RUN}
    return Answer(outcome, Said.of(f"signature.{question}-{outcome}") if plain or said is None else said)


def _form(facts: Facts) -> tuple[Outcome, Said | None]:
    failure = facts.failure
    if failure is not None and failure.sub_indication in _OF_FORM:
        return Outcome.FAILED, failure.said
    return Outcome.PASSED, None


def _all(compared: list[bool | None]) -> tuple[Outcome, Said | None]:
    if False in compared:
        return Outcome.FAILED, None
    return (Outcome.PASSED if compared and all(compared) else Outcome.NOT_RUN), None


def _algorithms(used: tuple[AlgorithmUse, ...]) -> tuple[Outcome, Said | None]:
    for outcome in (Outcome.FAILED, Outcome.WARNING):
        for use in used:
            if use.outcome is outcome:
                return outcome, use.reason
    return (Outcome.PASSED if used else Outcome.NOT_RUN), None


def _validity(certificate: CertificateFacts, at: dt.datetime) -> Outcome:
    first, last = certificate.not_before, certificate.not_after
    assert first is not None
    assert last is not None
    return Outcome.PASSED if first <= at <= last else Outcome.FAILED


#: The digest in the name of an algorithm: ``rsa-sha256``, ``sha256_rsa``, ``rsa-pss-sha3-256``.
DIGEST_NAME: Final = re.compile(r"sha3[-_]?\d{3}|sha\d{1,3}|md5|ripemd160")
