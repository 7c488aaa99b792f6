"""Signing a PDF: what is seen on the page and where, as the acts lay it down."""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
import subprocess
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from throwaway import pdf, png

import edoc
from edoc import (
    VIETNAM,
    AgencySeal,
    AnnexStamp,
    CopyStamp,
    HttpTimeStamper,
    InputMissingError,
    LeaderSignature,
    ScanStamp,
    SigningError,
    SigningKey,
)
from edoc.signature.pdf import fonts
from edoc.signature.pdf.fonts import find_font, font_for, text_width

if TYPE_CHECKING:
    from pathlib import Path

    from edoc.signature.pdf.appearance import Appearance

AT = dt.datetime(2026, 3, 2, 8, 0, tzinfo=VIETNAM)
#: Signed while the certificates of the demo PKI are valid, unless a test says otherwise.
sign_pdf = partial(edoc.sign_pdf, at=AT)


@pytest.fixture(scope="module", autouse=True)
def font() -> None:
    """The texts need a font with Vietnamese letters."""
    try:
        find_font()
    except SigningError:
        if os.environ.get("CI") == "true":
            pytest.fail("no font: .ci/run installs fonts-croscore")
        pytest.skip("neither Times New Roman nor Tinos is installed (Debian: fonts-croscore)")


@pytest.fixture
def leader(key_of: Any) -> SigningKey:
    return key_of("leader")  # type: ignore[no-any-return]  # a fixture


@pytest.fixture
def agency(key_of: Any) -> SigningKey:
    return key_of("agency")  # type: ignore[no-any-return]  # a fixture


def shown(data: bytes, folder: Path, page: int = 1) -> Any:
    """Draw a page with poppler, 72 pixels to the inch, and give the picture."""
    if shutil.which("pdftoppm") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("pdftoppm is missing: .ci/run installs poppler-utils")
        pytest.skip("pdftoppm is not installed (Debian: poppler-utils)")
    source = folder / "signed.pdf"
    source.write_bytes(data)
    number = ["-f", str(page), "-l", str(page)]
    subprocess.run(["pdftoppm", "-png", "-r", "72", "-singlefile", *number, source, folder / "page"], check=True)
    with Image.open(folder / "page.png") as image:
        return image.convert("RGB")


