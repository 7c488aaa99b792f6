"""What a verdict rested on, kept so that it can be given again when every authority is gone.

Circular 41/2017/TT-BTTTT, Article 9.1 and Circular 15/2025/TT-BKHCN, Article 6: the certificates,
revocation data and time stamps that were used, the result, who checked and when. With it and the
package the same verdict comes out offline, at the same moment. Article 10: it goes with the
document, and leaves a line that says so.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field

from edoc._version import __version__
from edoc._xml.source import open_source
from edoc.edxml.model import Model
from edoc.edxml.saving import atomic_file
from edoc.edxml.scalars import VIETNAM
from edoc.errors import UsageError
from edoc.limits import DEFAULT_LIMITS
from edoc.signature.algorithms import AlgorithmPolicy
from edoc.signature.authorities import TrustGroup
from edoc.signature.model import VerificationResult
from edoc.signature.policy import RevocationMode, VerificationPolicy

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from edoc._xml.source import Readable
    from edoc.edxml.package import DocumentPackage, StatusMessage
    from edoc.limits import Limits

__all__ = ["EvidenceEntry", "EvidenceTombstone", "SignatureEvidence", "UsedPolicy", "purge"]


class EvidenceEntry(Model):
    """One certificate, CRL, OCSP response or time-stamp token.

    Args:
        kind: ``certificate``, ``crl``, ``ocsp`` or ``token``.
        origin: Where it came from: ``document``, ``file``, ``store`` or ``fetched``.
        sha256: SHA-256 of its DER bytes.
        der: These bytes, in base64.
        group: Of a root: whose it was said to be (``state``, ``public``, ``custom``).
    """

    kind: str
    origin: str
    sha256: str
    der: str
    group: TrustGroup | None = None

    @classmethod
    def of(cls, kind: str, der: bytes, origin: str, group: TrustGroup | None = None) -> Self:
        """Make an entry of bytes."""
        sha256, text = hashlib.sha256(der).hexdigest(), base64.b64encode(der).decode()
        return cls(kind=kind, origin=origin, sha256=sha256, der=text, group=group)

    @property
    def content(self) -> bytes:
        """The bytes.

        Raises:
            UsageError: They are not those that were saved.
        """
        try:
            data = base64.b64decode(self.der, validate=True)
        except ValueError:  # no base64, nor ASCII
            data = b""
        if hashlib.sha256(data).hexdigest() != self.sha256:
            message = f"evidence: a {self.kind} is not the one that was saved (SHA-256 {self.sha256})"
            raise UsageError(message)
        return data


class UsedPolicy(Model):
    """By what it was judged.

    Args:
        preset: The named policy.
        revocation: What missing revocation data meant.
        at: The moment that was judged for.
        algorithms: What algorithms were taken, where that was not the preset's table.
    """

    preset: Literal["current", "circular-41-2017", "archive"]
    revocation: RevocationMode
    at: dt.datetime
    algorithms: AlgorithmPolicy | None = None


class SignatureEvidence(Model):
    """Everything that a verdict rested on (``edoc/signature-evidence/1``).

    Args:
        package_sha256: SHA-256 of the package that was judged.
        checker: Who judged, with the version.
        checked_at: When.
        policy: By what.
        anchors: The roots that were trusted.
        material: What paths and revocation were judged by.
        result: The verdict.
    """

    schema_id: Literal["edoc/signature-evidence/1"] = Field(default="edoc/signature-evidence/1", alias="schema")
    package_sha256: str
    checker: str = f"edoc {__version__}"
    checked_at: dt.datetime
    policy: UsedPolicy
    anchors: tuple[EvidenceEntry, ...] = ()
    material: tuple[EvidenceEntry, ...] = ()
    result: VerificationResult

    @classmethod
    def of(cls, result: VerificationResult, policy: VerificationPolicy) -> Self:
        """Gather the evidence of a verdict.

        Args:
            result: What `edoc.verify` gave.
            policy: What it was given.

        Raises:
            UsageError: The result was not made by `edoc.verify`.
        """
        if result.sha256 is None or result.checked_at is None or result.moment is None:
            message = "evidence: only a result of edoc.verify can be kept"
            raise UsageError(message)
        used = {(item.kind, item.der): item.origin for entry in result.signatures for item in entry.material}
        anchors = () if policy.trust is None else policy.trust.anchors
        return cls(
            package_sha256=result.sha256,
            checked_at=result.checked_at,
            policy=UsedPolicy(
                preset=policy.preset, revocation=policy.revocation, at=result.moment, algorithms=policy.algorithms
            ),
            anchors=tuple(EvidenceEntry.of("certificate", entry.der, "store", entry.group) for entry in anchors),
            material=tuple(EvidenceEntry.of(kind, der, origin) for (kind, der), origin in used.items()),
            result=result,
        )

    def to_policy(self) -> VerificationPolicy:
        """Give the policy that gives the same verdict offline.

        Raises:
            UsageError: A piece of evidence is not the one that was saved, or the moment is none.
            CertificateError: A root is no authority's certificate.
        """
        from edoc.signature.trust import TrustStore  # noqa: PLC0415 - replaying alone

        trust = TrustStore()
        for entry in self.anchors:
            trust = trust.add(entry.content, group=entry.group)
        return VerificationPolicy(
            trust=trust,
            at=self.policy.at,
            intermediates=self._ders("certificate"),
            crls=self._ders("crl"),
            ocsps=self._ders("ocsp"),
            revocation=self.policy.revocation,
            preset=self.policy.preset,
            algorithms=self.policy.algorithms,
        )

    def _ders(self, kind: str) -> tuple[bytes, ...]:
        return tuple(entry.content for entry in self.material if entry.kind == kind)

    def replay(
        self, source: Readable | DocumentPackage | StatusMessage, *, limits: Limits = DEFAULT_LIMITS
    ) -> VerificationResult:
        """Judge the package again by the evidence alone.

        Args:
            source: The package.
            limits: Those that it was judged within, where they were not the defaults.

        Raises:
            UsageError: It is another package, or the evidence was changed.
            PackageError: The package cannot be read.
        """
        from edoc.signature.verifying import verify  # noqa: PLC0415 - replaying alone

        result = verify(source, policy=self.to_policy(), limits=limits)
        if result.sha256 != self.package_sha256:
            message = f"evidence: this is not the package that was judged (SHA-256 {self.package_sha256})"
            raise UsageError(message)
        return result

    def save(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """Write it as JSON.

        Raises:
            OutputError: The path exists, or cannot be written.
        """
        _write(path, self.model_dump_json(by_alias=True, indent=2), overwrite=overwrite)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read what `save` wrote.

        Raises:
            InputError: The file cannot be read.
            FieldError: It is no evidence.
        """
        source = open_source(path, DEFAULT_LIMITS)
        try:
            return cls.model_validate_json(source.read_at(0, source.size))
        finally:
            source.close()

    def to_json_dict(self) -> dict[str, Any]:
        """Give the JSON of the contract as a dict."""
        return self.model_dump(mode="json", by_alias=True)


