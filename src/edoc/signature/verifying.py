"""`edoc.verify`: the envelope and every attachment, to one verdict on the package."""

from __future__ import annotations

import datetime as dt
import tempfile
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from edoc._xml.parser import parse
from edoc._xml.source import open_source
from edoc.edxml.binder import CONTENT_ELEMENT
from edoc.edxml.package import DocumentPackage, StatusMessage
from edoc.edxml.reader import read_parsed
from edoc.edxml.scalars import VIETNAM
from edoc.edxml.writer import chunks
from edoc.errors import PackageError
from edoc.limits import DEFAULT_LIMITS
from edoc.signature.attachments import AttachmentVerdict, Surroundings, out_of_time, verify_attachment
from edoc.signature.budget import Budget
from edoc.signature.diagnosis import diagnose
from edoc.signature.facts import Facts
from edoc.signature.indication import Indication, worst
from edoc.signature.judge import judge_within
from edoc.signature.legal import legal_value
from edoc.signature.model import VerificationResult
from edoc.signature.moments import in_vietnam
from edoc.signature.policy import VerificationPolicy
from edoc.signature.said import Said
from edoc.signature.state_sender import with_sender_notes
from edoc.signature.xmldsig.envelope import FORMAT, LOCATION, envelope_facts
from edoc.signature.xmldsig.qualifying import with_properties

if TYPE_CHECKING:
    from edoc._xml.parser import Parsed
    from edoc._xml.source import Readable, Source
    from edoc.limits import Limits
    from edoc.signature.model import SignatureResult
    from edoc.signature.xmldsig.core import Core

__all__ = ["verify"]

#: A package up to this size is kept in memory while it is copied, in bytes.
_SPOOL: Final = 8 << 20
#: Embeddings, overrides and isolates.
_TURNING: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def verify(
    source: Readable | DocumentPackage | StatusMessage,
    *,
    policy: VerificationPolicy | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> VerificationResult:
    """Judge every signature of a package.

    Args:
        source: A package, or what `edoc.read` takes.
        policy: Whom to trust, for which moment, how strictly. Without one nobody is trusted, and
            no signature can pass; what is broken is found all the same.
        limits: What is accepted at most.

    Raises:
        PackageError: The package cannot be read. A signature never raises, whatever it says.
        InputError: The file does not exist or cannot be read.
        UsageError: *source* is nothing that can be read.

    Example:
        >>> import edoc
        >>> from edoc.testing import sample_package
        >>> edoc.verify(sample_package()).indication.name
        'NO_SIGNATURE'

    Source: Circular 41/2017/TT-BTTTT, Article 7; Decree 68/2024/NĐ-CP, Articles 31 and 32;
    ETSI EN 319 102-1.
    """
    now = dt.datetime.now(VIETNAM)
    rules = (policy or VerificationPolicy()).at_moment(now)
    own = isinstance(source, (DocumentPackage, StatusMessage))
    opened = (
        _bytes_of(source, limits)
        if isinstance(source, (DocumentPackage, StatusMessage))
        else open_source(source, limits)
    )
    try:
        with ThreadPoolExecutor(1) as other:  # digesting gives the processor away: both cores work
            digest = other.submit(opened.sha256)
            parsed = parse(opened, limits, CONTENT_ELEMENT)
            package = read_parsed(parsed, limits).package
            found = _parts(parsed, package, rules, Budget(limits))
            sha256 = digest.result()
    finally:
        if not own:
            opened.close()
    signatures = tuple(with_sender_notes(entry, package) for entry in found.signatures)
    indication, reasons = _verdict(signatures, found.not_run)
    return VerificationResult(
        path=opened.name,
        sha256=sha256,
        checked_at=now,
        moment=in_vietnam(rules.moment),
        policy=rules.preset,
        indication=indication,
        reasons=reasons,
        signatures=signatures,
        legal_value=legal_value(package, signatures) if isinstance(package, DocumentPackage) else None,
        not_run=found.not_run,
        diagnosis=tuple(said for said in found.diagnosis if not any(said in entry.diagnosis for entry in signatures)),
    )


def _bytes_of(package: DocumentPackage | StatusMessage, limits: Limits) -> Source:
    """Give what would be written of a package: for one that was read and not changed, what was read."""
    origin = package._origin  # noqa: SLF001 - the reader is what sets it
    if origin is not None and all(getattr(package, name) is value for name, value in origin.fields.items()):
        return origin.source
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL) as spool:
        for piece in chunks(package):
            spool.write(piece)
        spool.seek(0)
        return open_source(spool, limits)


