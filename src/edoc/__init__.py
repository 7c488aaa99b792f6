"""edoc reads, builds and judges edXML packages: official documents exchanged in Vietnam.

The format is that of QCVN 102:2016/BTTTT with its 2022 amendment. Everything below is imported
when it is first used, so that ``import edoc`` costs next to nothing.

Example:
    >>> import edoc
    >>> draft = edoc.DocumentPackage.new(
    ...     sender="H49.15", recipients=["H49.16"], code="05/SM-VP", subject="V/v thử nghiệm"
    ... )
    >>> edoc.read(draft.to_bytes()).header.subject
    'V/v thử nghiệm'
"""

from __future__ import annotations

from edoc._lazy import lazy_names
from edoc._version import __version__

# Type checkers take a name spelt like this for typing's own, whose import alone takes 10 ms.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from edoc.conformance import Finding, Severity, ValidationResult, Verdict, validate
    from edoc.edxml.attachment import Attachment
    from edoc.edxml.envelope_signature import Signature
    from edoc.edxml.fault import Fault
    from edoc.edxml.header import (
        Code,
        DocumentHeader,
        DocumentType,
        OtherInfo,
        PromulgationInfo,
        SignerInfo,
        StatusHeader,
    )
    from edoc.edxml.manifest import Manifest, Reference
    from edoc.edxml.organization import Organization, ResponseFor, StaffInfo
    from edoc.edxml.package import DocumentPackage, StatusMessage
    from edoc.edxml.peek import PackagePeek, peek
    from edoc.edxml.reader import read
    from edoc.edxml.scalars import VIETNAM, RawText
    from edoc.edxml.spec import build
    from edoc.edxml.trace import Business, TraceHeader, TraceHeaderList
    from edoc.edxml.writer import Written, write
    from edoc.errors import (
        AttachmentError,
        CalendarNotCoveredError,
        CertificateError,
        DuplicateNumberError,
        EdocError,
        EncodingError,
        FieldError,
        ForbiddenMarkupError,
        IdentifierError,
        IllegalTransition,
        InputError,
        InputMissingError,
        LimitExceededError,
        NotEdxmlError,
        NotWellFormedError,
        OutputError,
        OutputExistsError,
        PackageError,
        SettingsError,
        SigningError,
        SourceChangedError,
        SpecError,
        StoreConflictError,
        StoreError,
        StoreVersionError,
        UsageError,
    )
    from edoc.identifiers import AgencyCode, ContentId, DocumentId, DocumentNumber
    from edoc.limits import Limits
    from edoc.signature.evidence import SignatureEvidence
    from edoc.signature.indication import Indication, SubIndication
    from edoc.signature.keys import SigningKey
    from edoc.signature.model import SignatureResult, VerificationResult
    from edoc.signature.pdf.appearance import AgencySeal, AnnexStamp, CopyStamp, LeaderSignature, ScanStamp
    from edoc.signature.pdf.sign import SignedPdf, sign_pdf
    from edoc.signature.policy import RevocationMode, VerificationPolicy
    from edoc.signature.signing import sign
    from edoc.signature.stamping import HttpTimeStamper
    from edoc.signature.trust import TrustStore
    from edoc.signature.verifying import verify
    from edoc.status import Exchange

