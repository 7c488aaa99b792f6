"""Defects that are found when something is given beside the package: whom to trust, a scanner."""

from __future__ import annotations

import base64
import random
from functools import cache
from typing import TYPE_CHECKING, Any

from edoc.testing.defects.defect import Defect
from edoc.testing.defects.editing import HEADER, content, document, sub, text
from edoc.testing.files import zip_of
from edoc.testing.scanner import EICAR, DemoScanner

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from edoc.testing.pki import DemoPki, Identity

__all__ = ["defects"]

#: What the scanner of these defects looks at: the files of a sample are smaller.
_MAX_BYTES = 64_000


@cache
def _pki() -> DemoPki:
    from edoc.testing.pki import DemoPki  # noqa: PLC0415 - cryptography: only for these

    return DemoPki(keys="ec")


@cache
def _trust() -> Mapping[str, object]:
    from edoc.signature.policy import VerificationPolicy  # noqa: PLC0415 - likewise
    from edoc.signature.trust import TrustStore  # noqa: PLC0415 - likewise

    pki = _pki()
    return {"policy": VerificationPolicy(trust=TrustStore.load(pki.root.der), crls=pki.crls, at=pki.at)}


def _scanner() -> Mapping[str, object]:
    return {"scanner": DemoScanner(_MAX_BYTES)}


def _signed_by(identity: Identity, data: bytes) -> bytes:
    from edoc.signature.signing import sign  # noqa: PLC0415 - likewise

    signer: dict[str, Any] = {"key": identity.key, "certificate": identity.certificate, "chain": identity.chain}
    return sign(data, **signer, replace=True, allow_expired=True).to_bytes()


@cache
def _signed() -> bytes:
    """Give a document that the agency of the demo PKI signed."""
    return _signed_by(_pki().agency, document())


def _large() -> bytes:
    """Give a text that packs badly, larger than the scanner takes."""
    return base64.b64encode(random.Random(1).randbytes(_MAX_BYTES))  # noqa: S311 - filling


def _by_a_stranger(data: bytes) -> bytes:
    """Sign with a certificate whose authority nobody can find."""
    return _signed_by(_pki().orphan, data)


def defects() -> Iterator[Defect]:
    """Give them all."""
    signed = text("Subject", "Về việc đã sửa sau khi ký")
    yield Defect(rule="SIG-200", valid=_signed, change=signed, path=f"{HEADER}/Signature", given=_trust)
    unsigned = sub(r"\s*<ds:Signature .*</ds:Signature>", "")
    yield Defect(rule="SIG-201", valid=_signed, change=unsigned, path=HEADER, given=_trust)
    yield Defect(rule="SIG-202", valid=_signed, change=_by_a_stranger, finds=False, given=_trust)
    infected = content(2, lambda: zip_of({"ghi-chu.txt": EICAR}))
    second = "/edXML/AttachmentEncoded/Attachment[2]"
    yield Defect(rule="ATT-200", valid=document, change=infected, path=second, given=_scanner)
    large = content(2, lambda: zip_of({"ghi-chu.txt": _large()}))
    yield Defect(rule="ATT-201", valid=document, change=large, finds=False, given=_scanner)
