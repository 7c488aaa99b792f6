"""`edoc.sign`: a package with an envelope signature."""

from __future__ import annotations

import datetime as dt
import tempfile
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal

from edoc.edxml.binder import CONTENT_ELEMENT
from edoc.edxml.package import DocumentPackage, StatusMessage
from edoc.edxml.scalars import VIETNAM
from edoc.errors import SigningError
from edoc.limits import DEFAULT_LIMITS
from edoc.messages import error_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.x509 import Certificate

    from edoc._xml.source import Readable, Source
    from edoc.limits import Limits
    from edoc.signature.stamping import TimeStamper

__all__ = ["sign"]

_DIGESTS: Final = ("sha256", "sha384", "sha512")
_FORMS: Final = ("property", "xades", None)
_SPOOL: Final = 8 << 20


def sign(  # noqa: PLR0913 - what a signature can be asked to be
    source: Readable | DocumentPackage | StatusMessage,
    *,
    key: Any,
    certificate: Certificate | bytes | None = None,
    chain: Sequence[Certificate | bytes] = (),
    parts: Sequence[str] = (),
    digest: str = "sha256",
    at: dt.datetime | None = None,
    signing_time: Literal["property", "xades"] | None = "property",
    time_stamper: TimeStamper | None = None,
    replace: bool = False,
    allow_expired: bool = False,
    limits: Limits = DEFAULT_LIMITS,
) -> DocumentPackage | StatusMessage:
    """Sign a package's envelope (XML Signature) and give it back, ready to be written.

    Everything but the signature stays byte for byte as it was. The signature stands at the end
    of ``edXMLHeader``, with the prefix ``ds:``, exclusive canonicalisation, and RSA (PKCS #1) or
    ECDSA, as the key is. It covers the whole document, unless *parts* are chosen. The time of signing is signed along
    with it: a claim of the signer, which a time stamp can prove.

    Args:
        source: A package, or what `edoc.read` takes.
        key: A private key of `cryptography`, or an `edoc.SigningKey`, which brings its certificates.
        certificate: The signer's certificate: DER, PEM, or one of `cryptography`. Not with a `SigningKey`.
        chain: Certificates of the authorities above it, to be carried along; not the root.
        parts: Ids of the elements to sign, instead of the whole document. What is not signed can
            be changed by anybody: `edoc.verify` calls such a package INDETERMINATE.
        digest: ``sha256``, ``sha384`` or ``sha512``.
        at: The time to claim, with a time zone, for which the certificate has to be valid; None stands for now.
        signing_time: How the time is written: ``property`` (``ds:SignatureProperties``, which every verifier of XML
            signatures takes), ``xades`` (XAdES B-B, with the digest of the certificate; plain verifiers of Java have
            to be told of its Id), or None: not at all.
        time_stamper: Whom to ask for a time stamp over the signature (RFC 3161); None asks nobody.
        replace: Whether a signature that is there is replaced instead of refused.
        allow_expired: Whether a certificate outside its validity is taken.
        limits: What is accepted at most.

    Raises:
        SigningError: The package is signed already or has no header; the key is not that of the
            certificate, too weak, or not meant for signing; the certificate is not valid at that
            moment, or the moment has no time zone; a part is not there exactly once; the time-stamping
            authority fails.
        PackageError: The package cannot be read.
        InputError: The file does not exist or cannot be read.

    Source: Decree 68/2024/NĐ-CP, Article 29; QCVN 102:2016/BTTTT, section 3; Circular 15/2025/TT-BKHCN, Annex I.
    """
    from edoc._xml.parser import parse  # noqa: PLC0415 - signing alone
    from edoc.edxml.reader import read_source  # noqa: PLC0415 - signing alone
    from edoc.signature.stamping import time_stamp  # noqa: PLC0415 - signing alone
    from edoc.signature.xmldsig.signer import Order, sign_envelope  # noqa: PLC0415 - signing alone
    from edoc.signature.xmldsig.signing_key import require_usable, signer_of_key  # noqa: PLC0415 - signing alone
    from edoc.signature.xmldsig.template import Method  # noqa: PLC0415 - signing alone

    if digest not in _DIGESTS:
        raise error_of(SigningError, "signing.digest", found=digest, known=", ".join(_DIGESTS))
    if signing_time not in _FORMS:
        raise error_of(SigningError, "signing.time-form", found=signing_time, known=", ".join(map(str, _FORMS)))
    if at is not None and at.tzinfo is None:
        raise error_of(SigningError, "signing.no-zone", at=at.isoformat())
    signer = signer_of_key(key, certificate, chain)
    moment = at or dt.datetime.now(VIETNAM)
    require_usable(signer.certificates[0], moment, allow_expired=allow_expired)
    opened = _opened(source, limits)
    try:
        parsed = parse(opened, limits, CONTENT_ELEMENT)
        order = Order(
            method=Method(key=signer.kind, digest=digest, certificates=signer.certificates),
            sign=partial(signer.value, digest=digest),
            parts=tuple(parts),
            replaced=replace,
            at=None if signing_time is None else moment,
            form=signing_time or "property",
            stamp=None if time_stamper is None else partial(time_stamp, time_stamper),
        )
        return read_source(sign_envelope(parsed, order, limits), limits).package
    except BaseException:
        if not isinstance(source, (DocumentPackage, StatusMessage)):
            opened.close()
        raise


def _opened(source: Readable | DocumentPackage | StatusMessage, limits: Limits) -> Source:
    """Give the bytes of a package: those it was read from, or those that would be written."""
    from edoc._xml.source import open_source  # noqa: PLC0415 - signing alone
    from edoc.edxml.writer import chunks  # noqa: PLC0415 - signing alone

    if not isinstance(source, (DocumentPackage, StatusMessage)):
        return open_source(source, limits)
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL) as spool:
        for piece in chunks(source):
            spool.write(piece)
        spool.seek(0)
        return open_source(spool, limits)
