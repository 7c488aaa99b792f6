"""Document time stamps prove the time of what they cover, and of nothing that was put into their gap."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from pyhanko.pdf_utils.reader import PdfFileReader
from throwaway import pdf

import edoc
from edoc import Indication, SubIndication
from edoc.signature.pdf.facts import _end
from edoc.signature.pdf.verify import verify_pdf
from edoc.signature.pyhanko_names import tsp
from edoc.testing.tsa import DemoTsa

if TYPE_CHECKING:
    from edoc import VerificationPolicy
    from edoc.testing.pki import DemoPki

#: Where the cross-references of the attacker's revision stand: chosen before anything else is known.
XREF: Final = 60_000
#: The end of the file, stamped long before what stands in front of it was made.
END: Final = b">>\nendobj\nstartxref\n%d\n%%%%EOF\n" % XREF


def stamped(content: bytes, tsa: DemoTsa) -> bytes:
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": hashlib.sha256(content).digest()}
    asked = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "cert_req": True}).dump()
    return bytes(tsp.TimeStampResp.load(tsa.stamp(asked))["time_stamp_token"].dump())


def with_stamp_around(signed: bytes, before: bytes, token: bytes) -> bytes:
    """Append a document time stamp whose gap holds all that was signed; its token is about *before* and `END`."""
    reader: Any = PdfFileReader(io.BytesIO(signed))
    form = reader.root.raw_get("/AcroForm").idnum
    kept = " ".join(f"{item.idnum} 0 R" for item in list.__iter__(reader.root["/AcroForm"]["/Fields"]))
    field = int(reader.trailer["/Size"])
    out = io.BytesIO()
    out.write(signed)
    places = {form: out.tell()}
    out.write(f"{form} 0 obj\n<< /SigFlags 3 /Fields [{kept} {field} 0 R] >>\nendobj\n".encode())
    places[field] = out.tell()
    widget = f"/Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /FT /Sig /T (TS) /V {field + 1} 0 R"
    out.write(f"{field} 0 obj\n<< {widget} >>\nendobj\n".encode())
    out.write(b" " * (XREF - out.tell()))
    table = "xref\n" + "".join(f"{number} 1\n{place:010} 00000 n \n" for number, place in sorted(places.items()))
    root = f"trailer\n<< /Size {field + 2} /Root {reader.root_ref.idnum} 0 R /Prev {reader.last_startxref} >>\n"
    entry = f"{field + 1} 1\n%010d 00000 n \n"
    place = XREF + len(table) + len(entry % 0) + len(root)
    out.write((table + entry % place + root).encode())
    kind = "/Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161"
    out.write(f"{field + 1} 0 obj\n<< {kind} /Contents <{token.hex()}> /ByteRange ".encode())
    numbers = f"[0 {len(before)} %010d {len(END)}]"
    out.write((numbers % (out.tell() + len(numbers % 0))).encode())
    out.write(END)
    return out.getvalue()


def test_a_stamp_that_is_older_than_what_stands_in_its_gap_proves_nothing(
    pki: DemoPki, key_of: Any, policy: VerificationPolicy
) -> None:
    """Whoever has a revoked key and a stamp from before the revocation must not get both together."""
    old = stamped(pdf() + END, DemoTsa(pki.tsa, pki.revoked_at - dt.timedelta(days=10)))
    signed = edoc.sign_pdf(pdf(), key_of("revoked"), at=pki.at).data
    (result,) = verify_pdf(with_stamp_around(signed, pdf(), old), location="attachment:a", policy=policy)
    assert (result.indication, result.sub_indication) == (Indication.INDETERMINATE, SubIndication.REVOKED_NO_POE)
    assert result.time.proven is None
    (refused,) = [note for note in result.notes if note.key == "cms.stamp-refused"]
    assert "the document time stamp TS leaves out more of the file than itself" in refused.message


def test_the_end_of_what_is_covered_is_found_in_any_byte_range() -> None:
    ends: Any = {(): 0, (0, 10, 30, 5): 35, (0, 40, 20, 5): 40, (7,): 0}
    assert {numbers: _end(SimpleNamespace(byte_range=numbers)) for numbers in ends} == ends  # type: ignore[arg-type]
