"""`edoc.verify`: the envelope and every attachment, to one verdict on the package."""

from __future__ import annotations

import datetime as dt
import tempfile
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Final

from edoc._xml.parser import parse
from edoc._xml.source import open_source
from edoc.edxml.binder import CONTENT_ELEMENT
from edoc.edxml.package import DocumentPackage, StatusMessage
from edoc.edxml.reader import read_parsed
from edoc.edxml.scalars import VIETNAM
from edoc.edxml.writer import chunks
from edoc.errors import AttachmentError
from edoc.limits import DEFAULT_LIMITS
from edoc.signature.diagnosis import diagnose
from edoc.signature.formats import kind_of
from edoc.signature.indication import Indication, worst
from edoc.signature.judge import judge
from edoc.signature.legal import legal_value
from edoc.signature.model import VerificationResult
from edoc.signature.policy import VerificationPolicy
from edoc.signature.said import Said
from edoc.signature.xmldsig.envelope import envelope_facts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc._xml.parser import Parsed
    from edoc._xml.source import Readable, Source
    from edoc.edxml.attachment import Attachment
    from edoc.limits import Limits
    from edoc.signature.model import SignatureResult

__all__ = ["verify"]

#: A package up to this size is kept in memory while it is copied, in bytes.
_SPOOL: Final = 8 << 20
_HEAD: Final = 1024
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
            envelope = _envelope(parsed, package, rules)
            found, not_run = _attachments(package.attachments, rules)
            sha256 = digest.result()
    finally:
        if not own:
            opened.close()
    signatures = (*envelope, *found)
    indication, reasons = _verdict(signatures, not_run)
    return VerificationResult(
        path=opened.name,
        sha256=sha256,
        checked_at=now,
        moment=rules.moment.astimezone(VIETNAM),
        policy=rules.preset,
        indication=indication,
        reasons=reasons,
        signatures=signatures,
        legal_value=legal_value(package, signatures) if isinstance(package, DocumentPackage) else None,
        not_run=not_run,
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


def _envelope(
    parsed: Parsed, package: DocumentPackage | StatusMessage, policy: VerificationPolicy
) -> tuple[SignatureResult, ...]:
    found = envelope_facts(parsed, policy.limits)
    if found is None:
        return ()
    facts, core = found
    result = judge(replace(facts, notes=_notes(package)), policy)
    if facts.failure is None:
        return (result,)
    said = diagnose(parsed, facts, core)
    return (result.model_copy(update={"diagnosis": (*said, *result.diagnosis)}).with_material(result.material),)


def _notes(package: DocumentPackage | StatusMessage) -> tuple[Said, ...]:
    """Say what looks other than it is: marks that turn the direction of a text (Unicode UAX #9)."""
    subject = getattr(package.header, "subject", None) or ""
    return (Said.of("signature.note-bidi"),) if any(unicodedata.bidirectional(c) in _TURNING for c in subject) else ()


def _attachments(
    attachments: Iterable[Attachment], policy: VerificationPolicy
) -> tuple[tuple[SignatureResult, ...], tuple[Said, ...]]:
    """Look at every attachment that may be signed."""
    results: list[SignatureResult] = []
    not_run: list[Said] = []
    for attachment in attachments:
        name = attachment.attachment_name or attachment.content_id
        try:
            found = _attachment(attachment, policy)
        except AttachmentError as error:
            not_run.append(Said.of("signature.not-looked-at", name=name, reason=error.message))
            continue
        if isinstance(found, Said):
            not_run.append(Said.of("signature.not-looked-at", name=name, reason=found.message))
        else:
            results += found
    return tuple(results), tuple(not_run)


def _attachment(attachment: Attachment, policy: VerificationPolicy) -> tuple[SignatureResult, ...] | Said:
    """Give the signatures of one attachment, or why they could not be looked for."""
    with attachment.open() as stream:
        kind = kind_of(stream.read(_HEAD))
    if kind is None or not _holds(attachment, kind.mark):
        return ()
    limit = policy.limits.attachment_bytes
    with attachment.open() as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        return Said.of("signature.too-large", size=attachment.size, limit=limit)
    if kind.checker is None:
        return Said.of("signature.no-checker", kind=kind.name)
    module, _, function = kind.checker.partition(":")
    check = getattr(import_module(module), function)
    return tuple(check(content, location=f"attachment:{attachment.content_id}", policy=policy))


def _holds(attachment: Attachment, mark: bytes) -> bool:
    """Say whether *mark* stands anywhere in the content, in constant memory."""
    held = b""
    for piece in attachment.pieces():
        if mark in held + piece[: len(mark)] or mark in piece:
            return True
        held = (held + piece)[-len(mark) :]
    return not mark


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