def written(data: bytes, folder: Path) -> str:
    """Give the text of the first page as poppler reads it."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    source = folder / "signed.pdf"
    source.write_bytes(data)
    return subprocess.run(["pdftotext", "-l", "1", source, "-"], check=True, capture_output=True).stdout.decode()


def ink(image: Any, box: tuple[float, float, float, float]) -> list[tuple[int, int, int]]:
    """Give the pixels of a box of the page that are not white."""
    left, bottom, right, top = (round(value) for value in box)
    part = image.crop((left, image.height - top, right, image.height - bottom))
    raw = part.tobytes()
    pixels = [(raw[i], raw[i + 1], raw[i + 2]) for i in range(0, len(raw), 3)]
    return [pixel for pixel in pixels if min(pixel) < 200]


def test_the_leader_s_signature_is_a_blue_image_in_its_box(leader: SigningKey, tmp_path: Path) -> None:
    box = (330, 200, 480, 260)
    signed = sign_pdf(pdf(pages=2), leader, LeaderSignature(image=png(), box=box))
    assert (signed.field, signed.page, signed.box, signed.role.value) == ("Signature1", 1, box, "personal")
    pixels = ink(shown(signed.data, tmp_path, 2), box)
    assert pixels
    assert all(blue > red and blue > green for red, green, blue in pixels)


def test_the_seal_is_red_and_covers_the_left_third_of_the_signature(
    leader: SigningKey, agency: SigningKey, tmp_path: Path
) -> None:
    first = sign_pdf(pdf(), leader, LeaderSignature(image=png(), box=(330, 200, 480, 260)))
    second = sign_pdf(first.data, agency, AgencySeal(image=png("seal")))
    assert second.role.value == "organisation"
    left, bottom, right, top = second.box or (0, 0, 0, 0)
    assert right == 330 + 150 / 3
    assert (bottom + top) / 2 == 230
    assert right - left == pytest.approx(36 / 25.4 * 72, abs=0.1)
    pixels = ink(shown(second.data, tmp_path), (left, bottom, 329, top))
    assert sum(red > 150 > green for red, green, _ in pixels) > 100


def test_a_seal_of_another_size_over_a_field_that_is_named(leader: SigningKey, agency: SigningKey) -> None:
    first = sign_pdf(pdf(), leader, LeaderSignature(image=png(), box=(300, 100, 420, 160)), field="LanhDao")
    other = sign_pdf(first.data, leader, LeaderSignature(image=png(), box=(100, 100, 160, 130)), field="PhoPhong")
    sealed = sign_pdf(other.data, agency, AgencySeal(image=png("seal"), over="LanhDao", diameter=25.4))
    assert sealed.box == (268.0, 94.0, 340.0, 166.0)


def test_an_annex_shows_number_and_time_at_the_top_right_of_its_first_page(agency: SigningKey, tmp_path: Path) -> None:
    signed = sign_pdf(pdf(pages=2), agency, AnnexStamp(number="15/QĐ-UBND"))
    assert signed.page == 0
    assert "15/QĐ-UBND\n02/03/2026 08:00:00 +07:00" in written(signed.data, tmp_path)
    box = signed.box or (0, 0, 0, 0)
    assert box[0] > 595 * 0.6
    assert box[1] > 842 * 5 / 6
    pixels = ink(shown(signed.data, tmp_path), box)
    assert pixels
    assert all(max(pixel) - min(pixel) < 10 for pixel in pixels), "black letters"


def test_the_letters_stand_together_and_inside_the_box(agency: SigningKey, tmp_path: Path) -> None:
    signed = sign_pdf(pdf(), agency, AnnexStamp(number="15/QĐ-UBND"))
    left, bottom, right, top = signed.box or (0, 0, 0, 0)
    image = shown(signed.data, tmp_path)
    assert not ink(image, (right + 1, bottom, 594, top)), "nothing is cut off at the right"
    assert not ink(image, (left, bottom, left + 1, top))
    assert ink(image, (right - 8, bottom, right, top)), "the longest line reaches to the right edge"
    half = left + (right - left) * 0.6
    assert not ink(image, (half, (bottom + top) / 2 + 1, right, top)), "the number is shorter than the time"


def test_a_copy_says_its_form_and_its_agency_and_shows_no_image(agency: SigningKey, tmp_path: Path) -> None:
    signed = sign_pdf(pdf(), agency, CopyStamp(agency="Văn phòng Ủy ban nhân dân tỉnh Mẫu"))
    text = written(signed.data, tmp_path)
    assert "Sao y\nVăn phòng Ủy ban nhân dân tỉnh Mẫu\n02/03/2026 08:00:00 +07:00" in text


def test_a_scan_shows_the_seal_with_agency_and_time(agency: SigningKey, tmp_path: Path) -> None:
    name = "Ủy ban nhân dân tỉnh Mẫu, Sở Thông tin và Truyền thông Mẫu, 100% bản gốc"
    signed = sign_pdf(pdf(), agency, ScanStamp(agency=name, image=png("seal")))
    assert "100% bản gốc" in " ".join(written(signed.data, tmp_path).split())
    box = signed.box or (0, 0, 0, 0)
    assert any(red > 150 > green for red, green, _ in ink(shown(signed.data, tmp_path), box))


def test_a_signature_without_an_appearance_is_not_seen(leader: SigningKey) -> None:
    signed = sign_pdf(pdf(), leader)
    assert signed.box is None
    assert signed.role.value == "unknown"
    assert not signed.time_stamped


def test_what_was_there_stays_as_it_is(leader: SigningKey, agency: SigningKey) -> None:
    first = sign_pdf(pdf(), leader)
    second = sign_pdf(first.data, agency)
    assert first.data.startswith(pdf())
    assert second.data.startswith(first.data)
    assert second.field == "Signature2"


def test_an_empty_field_that_is_there_is_used(leader: SigningKey, agency: SigningKey) -> None:
    writer: Any = IncrementalPdfFileWriter
    file = writer(io.BytesIO(pdf()))
    append: Any = append_signature_field
    append(file, SigFieldSpec("OChuKy", box=(10, 10, 100, 60)))
    out = io.BytesIO()
    file.write(out)
    signed = sign_pdf(out.getvalue(), leader, field="OChuKy")
    assert signed.field == "OChuKy"
    assert sign_pdf(signed.data, agency).field == "Signature1"


def test_a_path_is_read_and_a_missing_one_is_named(leader: SigningKey, tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(pdf())
    assert sign_pdf(source, leader).data.startswith(pdf())
    with pytest.raises(InputMissingError, match=r"b\.pdf"):
        sign_pdf(tmp_path / "b.pdf", leader)


@pytest.mark.parametrize(
    ("appearance", "reason"),
    [
        (LeaderSignature(image=b"no image", box=(0, 0, 9, 9)), "no PNG"),
        (LeaderSignature(image=png("opaque"), box=(0, 0, 9, 9)), "transparent ground"),
        (LeaderSignature(image=png(), box=(0, 0, 9, 9), page=7), "no page 7"),
        (LeaderSignature(image=png(), box=(0, 0, 9, 9), page=-7), "no page -7"),
        (AgencySeal(image=png("seal")), "sign that first"),
        (AgencySeal(image=png("seal"), over="KhongCo"), "KhongCo"),
        (AnnexStamp(number="1", font="/none.ttf"), "none.ttf"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_its_reason(
    leader: SigningKey, appearance: Appearance, reason: str
) -> None:
    with pytest.raises(SigningError, match=reason):
        sign_pdf(pdf(), leader, appearance)


def test_a_page_that_is_turned_needs_a_box(agency: SigningKey) -> None:
    with pytest.raises(SigningError, match="page 1 is turned"):
        sign_pdf(pdf(rotate=90), agency, AnnexStamp(number="1/QĐ-UBND"))
    assert sign_pdf(pdf(rotate=90), agency, AnnexStamp(number="1/QĐ-UBND", box=(10, 10, 200, 60))).box


def test_what_is_no_pdf_is_refused(leader: SigningKey) -> None:
    with pytest.raises(SigningError, match="cannot be signed"):
        sign_pdf(b"no PDF at all", leader)


@pytest.mark.shared
def test_an_encrypted_file_is_refused(leader: SigningKey, shared: Path) -> None:
    source = shared / "vectors" / "pyhanko-pdf" / "minimal-aes256.pdf"
    with pytest.raises(SigningError, match="encrypted"):
        sign_pdf(source, leader)


def test_an_authority_that_does_not_answer_is_named(leader: SigningKey) -> None:
    def post(url: str, body: bytes, kind: str) -> bytes:
        raise TimeoutError(f"{url} {kind} {len(body) > 0}")

    with pytest.raises(SigningError, match=r"tsa\.invalid/ application/timestamp-query True"):
        sign_pdf(pdf(), leader, time_stamper=HttpTimeStamper("http://tsa.invalid/", post))


def test_a_time_without_a_zone_is_refused(leader: SigningKey) -> None:
    with pytest.raises(SigningError, match="zone"):
        sign_pdf(pdf(), leader, at=AT.replace(tzinfo=None))


def test_a_certificate_that_is_not_valid_then_is_not_used_unless_asked_for(key_of: Any) -> None:
    expired = key_of("expired")
    with pytest.raises(SigningError, match="valid from"):
        sign_pdf(pdf(), expired)
    assert sign_pdf(pdf(), expired, allow_expired=True).data


def test_a_font_without_vietnamese_letters_is_refused(tmp_path: Path) -> None:
    poor = tmp_path / "poor.ttf"
    poor.write_bytes(font_for("abc", find_font()))
    with pytest.raises(SigningError, match="lacks Vietnamese letters: ĂăÂ"):
        find_font(poor)


def test_without_any_font_the_user_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FONT_PLACES", ())
    with pytest.raises(SigningError, match="Tinos"):
        find_font()


def test_widths_are_those_of_the_font() -> None:
    font = find_font()
    assert text_width("mm", font, 10) == pytest.approx(2 * text_width("m", font, 10))
    assert text_width("m", font, 20) == pytest.approx(2 * text_width("m", font, 10))


def test_pyhanko_still_writes_widths_in_the_font_s_own_units() -> None:
    """Fails when pyHanko scales them: then `font_for` need not scale the font any more."""
    font = find_font()
    with TTFont(font) as opened:
        units = opened["head"].unitsPerEm
        advance = opened["hmtx"][opened.getBestCmap()[ord("m")]][0]
    assert units == 2048
    start: Any = PdfFileWriter
    writer, make = start(), cast("Any", GlyphAccumulator)
    engine = make(writer, io.BytesIO(font.read_bytes()), font_size=10)
    engine.shape("m")
    engine.prepare_write()
    widths = engine.as_resource().get_object()["/DescendantFonts"][0]["/W"]
    assert advance in [int(width) for width in widths[1]]


def test_a_file_that_is_larger_or_claims_more_objects_than_the_limits_allow_is_not_signed(
    leader: SigningKey, tmp_path: Path
) -> None:
    path = tmp_path / "cong-van.pdf"
    path.write_bytes(pdf())
    size = path.stat().st_size
    assert sign_pdf(path, leader, limits=edoc.Limits(verified_bytes=size)).data
    with pytest.raises(
        edoc.LimitExceededError, match=rf"cong-van\.pdf: the limit verified_bytes = {size - 1:,} is exceeded"
    ):
        sign_pdf(path, leader, limits=edoc.Limits(verified_bytes=size - 1))
    many = pdf() + b"1 0 obj<</Type/XRef/Size 100001>>stream\nendstream endobj"
    with pytest.raises(edoc.LimitExceededError, match=r"the limit pdf_objects = 100,000 is exceeded: 100,001"):
        sign_pdf(many, leader)
