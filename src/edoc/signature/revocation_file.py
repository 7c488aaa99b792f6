"""CRLs and OCSP responses out of files: PEM, DER, bare base64."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from edoc.errors import CertificateError
from edoc.signature.certificate_file import bare, pem_blocks, read_file
from edoc.signature.material import read_material

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.signature.trust import CertificateSource

__all__ = ["read_crls", "read_ocsps"]

_CRL_SUFFIXES: Final = frozenset({".crl", ".pem", ".der"})
_OCSP_SUFFIXES: Final = frozenset({".ors", ".ocsp", ".pem", ".der"})


def read_crls(source: CertificateSource) -> tuple[bytes, ...]:
    """Read the CRLs of a file, of every CRL file below a folder, or of bytes; each in DER.

    Args:
        source: A path, or the content of a file.

    Raises:
        InputMissingError: No such file.
        InputError: The file cannot be read.
        CertificateError: It holds no CRL, or a broken one.
    """
    found: list[bytes] = []
    for name, data in _files(source, _CRL_SUFFIXES):
        found += _checked(_ders(data, name, "X509 CRL"), (), name)
    return tuple(dict.fromkeys(found))


def read_ocsps(source: CertificateSource) -> tuple[bytes, ...]:
    """Read OCSP responses, as `read_crls` does CRLs.

    Raises:
        InputMissingError: No such file.
        InputError: The file cannot be read.
        CertificateError: It holds no OCSP response, or a broken one.
    """
    found: list[bytes] = []
    for name, data in _files(source, _OCSP_SUFFIXES):
        found += _checked((), _ders(data, name, "OCSP RESPONSE"), name)
    return tuple(dict.fromkeys(found))


def _files(source: CertificateSource, suffixes: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    if isinstance(source, bytes):
        yield "revocation data", source
    elif Path(source).is_dir():
        for item in sorted(Path(source).rglob("*")):
            if item.suffix.lower() in suffixes and item.is_file():
                yield str(item), read_file(item)
    else:
        yield str(source), read_file(source)


def _ders(data: bytes, name: str, label: str) -> tuple[bytes, ...]:
    blocks = pem_blocks(data, name)
    if not blocks:
        return (bare(data, name),)
    found = tuple(der for block, der in blocks if block == label)
    if not found:
        raise CertificateError(f"{name}: no {label}, but {', '.join(sorted({block for block, _ in blocks}))}")
    return found


def _checked(crls: tuple[bytes, ...], ocsps: tuple[bytes, ...], name: str) -> tuple[bytes, ...]:
    _, broken = read_material(crls, ocsps, "file")
    if broken:
        raise CertificateError(f"{name}: {broken[0].message}")
    return crls or ocsps
