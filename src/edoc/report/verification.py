"""A verification as text: the verdict, why, and what each signature says, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edoc.messages import text
from edoc.report.terminal import visible
from edoc.signature.check import Outcome
from edoc.signature.moments import shown_moment
from edoc.signature.said import in_language

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from edoc.messages import Language
    from edoc.signature.model import SignatureResult, VerificationResult

__all__ = ["verification_text"]


def verification_text(result: VerificationResult, language: Language = "en") -> str:
    """Put a result into lines.

    Args:
        result: What `edoc.verify` gave.
        language: ``vi`` or ``en``.
    """
    told = in_language(result, language)
    return "\n".join(visible(line) for line in _lines(told, language)) + "\n"


def _lines(result: VerificationResult, language: Language) -> Iterator[str]:
    yield f"{result.path or '-'}: {text(f'verification.{result.indication}', language)}"
    if not result.signatures:
        yield from (f"  {said.message}" for said in result.reasons)
    for signature in result.signatures:
        yield from _signature(signature, language)
    yield from (f"  ! {said.message}" for said in result.not_run)
    yield from (f"  * {said.message}" for said in result.diagnosis)
    if result.legal_value is not None:
        yield f"  {text(f'verification.worth-{result.legal_value.value}', language)}"
        yield from (f"    {said.message}" for said in result.legal_value.reasons)


def _signature(signature: SignatureResult, language: Language) -> Iterator[str]:
    code = f" ({signature.sub_indication})" if signature.sub_indication else ""
    where = text("verification.envelope", language) if signature.location == "envelope" else signature.location
    yield f"  {where} [{signature.format}]: {text(f'verification.{signature.indication}', language)}{code}"
    if signature.reason is not None:
        yield f"    {signature.reason.message}"
    who = ", ".join(part for part in (signature.signer.name, signature.signer.organization) if part)
    if who:
        role = text(f"verification.role-{signature.role}", language)
        yield f"    {text('verification.signer', language, who=who, role=role)}"
    if signature.signing_time is not None:
        yield f"    {text('verification.time', language, time=_time(signature.signing_time, language))}"
    for check in signature.checks:
        if check.profile is None:
            outcome = text(f"signature.outcome-{check.outcome}", language)
            yield f"    [{outcome}] {check.message} ({check.clause})"
            if check.remedy is not None and check.outcome is not Outcome.NOT_RUN:  # what is not known needs no mending
                yield f"        -> {check.remedy.message}"
    for profile in signature.profiles:
        note = f"; {profile.note.message}" if profile.note else ""
        yield f"    {profile.title}: {text(f'signature.outcome-{profile.outcome}', language)}{note}"
    yield from (f"    * {said.message}" for said in (*signature.diagnosis, *signature.notes))


def _time(moment: dt.datetime, language: Language) -> str:
    """Write a time with its zone, as its readers do: whoever compares it with another has to know which it is."""
    return moment.isoformat(sep=" ") if language == "en" else shown_moment(moment)
