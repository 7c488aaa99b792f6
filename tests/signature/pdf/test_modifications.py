"""What is added to a signed PDF and looks signed, and nobody signed it."""

from __future__ import annotations

import asyncio
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from throwaway import pdf

import edoc
from edoc import Indication, SubIndication
from edoc.signature.pdf.verify import verify_pdf
from edoc.signature.stamping import for_pyhanko
from edoc.testing.pki import DEMO_MOMENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from edoc import SignatureResult, VerificationPolicy
    from edoc.testing.tsa import DemoTsa

dictionary: Any = generic.DictionaryObject
array: Any = generic.ArrayObject
name: Any = generic.NameObject
number: Any = generic.NumberObject


@pytest.fixture(scope="module")
def signed(key_of: Any) -> bytes:
    return edoc.sign_pdf(pdf(), key_of("leader"), at=DEMO_MOMENT).data


RED = b"1 0 0 rg 0 0 190 90 re f"


def judged(data: bytes, policy: VerificationPolicy) -> tuple[SignatureResult, ...]:
    return verify_pdf(data, location="attachment:a", policy=policy)


def changed(data: bytes, change: Callable[[Any], object]) -> bytes:
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(data))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def seal(writer: Any, value: Any = None, *, look: bytes | None = RED, inside: bool = False, mark: Any = None) -> None:
    """Add a signature field that covers a part of the page; *inside* puts its widget below it."""
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    widget = dictionary(
        {name("/Type"): name("/Annot"), name("/Subtype"): name("/Widget"), name("/F"): number(132), name("/P"): page}
    )
    widget[name("/Rect")] = array([number(corner) for corner in (10, 10, 200, 100)])
    if mark is not None:
        widget[name("/MK")] = mark
    if look is not None:
        drawing: Any = generic.StreamObject(stream_data=look)
        drawing |= {name("/Type"): name("/XObject"), name("/Subtype"): name("/Form")}
        drawing[name("/BBox")] = array([number(corner) for corner in (0, 0, 190, 90)])
        widget[name("/AP")] = dictionary({name("/N"): writer.add_object(drawing)})
    field = dictionary() if inside else widget
    field |= {name("/FT"): name("/Sig"), name("/T"): generic.pdf_string("Seal")}
    if value is not None:
        field[name("/V")] = writer.add_object(value)
    shown = writer.add_object(widget)
    if inside:
        field[name("/Kids")] = array([shown])
    listed = writer.root["/AcroForm"]["/Fields"]
    listed.append(writer.add_object(field) if inside else shown)
    writer.update_container(listed)
    annotations = writer.root["/Pages"]["/Kids"][0]["/Annots"]
    annotations.append(shown)
    writer.update_container(annotations)


@pytest.mark.parametrize("inside", [False, True], ids=["one object", "a widget of its own"])
def test_a_seal_that_nobody_put_there_is_a_change(inside: bool, signed: bytes, policy: VerificationPolicy) -> None:
    (result,) = judged(changed(signed, lambda writer: seal(writer, inside=inside)), policy)
    assert (result.indication, result.sub_indication) == (Indication.TOTAL_FAILED, SubIndication.FORMAT_FAILURE)
    assert [said.key for said in result.modifications.found] == ["pdf.drawn"]


@pytest.mark.parametrize("look", [None, b"", b" \n"])
@pytest.mark.parametrize("mark", [None, dictionary()])
def test_a_place_to_sign_may_be_added_and_is_not_called_signed(
    look: bytes | None, mark: Any, signed: bytes, policy: VerificationPolicy
) -> None:
    (result,) = judged(changed(signed, lambda writer: seal(writer, look=look, mark=mark)), policy)
    assert result.indication is Indication.TOTAL_PASSED
    assert result.modifications.found == ()