#: Which module each name comes from.
_HOMES = {
    "edoc.conformance": ("Finding", "Severity", "ValidationResult", "Verdict", "validate"),
    "edoc.edxml.attachment": ("Attachment",),
    "edoc.edxml.envelope_signature": ("Signature",),
    "edoc.edxml.fault": ("Fault",),
    "edoc.edxml.header": (
        "Code",
        "DocumentHeader",
        "DocumentType",
        "OtherInfo",
        "PromulgationInfo",
        "SignerInfo",
        "StatusHeader",
    ),
    "edoc.edxml.manifest": ("Manifest", "Reference"),
    "edoc.edxml.organization": ("Organization", "ResponseFor", "StaffInfo"),
    "edoc.edxml.package": ("DocumentPackage", "StatusMessage"),
    "edoc.edxml.peek": ("PackagePeek", "peek"),
    "edoc.edxml.reader": ("read",),
    "edoc.edxml.scalars": ("VIETNAM", "RawText"),
    "edoc.edxml.spec": ("build",),
    "edoc.edxml.trace": ("Business", "TraceHeader", "TraceHeaderList"),
    "edoc.edxml.writer": ("Written", "write"),
    "edoc.errors": (
        "AttachmentError",
        "CalendarNotCoveredError",
        "CertificateError",
        "DuplicateNumberError",
        "EdocError",
        "EncodingError",
        "FieldError",
        "ForbiddenMarkupError",
        "IdentifierError",
        "IllegalTransition",
        "InputError",
        "InputMissingError",
        "LimitExceededError",
        "NotEdxmlError",
        "NotWellFormedError",
        "OutputError",
        "OutputExistsError",
        "PackageError",
        "SettingsError",
        "SigningError",
        "SourceChangedError",
        "SpecError",
        "StoreConflictError",
        "StoreError",
        "StoreVersionError",
        "UsageError",
    ),
    "edoc.identifiers": ("AgencyCode", "ContentId", "DocumentId", "DocumentNumber"),
    "edoc.limits": ("Limits",),
    "edoc.signature.evidence": ("SignatureEvidence",),
    "edoc.signature.indication": ("Indication", "SubIndication"),
    "edoc.signature.keys": ("SigningKey",),
    "edoc.signature.model": ("SignatureResult", "VerificationResult"),
    "edoc.signature.pdf.appearance": ("AgencySeal", "AnnexStamp", "CopyStamp", "LeaderSignature", "ScanStamp"),
    "edoc.signature.pdf.sign": ("SignedPdf", "sign_pdf"),
    "edoc.signature.policy": ("RevocationMode", "VerificationPolicy"),
    "edoc.signature.trust": ("TrustStore",),
    "edoc.signature.stamping": ("HttpTimeStamper",),
    "edoc.status": ("Exchange",),
    "edoc.signature.signing": ("sign",),
    "edoc.signature.verifying": ("verify",),
}
__all__ = [
    "VIETNAM",
    "AgencyCode",
    "AgencySeal",
    "AnnexStamp",
    "Attachment",
    "AttachmentError",
    "Business",
    "CalendarNotCoveredError",
    "CertificateError",
    "Code",
    "ContentId",
    "CopyStamp",
    "DocumentHeader",
    "DocumentId",
    "DocumentNumber",
    "DocumentPackage",
    "DocumentType",
    "DuplicateNumberError",
    "EdocError",
    "EncodingError",
    "Exchange",
    "Fault",
    "FieldError",
    "Finding",
    "ForbiddenMarkupError",
    "HttpTimeStamper",
    "IdentifierError",
    "IllegalTransition",
    "Indication",
    "InputError",
    "InputMissingError",
    "LeaderSignature",
    "LimitExceededError",
    "Limits",
    "Manifest",
    "NotEdxmlError",
    "NotWellFormedError",
    "Organization",
    "OtherInfo",
    "OutputError",
    "OutputExistsError",
    "PackageError",
    "PackagePeek",
    "PromulgationInfo",
    "RawText",
    "Reference",
    "ResponseFor",
    "RevocationMode",
    "ScanStamp",
    "SettingsError",
    "Severity",
    "Signature",
    "SignatureEvidence",
    "SignatureResult",
    "SignedPdf",
    "SignerInfo",
    "SigningError",
    "SigningKey",
    "SourceChangedError",
    "SpecError",
    "StaffInfo",
    "StatusHeader",
    "StatusMessage",
    "StoreConflictError",
    "StoreError",
    "StoreVersionError",
    "SubIndication",
    "TraceHeader",
    "TraceHeaderList",
    "TrustStore",
    "UsageError",
    "ValidationResult",
    "Verdict",
    "VerificationPolicy",
    "VerificationResult",
    "Written",
    "__version__",
    "build",
    "peek",
    "read",
    "sign",
    "sign_pdf",
    "validate",
    "verify",
    "write",
]

__getattr__, __dir__ = lazy_names(__name__, _HOMES, __all__)
