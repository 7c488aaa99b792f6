"""Certificates out of files: PEM, DER, PKCS#7 (also where DER is expected), bare base64.

What comes out is checked: every certificate can be parsed whole. What cannot is one clear error that says which
file, what is wrong and, for a truncated one, how much of it is there.
"""

from __future__ import annotations

import base64
import binascii
import errno
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from edoc.errors import CertificateError, InputError, InputMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SUFFIXES", "bare", "certificates_in", "pem_blocks", "read_certificates", "read_file"]

#: What counts as a file of certificates inside a folder; named alone, a file may be called anything.
SUFFIXES: Final = frozenset({".crt", ".cer", ".der", ".pem", ".p7b", ".p7c", ".p7s"})
#: The largest file of certificates that is read: national lists take some hundred kilobytes.
_MOST_BYTES: Final = 16 * 1024 * 1024
#: A PEM block, RFC 7468; what stands around it is comment.
_BLOCK: Final = re.compile(rb"-----BEGIN (?P<label>[A-Z0-9 ]+)-----(?P<body>.*?)-----END (?P=label)-----", re.DOTALL)
_CERTIFICATE: Final = frozenset({"CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"})
_PKCS7: Final = frozenset({"PKCS7", "CMS", "PKCS #7 SIGNED DATA"})
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/=\s]+")


def read_certificates(source: str | os.PathLike[str] | bytes) -> tuple[bytes, ...]:
    """Read the certificates of a file, of every certificate file below a folder, or of bytes.

    Args:
        source: A path, or the content of a file.

    Returns:
        Each certificate once, in DER, in the order of the files' names and of their content.

    Raises:
        InputMissingError: No such file.
        InputError: The file cannot be read.
        CertificateError: It holds no certificate, or a broken one.
    """
    found: dict[bytes, None] = {}
    for name, data in _files(source):
        found.update(dict.fromkeys(certificates_in(data, name)))
    if not found:
        raise CertificateError(f"{source!s}: no certificate file in this folder ({', '.join(sorted(SUFFIXES))})")
    return tuple(found)


def _files(source: str | os.PathLike[str] | bytes) -> Iterator[tuple[str, bytes]]:
    if isinstance(source, bytes):
        yield "certificate", source
        return
    path = Path(source)
    if path.is_dir():
        for item in sorted(path.rglob("*")):
            if item.suffix.lower() in SUFFIXES and item.is_file():
                yield str(item), read_file(item)
    else:
        yield str(path), read_file(path)


def read_file(path: str | os.PathLike[str]) -> bytes:
    """Read a file of certificates, CRLs or keys.

    Raises:
        InputMissingError: No such file.
        InputError: It cannot be read, or is far too large to be one.
    """
    name = os.fspath(path)
    try:
        with open(path, "rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise InputMissingError(errno.ENOENT, "no such file", name) from None
    except OSError as error:
        raise InputError(error.errno or errno.EIO, error.strerror or "cannot be read", name) from None
    except ValueError:
        raise InputError(errno.EINVAL, "no name of a file", ascii(name)) from None
    if len(data) > _MOST_BYTES:
        raise InputError(errno.EFBIG, f"larger than {_MOST_BYTES} bytes: no file of certificates", name)
    return data


def certificates_in(data: bytes, name: str = "certificate") -> tuple[bytes, ...]:
    """Give the certificates in the content of a file, in DER.

    Args:
        data: PEM, DER, PKCS#7 as PEM or DER, or base64 without a frame.
        name: What to call it in an error.

    Raises:
        CertificateError: There is none, or one is broken.
    """
    from edoc.signature.asn1 import bundle, certificate  # noqa: PLC0415 - 60 ms that only readers of certificates pay

    blocks = pem_blocks(data, name)
    if blocks:
        found: list[bytes] = []
        for label, der in blocks:
            if label in _CERTIFICATE:
                found.append(certificate(der, name))
            elif label in _PKCS7:
                found += bundle(der, name)
        if not found:
            labels = ", ".join(sorted({label for label, _ in blocks}))
            raise CertificateError(f"{name}: no certificate, but {labels}")
        return tuple(found)
    return bundle(bare(data, name), name)


def bare(data: bytes, name: str) -> bytes:
    """Give DER of what is DER or base64 without a frame.

    Raises:
        CertificateError: It is empty, or its base64 is broken.
    """
    if not data.strip():
        raise CertificateError(f"{name}: the file is empty")
    return _decoded(data, name) if _BASE64.fullmatch(data) else data


def pem_blocks(data: bytes, name: str) -> tuple[tuple[str, bytes], ...]:
    """Give each PEM block with its label.

    Raises:
        CertificateError: A block begins and does not end, or its base64 is broken.
    """
    blocks = tuple((match["label"].decode("ascii"), _decoded(match["body"], name)) for match in _BLOCK.finditer(data))
    if data.count(b"-----BEGIN ") > len(blocks):
        raise CertificateError(f"{name}: a PEM block begins and does not end: the file was cut")
    return blocks


def _decoded(text: bytes, name: str) -> bytes:
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except binascii.Error as error:
        raise CertificateError(f"{name}: the base64 is broken: {error}") from None
