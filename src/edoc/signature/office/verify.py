"""Judge the signatures of an Office file: the XML signature, its Manifest, and what neither covers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from edoc._xml.parser import parse_bytes
from edoc.errors import PackageError
from edoc.signature.axes import Coverage, Time
from edoc.signature.budget import Budget
from edoc.signature.check import Outcome
from edoc.signature.diagnosis.probes import null_missing
from edoc.signature.facts import Facts
from edoc.signature.guarded import Unreadable, broken, exceeded, undecided
from edoc.signature.indication import SubIndication
from edoc.signature.judge import judge_within
from edoc.signature.moments import in_vietnam
from edoc.signature.office.manifest import left_out, signed_parts
from edoc.signature.office.opc import RELATIONSHIPS, OfficeFile
from edoc.signature.said import Said
from edoc.signature.xmldsig.canonical import XmlDocument
from edoc.signature.xmldsig.core import SIGNATURE, check
from edoc.signature.xmldsig.qualifying import with_properties
from edoc.signature.xmldsig.signing_time import claimed_time

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from edoc.limits import Limits
    from edoc.signature.facts import Failure
    from edoc.signature.model import SignatureResult
    from edoc.signature.office.manifest import LeftOut, SignedPart
    from edoc.signature.policy import VerificationPolicy
    from edoc.signature.xmldsig.core import Core

__all__ = ["FORMAT", "verify_office"]

FORMAT: Final = "ooxml"
_TIME: Final = "{http://schemas.openxmlformats.org/package/2006/digital-signature}SignatureTime"
#: What Office never signs: properties and settings of the view that it changes itself, and the signatures.
_NEVER_SIGNED: Final = ("/docprops/", "/_xmlsignatures/", "/ppt/presprops.xml", "/ppt/viewprops.xml")
_OF_THE_FILE: Final = "/_rels/.rels"
_OF_THE_SLIDES: Final = "/ppt/_rels/presentation.xml.rels"
#: By what relationships it is reached, and where they stand. A reader takes a part for what the type says, wherever it
#: lies: a style sheet in ``docProps`` is a style sheet. The second spelling is that of the strict form (ISO/IEC 29500).
_NEVER_SIGNED_RELATIONS: Final = frozenset(
    {
        (_OF_THE_FILE, f"{RELATIONSHIPS}/digital-signature/origin"),
        (_OF_THE_FILE, f"{RELATIONSHIPS}/metadata/core-properties"),
        (_OF_THE_FILE, f"{RELATIONSHIPS}/metadata/thumbnail"),
    }
    | {
        (source, f"http://{base}/relationships/{name}")
        for base in ("schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml/officeDocument")
        for source, names in (
            (
                _OF_THE_FILE,
                ("extended-properties", "extendedProperties", "custom-properties", "customProperties", "thumbnail"),
            ),
            (_OF_THE_SLIDES, ("presProps", "viewProps")),
        )
        for name in names
    }
)
#: Where Office keeps signatures.
_SIGNATURES: Final = "/_xmlsignatures/sig"
#: Data of its own that older versions did not sign; it is shown only where a text is bound to it.
_CUSTOM: Final = "/customxml/"
_CUSTOM_RELATIONS: Final = ("/relationships/customXml", "/relationships/customXmlProps")
_BINDING: Final = b"dataBinding"


def verify_office(
    content: bytes, *, location: str, policy: VerificationPolicy, budget: Budget | None = None
) -> tuple[SignatureResult, ...]:
    """Judge the signatures of a docx, xlsx or pptx file.

    Args:
        content: The file.
        location: Where it stands in the package.
        policy: Trust and moment.
        budget: What it may use; `edoc.Limits` as they are by default if left out.

    Returns:
        One result for each signature; empty when nothing is signed.
    """
    budget = budget or Budget()
    limits = budget.limits
    opened, failure = budget.tried(lambda: _opened(content, limits, location))
    if opened is None:
        return (judge_within(Facts(location=location, format=FORMAT, failure=failure), policy, budget),)
    file, signatures = opened
    if not signatures and any(part.casefold().startswith(_SIGNATURES) for part in file.parts):
        orphan = undecided(SubIndication.FORMAT_FAILURE, "office.orphan")
        return (judge_within(Facts(location=location, format=FORMAT, failure=orphan), policy, budget),)
    if len(signatures) > limits.signatures:
        many = exceeded(limits, "signatures", len(signatures))
        return (judge_within(Facts(location=location, format=FORMAT, failure=many), policy, budget),)

    def result_of(part: str) -> SignatureResult:
        found, why = budget.tried(lambda: _facts(file, part, location, budget))
        facts, core = found or (Facts(location=location, format=FORMAT, name=part, failure=why), None)
        result = judge_within(with_properties(facts, core, policy, budget), policy, budget)
        lacking = null_missing(core)
        if lacking is None:
            return result
        said = Said.of("diagnosis.without-null", **lacking)
        return result.diagnosed(said)

    return tuple(result_of(part) for part in signatures)


def _opened(content: bytes, limits: Limits, location: str) -> tuple[OfficeFile, list[str]]:
    file = OfficeFile(content, limits, location)
    return file, file.signatures()


def _facts(file: OfficeFile, part: str, location: str, budget: Budget) -> tuple[Facts, Core | None]:
    document = XmlDocument(_accepted(file, part))
    root = document.tree()
    if root.tag != SIGNATURE:
        failure = broken(SubIndication.FORMAT_FAILURE, "office.no-signature", part=part)
        return Facts(location=location, format=FORMAT, name=part, failure=failure), None
    core = check(document, root, root, budget)
    signed = [reference.element for reference in core.references if reference.digest.matches]
    parts = signed_parts(file, signed)
    missing = left_out(file, parts)
    open_parts = _open(file, parts, missing)
    return Facts(
        location=location,
        format=FORMAT,
        name=part,
        failure=core.failure or _changed(parts) or _uncovered(parts, open_parts),
        digests=(*(reference.digest for reference in core.references), *(entry.digest for entry in parts)),
        signature_ok=core.signature_ok,
        coverage=_coverage(parts, missing, open_parts),
        algorithms=core.algorithms,
        certificate=core.certificate,
        others=core.others,
        time=_time(core, root, signed),
    ), core


def _accepted(file: OfficeFile, part: str) -> bytes:
    """Give the bytes of a signature part, once the hardened parser took them."""
    data = file.read(part)
    try:
        parse_bytes(data, file.limits)
    except PackageError as error:
        raise Unreadable(
            undecided(SubIndication.FORMAT_FAILURE, "office.part", part=part, cause=error.message)
        ) from error
    return data


def _changed(parts: list[SignedPart]) -> Failure | None:
    changed = [entry.part for entry in parts if not entry.digest.matches]
    if not changed:
        return None
    return broken(SubIndication.HASH_FAILURE, "office.changed", parts=", ".join(changed[:5]))


def _open(file: OfficeFile, parts: list[SignedPart], missing: list[LeftOut]) -> list[str]:
    """Give what is not signed and that a reader of the file may show."""
    bound = any(_BINDING in file.read(entry.part) for entry in parts if entry.digest.matches and entry.ids is None)
    return [entry.part.name for entry in missing if not _is_never_signed(entry, bound=bound)]


def _is_never_signed(entry: LeftOut, *, bound: bool) -> bool:
    if not entry.relation:
        return entry.part.name.casefold().startswith(_NEVER_SIGNED if bound else (*_NEVER_SIGNED, _CUSTOM))
    known = (entry.source, entry.relation) in _NEVER_SIGNED_RELATIONS
    return known or (not bound and entry.relation.endswith(_CUSTOM_RELATIONS))


def _uncovered(parts: list[SignedPart], open_parts: list[str]) -> Failure | None:
    """What a reader of the file shows has to be signed; what Office never signs need not be."""
    if not parts:
        return broken(SubIndication.SIG_CONSTRAINTS_FAILURE, "office.nothing")
    if not open_parts:
        return None
    return undecided(SubIndication.SIG_CONSTRAINTS_FAILURE, "office.left-out", parts=", ".join(open_parts[:5]))


def _coverage(parts: list[SignedPart], missing: list[LeftOut], open_parts: list[str]) -> Coverage:
    return Coverage(
        outcome=Outcome.PASSED if parts and not open_parts else Outcome.FAILED,
        whole=not missing,
        covered=tuple(entry.covered for entry in parts),
        not_covered=tuple(entry.part for entry in missing),
    )


def _time(core: Core, root: _Element, signed: Iterable[_Element]) -> Time:
    """Take XAdES' time, else the one that Office writes beside the manifest, if it is signed."""
    time = claimed_time(core, root) if core.form is not None else Time()
    if time.claimed is not None:
        return time
    for element in signed:
        for entry in element.iter(_TIME):
            moment = _moment((entry.findtext("{*}Value") or "").strip())
            if moment is not None:
                return Time(outcome=Outcome.WARNING, claimed=moment, claimed_by="mdssi:SignatureTime")
    return Time(outcome=Outcome.WARNING)


def _moment(text: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return in_vietnam(moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC))