class EvidenceTombstone(Model):
    """What is left of evidence that was destroyed with its document.

    Args:
        package_sha256: SHA-256 of the package.
        evidence_sha256: SHA-256 of the file that was destroyed.
        purged_at: When.
        reason: Why, in words of whoever did it.
        checker: Who had judged.
        checked_at: When that was.
        indication: The verdict.
    """

    schema_id: Literal["edoc/evidence-tombstone/1"] = Field(default="edoc/evidence-tombstone/1", alias="schema")
    package_sha256: str
    evidence_sha256: str
    purged_at: dt.datetime
    reason: str
    checker: str
    checked_at: dt.datetime
    indication: str


def purge(path: str | os.PathLike[str], *, reason: str, at: dt.datetime | None = None) -> EvidenceTombstone:
    """Destroy saved evidence; in its place stays a line that says that there was one.

    Args:
        path: What `SignatureEvidence.save` wrote.
        reason: Why; a decision on destruction, for example.
        at: When; None stands for now.

    Raises:
        UsageError: No reason is given.
        InputError: The file cannot be read.
        FieldError: It is no evidence.

    Source: Circular 41/2017/TT-BTTTT, Articles 10 and 12.4.
    """
    if not reason.strip():
        message = "evidence is not destroyed without a reason: give reason="
        raise UsageError(message)
    evidence = SignatureEvidence.load(path)
    source = open_source(path, DEFAULT_LIMITS)
    try:
        digest = source.sha256()
    finally:
        source.close()
    tombstone = EvidenceTombstone(
        package_sha256=evidence.package_sha256,
        evidence_sha256=digest,
        purged_at=(at or dt.datetime.now(VIETNAM)).astimezone(VIETNAM),
        reason=reason,
        checker=evidence.checker,
        checked_at=evidence.checked_at,
        indication=evidence.result.indication,
    )
    _write(path, tombstone.model_dump_json(by_alias=True, indent=2), overwrite=True)
    return tombstone


def _write(path: str | os.PathLike[str], text: str, *, overwrite: bool) -> None:
    with atomic_file(path, overwrite=overwrite) as file:
        file.writelines(_pieces(text))


def _pieces(text: str) -> Iterable[bytes]:
    yield text.encode()
    yield b"\n"
