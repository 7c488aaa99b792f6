"""Which roots are trusted: those that the caller loads, and nobody else's.

Decree 68/2024/NĐ-CP, Article 32 (path up to the trusted root), Circular 41/2017/TT-BTTTT, Article 12 (roots can be
installed). A package's own certificates are never roots, and edoc ships none.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeAlias

from edoc.errors import CertificateError, UsageError
from edoc.signature.authorities import TrustGroup, by_pin
from edoc.signature.certificate_file import read_certificates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.signature.authorities import Authority

__all__ = ["CertificateSource", "TrustAnchor", "TrustGroup", "TrustStore"]

#: A path of a file or a folder, or the content of a file.
CertificateSource: TypeAlias = str | os.PathLike[str] | bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustAnchor:
    """One trusted root.

    Args:
        der: Its certificate.
        group: Whose root it is.
        subject: Its subject, as text of RFC 4514.
    """

    der: bytes
    group: TrustGroup
    subject: str

    @property
    def sha256(self) -> str:
        """SHA-256 of its certificate in hexadecimal."""
        return hashlib.sha256(self.der).hexdigest()

    @property
    def authority(self) -> Authority | None:
        """Which well-known authority it is; None when edoc does not know it."""
        return by_pin(self.sha256)


@dataclass(frozen=True, slots=True)
class TrustStore:
    """The roots that are trusted. It never changes: adding and removing give another one.

    Args:
        anchors: The roots, each once.

    Example:
        >>> from edoc.testing.pki import DemoPki
        >>> pki = DemoPki(keys="ec")
        >>> store = TrustStore().add(pki.root.pem, group="state").add(pki.public_root.der, group="public")
        >>> [(anchor.group.value, anchor.subject) for anchor in store]
        [('state', 'CN=RootCA chuyên dùng G2 (DEMO),O=Ban Cơ yếu Chính phủ (DEMO),C=VN'),
         ('public', 'CN=Vietnam National Root CA (DEMO),O=NEAC (DEMO),C=VN')]
        >>> len(store.remove(pki.root.der)), len(TrustStore())
        (1, 0)
    """

    anchors: tuple[TrustAnchor, ...] = ()

    @classmethod
    def load(cls, *sources: CertificateSource, group: TrustGroup | str | None = None) -> Self:
        """Make a store of files, folders or bytes; see `add`."""
        return cls().add(*sources, group=group)

    def add(self, *sources: CertificateSource, group: TrustGroup | str | None = None) -> Self:
        """Give a store with more roots.

        Args:
            sources: Files (PEM, DER, PKCS#7), folders of them, or the content of such files.
            group: Whose roots they are. None stands for what edoc knows of them: the group of a well-known
                authority by its pin, else the name of the folder they lie in (``state``, ``public``), else ``custom``.

        Raises:
            InputMissingError: No such file.
            InputError: A file cannot be read.
            CertificateError: A file holds no certificate, a broken one, or one that is no authority's.
            UsageError: No such group.
        """
        known = {anchor.der: anchor for anchor in self.anchors}
        chosen = None if group is None else _group(group)
        for source in sources:
            for folder, part in _by_group(source):
                for der in read_certificates(part):
                    known[der] = _anchor(der, chosen or folder, "certificate" if isinstance(part, bytes) else str(part))
        return type(self)(tuple(known.values()))

    def remove(self, *certificates: bytes | str) -> Self:
        """Give a store without some roots.

        Args:
            certificates: Their certificates (PEM or DER) or SHA-256 in hexadecimal.

        Raises:
            UsageError: One is not in the store: who removes wants it gone.
        """
        kept = {anchor.sha256: anchor for anchor in self.anchors}
        for entry in certificates:
            pin = entry.lower() if isinstance(entry, str) else _pin(entry)
            if kept.pop(pin, None) is None:
                raise UsageError(f"not in the trust store: {pin}")
        return type(self)(tuple(kept.values()))

    def find(self, der: bytes) -> TrustAnchor | None:
        """Give the root with this certificate (DER), if it is trusted."""
        return next((anchor for anchor in self.anchors if anchor.der == der), None)

    def __iter__(self) -> Iterator[TrustAnchor]:
        """Go over the roots."""
        return iter(self.anchors)

    def __len__(self) -> int:
        """Count the roots."""
        return len(self.anchors)


def _group(name: TrustGroup | str) -> TrustGroup:
    try:
        return TrustGroup(name)
    except ValueError:
        raise UsageError(f"no such group of roots: {name!r}; there are {', '.join(TrustGroup)}") from None


def _by_group(source: CertificateSource) -> Iterator[tuple[TrustGroup | None, CertificateSource]]:
    """Split a folder that has folders named after the groups; leave everything else whole."""
    if isinstance(source, bytes) or not Path(source).is_dir():
        yield None, source
        return
    named = {entry.name: entry for entry in sorted(Path(source).iterdir()) if entry.is_dir() and entry.name in _NAMES}
    for name, folder in named.items():
        yield TrustGroup(name), folder
    rest = [entry for entry in sorted(Path(source).iterdir()) if entry.name not in named]
    if not named:
        yield None, source
    else:
        yield from ((None, entry) for entry in rest if entry.is_file())


_NAMES = frozenset(group.value for group in TrustGroup)


def _anchor(der: bytes, group: TrustGroup | None, name: str) -> TrustAnchor:
    from edoc.signature.certificate import read_certificate  # noqa: PLC0415 - loads the parser of ASN.1

    facts = read_certificate(der)
    if not facts.is_authority:
        raise CertificateError(f"{name}: {facts.subject}: not an authority's certificate, it cannot be a root")
    known = by_pin(hashlib.sha256(der).hexdigest())
    fallback = known.group if known is not None else TrustGroup.CUSTOM
    return TrustAnchor(der=der, group=group or fallback, subject=facts.subject or "")


def _pin(certificate: bytes) -> str:
    return hashlib.sha256(read_certificates(certificate)[0]).hexdigest()
