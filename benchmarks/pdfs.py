"""PDF files with three signatures: judged by edoc, and by pyHanko alone."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import edoc
from benchmarks.making import demo_policy
from edoc.testing.pki import DEMO_MOMENT, DemoPki

if TYPE_CHECKING:
    from benchmarks.actions import Run
    from benchmarks.files import Files

__all__ = ["by_edoc", "by_pyhanko", "sha256_of_each"]

_SIGNATURES = 3


def by_edoc(files: Files, name: str) -> Run:
    """`edoc.verify` of a package with the PDF in it; all three pass."""
    path = files.path(name)
    policy = demo_policy()

    def run() -> object:
        result = edoc.verify(path, policy=policy)
        assert result.indication.name == "TOTAL_PASSED", result.indication
        assert len(result.signatures) == _SIGNATURES
        return result.indication

    return run


def by_pyhanko(files: Files, name: str) -> Run:
    """PyHanko's own validation of the PDF: the three signatures, their paths and their time stamps."""
    from asn1crypto import crl, x509  # noqa: PLC0415 - for this alone
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - likewise
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415 - likewise
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 - likewise

    path = files.content(name)
    pki = DemoPki(keys="ec")
    known: dict[str, Any] = {
        "trust_roots": [x509.Certificate.load(pki.root.der)],
        "other_certs": [x509.Certificate.load(der) for der in pki.intermediates],
        "crls": [crl.CertificateList.load(der) for der in pki.crls],
        "moment": DEMO_MOMENT,
        "allow_fetching": False,
        "revocation_mode": "require",
    }
    read: Any = PdfFileReader
    judge: Any = validate_pdf_signature

    def run() -> object:
        with path.open("rb") as file:
            for signature in read(file).embedded_signatures:
                context = ValidationContext(**known)
                assert judge(signature, context, ts_validation_context=context).bottom_line
        return _SIGNATURES

    return run


def sha256_of_each(files: Files, name: str) -> Run:
    """SHA-256 of the file once for each signature: the floor."""
    data = files.content(name).read_bytes()
    return lambda: [hashlib.sha256(data).hexdigest() for _ in range(_SIGNATURES)]
