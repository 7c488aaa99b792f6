"""How the measured packages are made: from edoc's own samples and from seeds, the same on every run."""

from __future__ import annotations

import mmap
import random
import re
import zlib
from functools import cache
from typing import TYPE_CHECKING, Final

import edoc
from edoc.testing import sample_package, sample_pdf, sample_status
from edoc.testing.pki import DEMO_MOMENT, DemoPki
from edoc.testing.tsa import DemoTsa

if TYPE_CHECKING:
    from pathlib import Path

    from edoc.edxml.package import Message

__all__ = ["demo_policy", "document", "header", "many", "raw", "sign", "signed_pdf", "status", "wrap", "zipped"]

_CHUNK: Final = 1 << 20
#: What a line of base64 has in MIME (RFC 2045, 6.8): 57 bytes.
_LINE: Final = 76
#: A package has a ``ContentTransferEncoded`` of its own around what is in base64.
_RUN: Final = b"ContentTransferEncoded xmlns"


@cache
def _pki() -> DemoPki:
    return DemoPki(keys="ec")


def demo_policy() -> edoc.VerificationPolicy:
    """Trust the demo PKI, with its intermediates and its revocation lists, at its moment."""
    pki = _pki()
    trust = edoc.TrustStore.load(pki.root.der)
    return edoc.VerificationPolicy(trust=trust, intermediates=pki.intermediates, crls=pki.crls, at=DEMO_MOMENT)


def _noise(seed: int) -> bytes:
    return random.Random(seed).randbytes(_CHUNK)


def _office_like() -> bytes:
    """Give a mebibyte that deflate brings to about the half, as files of office programs."""
    rng = random.Random(0)
    words = [rng.randbytes(rng.randint(2, 9)).hex() for _ in range(4000)]
    text = " ".join(rng.choices(words, k=_CHUNK // 8)).encode()
    parts = [text[at : at + 12_288] + rng.randbytes(4096) for at in range(0, _CHUNK * 3 // 4, 12_288)]
    return b"".join(parts)


def write_pdf(path: Path, size: int, seed: int = 0) -> None:
    """Write a PDF of about *size* bytes: a page, and noise in an incremental update (ISO 32000-1, 7.5.6)."""
    page = sample_pdf("edoc")
    number, start = (
        int(found[1]) for found in (re.search(rb"/Size (\d+)", page), re.search(rb"startxref\n(\d+)", page)) if found
    )
    head = b"%d 0 obj\n<< /Length %%d >>\nstream\n" % number
    tail = (
        b"\nendstream\nendobj\nxref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root 1 0 R /Prev %d >>\n"
        b"startxref\n%%d\n%%%%%%%%EOF\n" % (number, len(page), number + 1, start)
    )
    digits = len(str(size))
    length = max(0, size - len(page) - len(head) - len(tail) - 2 * digits + 8)
    begin = head % length
    noise = _noise(seed)
    with path.open("wb") as file:
        file.write(page + begin)
        left = length
        while left > 0:
            left -= file.write(noise[:left])
        xref = len(page) + len(begin) + length + len(b"\nendstream\nendobj\n")
        file.write(tail % xref)


def write_office(path: Path, deflated: int) -> None:
    """Write what is about *deflated* bytes once it is zipped."""
    sample = _office_like()
    left = round(deflated * len(sample) / len(zlib.compress(sample, 6)))
    with path.open("wb") as file:
        while left > 0:
            left -= file.write(sample[:left])


def raw(content: Path) -> Message:
    """One PDF as it is."""
    return sample_package(attachments=[edoc.Attachment.of(content, name="cong-van.pdf")])


def zipped(content: Path) -> Message:
    """One zipped ``.doc``."""
    return sample_package(attachments=[edoc.Attachment.of(content, name="cong-van.doc", encoding="zip")])


def many(folder: Path, count: int, size: int) -> Message:
    """So many PDFs of *size* bytes; each is another file."""
    folder.mkdir(exist_ok=True)
    attachments: list[edoc.Attachment] = []
    for number in range(count):
        path = folder / f"phu-luc-{number}.pdf"
        if not path.exists():
            write_pdf(path, size, number)
        attachments.append(edoc.Attachment.of(path))
    return sample_package(attachments=attachments)


def header(recipients: int = 8, seed: int = 0) -> Message:
    """A header and no attachment; with 8 recipients and a replacement it has about 7 KB."""
    return sample_package(seed, business="3" if recipients == 8 else "0", recipients=recipients, attachments=[])


def document() -> Message:
    """The sample document: a PDF and a zipped note."""
    return sample_package()


def status() -> Message:
    """A status message."""
    return sample_status()


def wrap(source: Path, target: Path, newline: bytes) -> None:
    """Write the package *source* with its base64 in lines."""
    with source.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        start = data.find(b">", data.find(_RUN)) + 1
        end = data.find(b"<", start)
        with target.open("wb") as out:
            out.write(data[:start])
            step = _LINE * (_CHUNK // _LINE)
            for at in range(start, end, step):
                piece = data[at : min(at + step, end)]
                lines = [piece[line : line + _LINE] for line in range(0, len(piece), _LINE)]
                out.write((b"" if at == start else newline) + newline.join(lines))
            out.write(data[end:])


def sign(source: Path, target: Path) -> None:
    """Write the package *source* with an envelope signature of the demo PKI's leader."""
    leader = _pki().leader
    with edoc.sign(source, key=leader.key, certificate=leader.certificate, at=DEMO_MOMENT) as package:
        package.write(target)


def signed_pdf(path: Path, size: int) -> None:
    """Write a PDF of about *size* bytes that three have signed: deputy, leader, agency; each with a time stamp."""
    pki = _pki()
    stamper = DemoTsa(pki.tsa, DEMO_MOMENT)
    write_pdf(path, size)
    data = path.read_bytes()
    for who, shown in (
        (pki.deputy, None),
        (pki.leader, edoc.LeaderSignature(box=(330, 200, 480, 260))),
        (pki.agency, edoc.AgencySeal()),
    ):
        key = edoc.SigningKey.of(who.key, who.certificate, [pki.sub.certificate])
        data = edoc.sign_pdf(data, key, shown, at=DEMO_MOMENT, time_stamper=stamper).data
    path.write_bytes(data)
