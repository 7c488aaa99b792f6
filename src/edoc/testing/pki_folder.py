"""The demo PKI as a folder of files, so that a newcomer can sign and verify within a minute."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING, Final

from edoc.errors import OutputError, OutputExistsError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from edoc.testing.pki import DemoPki

__all__ = ["PASSWORD", "write_demo_pki"]

#: The password of every PKCS#12 file of the demo: nothing in it is secret.
PASSWORD: Final = "edoc"  # noqa: S105 - printed in the docs

_SIGNERS: Final = ("leader", "deputy", "agency", "public_agency", "expired", "revoked", "weak", "twin", "orphan", "tsa")
_READ_ME: Final = """\
PKI mẫu của edoc, chỉ để thử: đừng tin cậy ở nơi khác.
A demo PKI of edoc, for trying things out: trust it nowhere else.
Mật khẩu của các tệp .p12 / password of the .p12 files: edoc

trust/state, trust/public    chứng thư số gốc / roots, by group
intermediates                chứng thư số của tổ chức cấp / authorities between the roots and the signers
crl                          danh sách thu hồi / certificate revocation lists
ocsp                         phản hồi OCSP / OCSP responses
signers                      người ký / signers:
                             leader, deputy, agency           tốt / good
                             public_agency                    chứng thư số công cộng / of a public authority
                             expired, revoked, weak           hết hạn, thu hồi, khóa yếu / expired, revoked, weak key
                             twin, orphan                     giả mạo, thiếu tổ chức cấp / forged, issuer missing
                             tsa                              dấu thời gian / time stamps
"""


def write_demo_pki(folder: str | os.PathLike[str], pki: DemoPki) -> tuple[str, ...]:
    """Write a demo PKI into a new or empty folder.

    Args:
        folder: Where to; it is made when it does not exist.
        pki: What to write.

    Returns:
        The files, relative to the folder.

    Raises:
        OutputExistsError: The folder has something in it.
        OutputError: It cannot be written.
    """
    root = Path(folder)
    written: list[str] = []
    try:
        root.mkdir(parents=True, exist_ok=True)
        empty = not any(root.iterdir())
        for name, data in _files(pki) if empty else ():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            written.append(name)
    except OSError as error:
        where = str(error.filename or root)
        raise OutputError(error.errno or errno.EIO, error.strerror or "cannot be written", where) from None
    if not empty:
        raise OutputExistsError(errno.EEXIST, "the folder is not empty", str(root))
    return tuple(written)


def _files(pki: DemoPki) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", _READ_ME.encode()
    yield "trust/state/root.crt", pki.root.pem
    yield "trust/public/root.crt", pki.public_root.pem
    yield "intermediates/sub.crt", pki.sub.pem
    yield "intermediates/public_sub.crt", pki.public_sub.pem
    for issuer in ("root", "sub", "public_root", "public_sub"):
        yield f"crl/{issuer}.crl", pki.crl(issuer)
    for identity in (pki.leader, pki.agency, pki.revoked):
        yield f"ocsp/{identity.label}.ors", pki.ocsp(identity)
    for label in _SIGNERS:
        identity = getattr(pki, label)
        yield f"signers/{label}.crt", identity.pem
        yield f"signers/{label}.p12", identity.pkcs12(PASSWORD)