@pytest.mark.parametrize("what", ["a background", "states", "no appearance that can be read"])
def test_whatever_a_reader_may_draw_is_a_drawing(what: str, signed: bytes, policy: VerificationPolicy) -> None:
    def change(writer: Any) -> None:
        red = array([number(1), number(0), number(0)])
        seal(writer, look=None, mark=dictionary({name("/BG"): red}) if what == "a background" else None)
        widget = writer.root["/AcroForm"]["/Fields"][1]
        drawing: Any = generic.StreamObject(stream_data=RED)
        looks = {
            "a background": dictionary(),
            "states": dictionary({name("/N"): dictionary({name("/On"): writer.add_object(drawing)})}),
            "no appearance that can be read": number(1),
        }
        widget[name("/AP")] = looks[what]

    (result,) = judged(changed(signed, change), policy)
    assert result.indication is Indication.TOTAL_FAILED


def test_a_seal_over_nothing_that_was_signed_is_told_beside_the_signature(
    signed: bytes, policy: VerificationPolicy
) -> None:
    forged = dictionary({name("/Type"): name("/Sig"), name("/SubFilter"): name("/ETSI.CAdES.detached")})
    results = judged(changed(signed, lambda writer: seal(writer, forged)), policy)
    assert {entry.name: entry.indication for entry in results} == {
        "Signature1": Indication.TOTAL_PASSED,
        "Seal": Indication.TOTAL_FAILED,
    }
    (reason,) = [entry.reason for entry in results if entry.name == "Seal"]
    assert reason is not None
    assert (reason.key, reason.params) == ("pdf.incomplete", {"keys": "ByteRange, Contents"})


def test_an_authority_that_stamps_anything_vouches_for_no_seal(
    signed: bytes, tsa: DemoTsa, policy: VerificationPolicy
) -> None:
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(signed))
    seal(writer)
    stamper: Any = signers.PdfTimeStamper(for_pyhanko(tsa), field_name="Seal")
    stamped = asyncio.run(stamper.async_timestamp_pdf(writer, "sha256")).getvalue()
    (result,) = judged(stamped, policy)
    assert result.time.proven == DEMO_MOMENT
    assert [said.key for said in result.modifications.found] == ["pdf.drawn"]


@pytest.mark.parametrize(
    ("old", "new", "lacking"),
    [
        (rb"/ByteRange *\[[^]]*\]", b"/ByteRange null", "ByteRange"),
        (rb"/ByteRange *\[[^]]*\]", b"/ByteRange [(a) 1 2 3]", "ByteRange"),
        (rb"/ByteRange", b"/ByteRangf", "ByteRange"),
        (rb"/Contents <", b"/Contentt <", "Contents"),
    ],
)
def test_a_field_that_is_filled_in_as_signed_is_never_passed_over(
    old: bytes, new: bytes, lacking: str, signed: bytes, policy: VerificationPolicy
) -> None:
    broken = re.sub(old, lambda found: new.ljust(len(found[0])), signed, count=1)
    (result,) = judged(broken, policy)
    assert result.indication is Indication.TOTAL_FAILED
    assert result.reason is not None
    assert result.reason.params == {"keys": lacking}


def test_a_value_that_is_no_dictionary_is_none_of_a_signature(signed: bytes, policy: VerificationPolicy) -> None:
    text = generic.pdf_string("signed")
    results = {entry.name: entry for entry in judged(changed(signed, lambda writer: seal(writer, text)), policy)}
    assert {entry.indication for entry in results.values()} == {Indication.TOTAL_FAILED}
    assert results["Seal"].reason is not None
    assert results["Seal"].reason.key == "pdf.incomplete"


@pytest.mark.parametrize("behind", [b"5 0 obj\n<< /Evil true >>\nendobj\n", b"trailer\n<< /Size 11 >>\n"])
def test_objects_behind_the_end_are_more_than_a_warning(
    behind: bytes, signed: bytes, policy: VerificationPolicy
) -> None:
    (result,) = judged(signed + behind, policy)
    assert result.indication is Indication.TOTAL_FAILED
    assert [said.key for said in result.modifications.found] == ["pdf.behind"]


def test_words_behind_the_end_are_a_warning(signed: bytes, policy: VerificationPolicy) -> None:
    (result,) = judged(signed + b"\n% object 5, for the trailers\n", policy)
    assert [said.key for said in result.modifications.found] == ["pdf.trailing"]
