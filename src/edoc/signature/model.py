"""What verification says: of each signature, and of the package (``edoc/verify/1``)."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, PrivateAttr

from edoc._version import __version__
from edoc.edxml.model import Model
from edoc.law import ACTS
from edoc.messages import text
from edoc.signature.axes import (
    Algorithms,
    Chain,
    Coverage,
    Integrity,
    Modifications,
    Revocation,
    Signer,
    Time,
)
from edoc.signature.check import Check, Outcome, cited
from edoc.signature.indication import Indication, SubIndication
from edoc.signature.said import Said

if TYPE_CHECKING:
    from edoc.messages import Language
    from edoc.signature.facts import EvidenceItem

__all__ = [
    "VERIFY_SCHEMA",
    "LegalValue",
    "LegalValueKind",
    "ProfileResult",
    "Role",
    "ScanKind",
    "SignatureResult",
    "VerificationResult",
]

#: The contract that the JSON of a result follows.
VERIFY_SCHEMA: Literal["edoc/verify/1"] = "edoc/verify/1"


class Role(StrEnum):
    """Whose signature it is (Circular 41/2017, Article 6: the personal key, and that of the seal)."""

    PERSONAL = "personal"
    ORGANISATION = "organisation"
    UNKNOWN = "unknown"


class LegalValueKind(StrEnum):
    """What a package is worth beside paper."""

    #: Signed by the authorised person and the agency: the original (Decree 30/2020, Article 5.1).
    ORIGINAL = "original"
    #: As good as paper: a scan with the agency's signature (Decision 1123/QĐ-UBND, Article 10.1).
    EQUIVALENT = "equivalent"
    #: For information only: what the law asks for is missing or failed.
    REFERENCE_ONLY = "reference_only"
    #: It cannot be said before what is indeterminate is settled.
    UNDECIDED = "undecided"


class ScanKind(StrEnum):
    """The kinds of electronic document of Decision 1123/QĐ-UBND, Article 8.2."""

    #: 8.2a: made and signed electronically.
    BORN_DIGITAL = "a"
    #: 8.2b: scanned from paper by the issuer.
    SCANNED_BY_ISSUER = "b"
    #: 8.2c: scanned from paper that arrived, by the receiver.
    SCANNED_BY_RECEIVER = "c"


class ProfileResult(Model):
    """What one act says of a signature, beside the others.

    Args:
        profile: Key of the profile.
        title: The act, as it is cited.
        valid_from: First day in force.
        valid_to: Last day in force; None while it is.
        applies: Whether it was in force on the day of signing, or on the day given for it.
        outcome: What its criteria come to.
        note: What has to be known: repealed, by what, since when.
    """

    profile: str
    title: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    applies: bool
    outcome: Outcome
    note: Said | None = None

    def spoken(self, language: Language) -> dict[str, str]:
        """Give the fields that depend on the language: how the act is cited."""
        return {"title": ACTS[self.profile].cited(language)}


class LegalValue(Model):
    """What the signatures make of the package under the law, and why.

    Args:
        value: What it is worth.
        kind: Which kind of Article 8.2 it looks like; None when no signature says so.
        reasons: How that follows, sentence by sentence.
        clause: The clauses it rests on, as they are cited.
        clause_ids: The same for machines.
        signatures: Locations of the signatures that it rests on.
    """

    value: LegalValueKind
    kind: ScanKind | None = None
    reasons: tuple[Said, ...] = ()
    clause: str = ""
    clause_ids: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()

    def spoken(self, language: Language) -> dict[str, str]:
        """Give the fields that depend on the language: how the clauses are cited."""
        return {"clause": cited(self.clause_ids, language)}


class SignatureResult(Model):
    """What is said of one signature.

    Args:
        location: ``envelope``, ``attachment:<content_id>``, or for a package inside a package
            ``attachment:<content_id>/envelope``.
        format: ``xmldsig``, ``pades``, ``pkcs7``, ``cades``, ``ooxml``...
        name: What tells it from others at the same place: the Id, the name of a form field.
        role: Whose it is.
        role_reason: Why that is thought.
        indication: The verdict.
        sub_indication: Why not passed; None when it did.
        reason: The same in one sentence.
        signer: Who signed.
        signing_time: The best moment known: proven, else claimed, else None.
        integrity: See `Integrity`; likewise the other axes.
        coverage: What was signed.
        chain: The path to a trusted root.
        revocation: Whether the certificate was withdrawn.
        time: When, and who says so.
        algorithms: Whether they are strong enough.
        modifications: Changes after signing.
        checks: Every check as a row.
        profiles: The acts side by side.
        notes: What people should know; not failures.
        diagnosis: After a failure, what probably happened, as sentences for the vendor.
    """

    location: str
    format: str
    name: str | None = None
    role: Role = Role.UNKNOWN
    role_reason: Said | None = None
    indication: Indication
    sub_indication: SubIndication | None = None
    reason: Said | None = None
    signer: Signer = Signer()
    signing_time: dt.datetime | None = None
    integrity: Integrity = Integrity()
    coverage: Coverage = Coverage()
    chain: Chain = Chain()
    revocation: Revocation = Revocation()
    time: Time = Time()
    algorithms: Algorithms = Algorithms()
    modifications: Modifications = Modifications()
    checks: tuple[Check, ...] = ()
    profiles: tuple[ProfileResult, ...] = ()
    notes: tuple[Said, ...] = ()
    diagnosis: tuple[Said, ...] = ()
    _material: "tuple[EvidenceItem, ...]" = PrivateAttr(default=())

    @property
    def material(self) -> tuple[EvidenceItem, ...]:
        """The certificates, CRLs, OCSP responses and tokens that the verdict rests on."""
        return self._material

    def with_material(self, items: tuple[EvidenceItem, ...]) -> Self:
        """Give the result with what it rests on."""
        given = self.model_copy()
        given._material = items  # noqa: SLF001 - its own
        return given

    def diagnosed(self, *said: Said) -> Self:
        """Give the result with more of what probably happened, told first."""
        diagnosis = tuple(dict.fromkeys((*said, *self.diagnosis)))
        return self.model_copy(update={"diagnosis": diagnosis}).with_material(self.material)


class VerificationResult(Model):
    """What is said of a package: the worst of its signatures, with the reasons.

    Args:
        path: The file; None for bytes.
        sha256: SHA-256 of the bytes that were judged.
        checked_at: When the check was made.
        moment: The moment that was judged for, unless a time is proven.
        checker: Who made it, with the version.
        policy: Name of the policy's preset.
        indication: The verdict.
        reasons: Why, one sentence for each signature that decides it.
        signatures: Every signature that was found, the envelope's first.
        legal_value: What the package is worth; None for what is no document.
        not_run: What could not be looked at.
        diagnosis: What probably happened to attachments in which no signature is left, as sentences for the vendor.
    """

    schema_id: Literal["edoc/verify/1"] = Field(default=VERIFY_SCHEMA, alias="schema")
    path: str | None = None
    sha256: str | None = None
    checked_at: dt.datetime | None = None
    moment: dt.datetime | None = None
    checker: str = f"edoc {__version__}"
    policy: str = "current"
    indication: Indication
    reasons: tuple[Said, ...] = ()
    signatures: tuple[SignatureResult, ...] = ()
    legal_value: LegalValue | None = None
    not_run: tuple[Said, ...] = ()
    diagnosis: tuple[Said, ...] = ()

    def spoken(self, language: Language) -> dict[str, tuple[Said, ...]]:
        """Give the fields that depend on the language: a reason may hold the sentence of a signature."""
        return {"reasons": tuple(self._spoken(said, language) for said in self.reasons)}

    def _spoken(self, said: Said, language: Language) -> Said:
        inner = {entry.reason.describe(): entry.reason.describe(language) for entry in self.signatures if entry.reason}
        held = said.params.get("reason", "")
        message = text(said.key, language, **said.params | ({"reason": inner[held]} if held in inner else {}))
        return said.model_copy(update={"message": message})

    def to_json_dict(self) -> dict[str, Any]:
        """Give the JSON of the contract ``edoc/verify/1`` as a dict."""
        return self.model_dump(mode="json", by_alias=True)
