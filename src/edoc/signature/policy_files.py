"""A policy from files: what the command line and the plug-in for pytest are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from edoc.signature.policy import VerificationPolicy

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["load_policy"]


def load_policy(
    *,
    trust: Iterable[str] = (),
    intermediates: Iterable[str] = (),
    crl: Iterable[str] = (),
    ocsp: Iterable[str] = (),
    **others: Any,
) -> VerificationPolicy:
    """Read what a policy rests on.

    Args:
        trust: Roots to trust: files or folders. Without any, nobody is trusted.
        intermediates: Certificates below the roots.
        crl: Certificate revocation lists.
        ocsp: OCSP responses.
        others: The other fields of `VerificationPolicy`.

    Raises:
        InputError: A file is missing or cannot be read.
        CertificateError: A file holds something else.

    Example:
        >>> load_policy(preset="archive").trust is None
        True
    """
    roots, below, revoked, answered = tuple(trust), tuple(intermediates), tuple(crl), tuple(ocsp)
    if not (roots or below or revoked or answered):
        return VerificationPolicy(**others)
    from edoc.signature.certificate_file import read_certificates  # noqa: PLC0415 - cryptography: only for who asks
    from edoc.signature.revocation_file import read_crls, read_ocsps  # noqa: PLC0415 - likewise
    from edoc.signature.trust import TrustStore  # noqa: PLC0415 - likewise

    return VerificationPolicy(
        trust=TrustStore.load(*roots) if roots else None,
        intermediates=tuple(der for path in below for der in read_certificates(path)),
        crls=tuple(der for path in revoked for der in read_crls(path)),
        ocsps=tuple(der for path in answered for der in read_ocsps(path)),
        **others,
    )
