"""What the signatures make of a package under the law, computed and explained.

Decree 30/2020/NĐ-CP, Article 5.1: signed by the authorised person and the agency, an electronic
document is worth the paper original. Decision 1123/QĐ-UBND, Articles 8.2 and 10.1: three kinds of
electronic document, and what each is worth. Where the acts differ the decree, later and higher,
prevails. What a library cannot know (mandate, the truth of a scan, the channel) is said, not assumed.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from edoc.signature.check import cited
from edoc.signature.indication import Indication
from edoc.signature.model import LegalValue, LegalValueKind, Role, ScanKind
from edoc.signature.said import Said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.edxml.organization import Organization
    from edoc.edxml.package import DocumentPackage
    from edoc.signature.model import SignatureResult

__all__ = ["legal_value"]

_CLAUSES: Final = ("nd-30-2020:5.1", "qd-1123-2019:8.2", "qd-1123-2019:10.1")


def legal_value(package: DocumentPackage, signatures: Iterable[SignatureResult]) -> LegalValue:
    """Say what a document is worth beside paper.

    Args:
        package: The package.
        signatures: What was found in it. Those on the document itself, its first attachment,
            decide: the envelope's signature protects the transport.
    """
    if not package.attachments:
        return _value(LegalValueKind.REFERENCE_ONLY, [Said.of("signature.worth-no-main")])
    main = package.attachments[0]
    place = f"attachment:{main.content_id}"
    reasons = [Said.of("signature.worth-main", name=main.attachment_name or main.content_id)]
    on_it = [entry for entry in signatures if entry.location == place]
    if not on_it:
        return _value(LegalValueKind.REFERENCE_ONLY, [*reasons, Said.of("signature.worth-unsigned")])
    failed = [entry for entry in on_it if entry.indication is Indication.TOTAL_FAILED]
    if failed:
        return _value(LegalValueKind.REFERENCE_ONLY, [*reasons, _because("failed", failed[0])], on_it)
    undecided = [entry for entry in on_it if entry.indication is not Indication.TOTAL_PASSED]
    if undecided:
        return _value(LegalValueKind.UNDECIDED, [*reasons, _because("undecided", undecided[0])], on_it)
    value, kind, why = _by_roles(package, on_it)
    return _value(value, [*reasons, *why], on_it, kind)


def _by_roles(
    package: DocumentPackage, passed: list[SignatureResult]
) -> tuple[LegalValueKind, ScanKind | None, list[Said]]:
    """Look at who signed; every signature passed."""
    roles = {entry.role for entry in passed}
    channel = Said.of("signature.worth-channel")
    agencies = [entry for entry in passed if entry.role is Role.ORGANISATION]
    if agencies and Role.PERSONAL in roles:
        return LegalValueKind.ORIGINAL, ScanKind.BORN_DIGITAL, [Said.of("signature.worth-both"), channel]
    if Role.UNKNOWN in roles:
        return LegalValueKind.UNDECIDED, None, [Said.of("signature.worth-role-unclear")]
    if not agencies:
        return LegalValueKind.REFERENCE_ONLY, ScanKind.BORN_DIGITAL, [Said.of("signature.worth-no-agency")]
    header = package.header
    if any(_is_of(entry, [header.sender] if header.sender else []) for entry in agencies):
        why = [Said.of("signature.worth-issuer-scan"), channel]
        return LegalValueKind.EQUIVALENT, ScanKind.SCANNED_BY_ISSUER, why
    if any(_is_of(entry, header.recipients) for entry in agencies):
        why = [Said.of("signature.worth-receiver-scan"), channel]
        return LegalValueKind.EQUIVALENT, ScanKind.SCANNED_BY_RECEIVER, why
    name = agencies[0].signer.name or agencies[0].signer.organization or "?"
    return LegalValueKind.UNDECIDED, None, [Said.of("signature.worth-agency-unclear", name=name)]


def _is_of(entry: SignatureResult, organizations: Iterable[Organization]) -> bool:
    """Compare by name: certificates carry no agency codes."""
    names = {_plain(name) for name in (entry.signer.name, entry.signer.organization) if name}
    return any(organization.organ_name and _plain(organization.organ_name) in names for organization in organizations)


def _plain(name: str) -> str:
    """Give a name as it is compared: composed, in small letters, single blanks."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _because(what: str, entry: SignatureResult) -> Said:
    return Said.of(f"signature.worth-{what}", reason=entry.reason.message if entry.reason else entry.indication)


def _value(
    value: LegalValueKind,
    reasons: list[Said],
    signatures: Iterable[SignatureResult] = (),
    kind: ScanKind | None = None,
) -> LegalValue:
    return LegalValue(
        value=value,
        kind=kind,
        reasons=tuple(reasons),
        clause=cited(_CLAUSES, "en"),
        clause_ids=_CLAUSES,
        signatures=tuple(dict.fromkeys(entry.location for entry in signatures)),
    )
