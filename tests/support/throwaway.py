"""Small PDF files and images for tests of signatures."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageDraw

from edoc import VerificationPolicy
from edoc.signature.trust import TrustStore
from edoc.testing.pki import DEMO_MOMENT, DemoPki

__all__ = ["pdf", "png", "trusting"]


@cache
def pdf(*, pages: int = 1, rotate: int = 0, filler: int = 0) -> bytes:
    """Make a PDF with a line of text on each page, and *filler* bytes of a picture that nobody sees."""
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {pages} /Kids [{kids}] /MediaBox [0 0 595 842] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
    ]
    for index in range(pages):
        turned = f" /Rotate {rotate}" if rotate else ""
        resources = "/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {resources} /Contents {5 + 2 * index} 0 R{turned} >>".encode())
        text = f"BT /F1 13 Tf 85 700 Td (Page {index + 1}) Tj ET".encode()
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(text), text))
    if filler:
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (filler, bytes(filler)))
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


@cache
def png(kind: str = "signature") -> bytes:
    """Draw a blue signature or a red seal on a transparent ground; ``opaque`` has none."""
    size = (300, 120) if kind == "signature" else (240, 240)
    image = Image.new("RGB" if kind == "opaque" else "RGBA", size, (255, 255, 255, 0)[: 3 if kind == "opaque" else 4])
    draw = ImageDraw.Draw(image)
    if kind == "seal":
        draw.ellipse((6, 6, 234, 234), outline=(200, 0, 0, 255), width=8)
        draw.polygon([(120, 60), (140, 180), (60, 100), (180, 100), (100, 180)], fill=(200, 0, 0, 255))
    else:
        draw.line([(10, 90), (80, 20), (120, 100), (200, 30), (290, 80)], fill=(0, 0, 190), width=7)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def trusting(pki: DemoPki) -> VerificationPolicy:
    """Trust a demo PKI at its moment, with its intermediates and revocation lists."""
    return VerificationPolicy(
        trust=TrustStore.load(pki.root.der), intermediates=pki.intermediates, crls=pki.crls, at=DEMO_MOMENT
    )
