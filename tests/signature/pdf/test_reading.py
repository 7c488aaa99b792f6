"""Finding the signatures of a PDF: what it claims of itself is not believed."""

from __future__ import annotations

import io

import pikepdf
import pytest
from throwaway import pdf

from edoc import Limits
from edoc.signature.guarded import Unreadable
from edoc.signature.pdf.reading import open_pdf


def with_stream() -> bytes:
    """A PDF with a cross-reference stream."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Size ", b"/Size 21474836"),
        (b"/Size ", b"/Si#7Ae 21474836"),
        (b"/Size ", b"/Index [0 5 7 2147483647] /Size "),
    ],
)
def test_a_table_that_claims_more_objects_than_any_file_has_is_not_believed(old: bytes, new: bytes) -> None:
    """Each would be an entry in memory, although the stream ends long before."""
    data = with_stream()
    assert old in data
    with pytest.raises(Unreadable) as caught:
        open_pdf(data.replace(old, new, 1), Limits())
    assert "pdf_objects" in str(caught.value.failure.said.params)


def test_a_table_that_tells_the_truth_is_read() -> None:
    assert open_pdf(with_stream(), Limits()).signatures == ()


@pytest.mark.parametrize("count", [0, 1, 500])
def test_line_ends_behind_a_file_do_no_harm(count: int) -> None:
    assert open_pdf(pdf() + b"\r\n" * count, Limits()).signatures == ()


@pytest.mark.parametrize(
    "end", [b"% " + bytes(5_000), b"\n%%EOF", b"startxref 9 %%EOF", b"A" * 5_000 + b"\n1\n%%EOF\n"]
)
@pytest.mark.parametrize("start", [b"", b"%PDF-1.7\n" + b"A" * 5_000])
def test_a_file_that_does_not_end_as_a_pdf_is_not_read_letter_by_letter_for_its_end(start: bytes, end: bytes) -> None:
    with pytest.raises(Unreadable, match="no startxref and %%EOF at the end"):
        open_pdf(start + end, Limits())


@pytest.mark.parametrize("data", [b"", b"\n" * 9_000])
def test_nothing_is_no_pdf(data: bytes) -> None:
    with pytest.raises(Unreadable, match="no startxref and %%EOF at the end"):
        open_pdf(data, Limits())
