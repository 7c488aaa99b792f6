"""The certificates of one question: parsed once, each with the very bytes that it came in.

asn1crypto may give other bytes back than it was given (a BIT STRING of a unique identifier loses its count of unused
bits), and changes its mind about what was signed once it did. So nothing here is ever written out of a parsed one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from edoc.errors import CertificateError
from edoc.signature.asn1 import parsed
from edoc.signature.certificate import CertificateFacts, facts_of
from edoc.signature.facts import EvidenceItem
from edoc.signature.said import Said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.signature.trust import TrustStore

__all__ = ["CertificatePool"]


@dataclass(slots=True)
class CertificatePool:
    """Trusted roots, and certificates that may stand between them and a signer.

    Args:
        trust: The roots.
        roots: The same, parsed.
        others: Certificates that are not trusted, parsed.
        notes: What could not be read.
    """

    trust: TrustStore
    roots: list[Any] = field(default_factory=list[Any])
    others: list[Any] = field(default_factory=list[Any])
    notes: list[Said] = field(default_factory=list[Said])
    _ders: dict[int, bytes] = field(default_factory=dict[int, bytes])
    _origins: dict[bytes, str] = field(default_factory=dict[bytes, str])
    _loaded: dict[str, Any] = field(default_factory=dict[str, Any])

    def __post_init__(self) -> None:
        """Parse the roots, which were checked when they were loaded."""
        self.roots = [self.load(anchor.der, "store") for anchor in self.trust]

    def load(self, der: bytes, origin: str) -> Any:
        """Parse a certificate and remember its bytes and where they came from.

        Raises:
            CertificateError: It is none.
        """
        loaded = parsed(der)
        self._ders[id(loaded)] = der
        self._origins.setdefault(der, origin)
        self._loaded.setdefault(hashlib.sha256(der).hexdigest(), loaded)
        return loaded

    def add(self, certificates: Iterable[bytes], origin: str) -> None:
        """Take certificates that are not trusted; what is broken is told and left out."""
        known = set(self._ders.values())
        for der in certificates:
            if der in known:
                continue
            known.add(der)
            try:
                self.others.append(self.load(der, origin))
            except CertificateError as error:
                self.notes.append(Said.of("chain.certificate-broken", what=str(error)))

    def find(self, sha256: str | None) -> Any:
        """Give the certificate of this pool with that SHA-256 (hexadecimal).

        Raises:
            KeyError: There is none: a fault of edoc itself.
        """
        return self._loaded[sha256 or ""]

    def evidence(self, loaded: Any) -> EvidenceItem:
        """Give a certificate of this pool as evidence."""
        der = self.der_of(loaded)
        return EvidenceItem(kind="certificate", der=der, origin=self._origins[der])

    def der_of(self, loaded: Any) -> bytes:
        """Give the bytes that a certificate of this pool came in."""
        return self._ders[id(loaded)]

    def facts_of(self, loaded: Any) -> CertificateFacts:
        """Put a certificate of this pool into words."""
        return facts_of(loaded, self.der_of(loaded))