def _parts(
    parsed: Parsed,
    package: DocumentPackage | StatusMessage,
    policy: VerificationPolicy,
    budget: Budget,
    *,
    above: str = "",
    within: Surroundings | None = None,
) -> AttachmentVerdict:
    """Judge the envelope and every attachment; a package inside is judged in the same way.

    Args:
        parsed: The package as a tree.
        package: The same as models.
        policy: With a moment.
        budget: What verifying may use.
        above: Where the package stands in the one around it; empty for the outermost.
        within: What it stands in; None for the outermost.
    """

    def nested(content: bytes, location: str, inside: Surroundings) -> AttachmentVerdict:
        try:
            inner = parse(open_source(content, limits), limits, CONTENT_ELEMENT)
            read = read_parsed(inner, limits).package
        except PackageError as error:
            said = Said.of("attachment.no-content", name=location, cause=error.message)
            return AttachmentVerdict(not_run=(said,))
        return _parts(inner, read, policy, budget, above=f"{location}/", within=inside)

    limits = budget.limits
    verdict = AttachmentVerdict(signatures=_envelope(parsed, package, policy, budget, f"{above}{LOCATION}"))
    around = replace(within or Surroundings(nested=nested, budget=budget), nested=nested, beside=package.attachments)
    for attachment in package.attachments:
        location = f"{above}attachment:{attachment.content_id}"
        if not budget.left:
            return verdict + out_of_time(budget, name=attachment.attachment_name or "", where=location)
        verdict += verify_attachment(attachment, location=location, around=around, policy=policy)
    return verdict


def _envelope(
    parsed: Parsed,
    package: DocumentPackage | StatusMessage,
    policy: VerificationPolicy,
    budget: Budget,
    location: str,
) -> tuple[SignatureResult, ...]:
    def looked() -> tuple[Facts, Core | None] | None:
        found = envelope_facts(parsed, budget, location)
        return found and (with_properties(*found, policy, budget), found[1])

    found, unreadable = budget.tried(looked, waiting=True)
    if unreadable is not None:
        found = Facts(location=location, format=FORMAT, failure=unreadable), None
    if found is None:
        return ()
    facts, core = found
    result = judge_within(replace(facts, notes=(*_notes(package), *facts.notes)), policy, budget)
    if facts.failure is None:
        return (result,)
    diagnosis, _ = budget.tried(lambda: diagnose(parsed, facts, core, budget))
    said = diagnosis or ()
    return (result.diagnosed(*said),)


def _notes(package: DocumentPackage | StatusMessage) -> tuple[Said, ...]:
    """Say what looks other than it is: marks that turn the direction of a text (Unicode UAX #9)."""
    subject = getattr(package.header, "subject", None) or ""
    return (Said.of("signature.note-bidi"),) if any(unicodedata.bidirectional(c) in _TURNING for c in subject) else ()


def _verdict(signatures: tuple[SignatureResult, ...], not_run: tuple[Said, ...]) -> tuple[Indication, tuple[Said, ...]]:
    """The worst signature counts; what could not be looked at leaves it undecided."""
    every = [entry.indication for entry in signatures]
    if not_run:
        every.append(Indication.INDETERMINATE)
    indication = worst(every)
    if indication is Indication.NO_SIGNATURE:
        return indication, (Said.of("signature.none-found"),)
    decisive = [entry for entry in signatures if entry.indication is indication]
    said = tuple(
        Said.of(
            "signature.decides",
            location=entry.location,
            indication=entry.indication,
            sub=entry.sub_indication or "-",
            reason=entry.reason.message if entry.reason else "-",
        )
        for entry in decisive
    )
    return indication, (*said, *(not_run if indication is Indication.INDETERMINATE else ()))
