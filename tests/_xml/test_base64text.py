"""Base64 texts: surveyed, decoded in windows, read at any position."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edoc._xml.base64reader import Base64Reader
from edoc._xml.base64text import ALPHABET, Base64Text, Survey
from edoc._xml.source import BytesSource
from edoc.errors import AttachmentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hypothesis.strategies import DrawFn

LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
BEFORE = b"<x>"  # the text does not start where the source does


def text_of(data: bytes) -> Base64Text:
    return Base64Text(BytesSource(BEFORE + data + b"</x>", "a.edxml"), len(BEFORE), len(BEFORE) + len(data))


def decoded(text: Base64Text) -> bytes:
    return b"".join(text.chunks())


@contextmanager
def small_windows(window: int, clean_window: int = 7, *, accelerated: bool = True) -> Iterator[None]:
    """Look at few bytes together, with or without the accelerator."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("edoc._xml.base64text.WINDOW", window)
        patch.setattr("edoc._xml.base64text._CLEAN_WINDOW", clean_window)
        if not accelerated:
            patch.setattr("edoc._xml.base64text._simd_decode", None)
        yield


def _wrapped(data: bytes, line: int, end: bytes) -> bytes:
    return b"".join(data[at : at + line] + end for at in range(0, len(data), line))


#: What writers in circulation make of the text of RFC 4648.
FORMS: dict[str, Callable[[bytes], bytes]] = {
    "clean": lambda text: text,
    "wrapped with LF": lambda text: _wrapped(text, 5, b"\n"),
    "wrapped with CRLF": lambda text: _wrapped(text, 9, b"\r\n"),
    "blanks around": lambda text: b"\r\n  " + text + b"\t ",
    "URL-safe": lambda text: text.replace(b"+", b"-").replace(b"/", b"_"),
    "unpadded": lambda text: text.rstrip(b"="),
    "URL-safe, unpadded, wrapped": lambda text: _wrapped(
        text.replace(b"+", b"-").replace(b"/", b"_").rstrip(b"="), 3, b"\n"
    ),
    "blanks between the padding": lambda text: text.replace(b"=", b" ="),
}

forms = st.sampled_from(sorted(FORMS))
contents = st.binary(max_size=80) | st.binary(max_size=40).map(lambda data: data + b"\xfb\xff\xfe")
windows = st.sampled_from([4, 8, 12, 24, 96])


@pytest.mark.property
@given(content=contents, form=forms, window=windows, clean=st.integers(1, 20), accelerated=st.booleans())
def test_every_form_in_circulation_is_decoded_as_the_standard_library_does(
    content: bytes, form: str, window: int, clean: int, accelerated: bool
) -> None:
    data = FORMS[form](base64.b64encode(content))
    with small_windows(window, clean, accelerated=accelerated):
        text = text_of(data)
        assert decoded(text) == content
        assert text.survey.decoded_size == len(content)
        assert text.survey.bad is None
        assert not text.survey.foreign


@pytest.mark.property
@given(
    content=contents,
    form=forms,
    window=windows,
    position=st.integers(0, 100),
    length=st.integers(0, 100),
    accelerated=st.booleans(),
)
def test_any_part_can_be_read_alone(
    content: bytes, form: str, window: int, position: int, length: int, accelerated: bool
) -> None:
    data = FORMS[form](base64.b64encode(content))
    with small_windows(window, accelerated=accelerated):
        assert text_of(data).read_at(position, length) == content[position : position + length]


@pytest.mark.property
@given(content=contents, form=forms, window=windows)
def test_the_survey_tells_the_form(content: bytes, form: str, window: int) -> None:
    data = FORMS[form](base64.b64encode(content))
    with small_windows(window):
        survey = text_of(data).survey
    assert survey.blanks == bool(re.search(rb"\s", data))
    assert survey.url_safe == (b"-" in data or b"_" in data)
    assert survey.significant == len(data.translate(None, b" \t\r\n="))
    assert survey.padding == data.count(b"=")
    assert survey.padded == (len(data.translate(None, b" \t\r\n")) % 4 == 0)


def test_a_large_text_is_decoded_in_several_chunks() -> None:
    content = bytes(range(256)) * 2000
    for data in (base64.b64encode(content), base64.encodebytes(content)):
        chunks = list(text_of(data).chunks())
        assert len(chunks) > 1
        assert b"".join(chunks) == content


def test_an_empty_text_is_no_bytes() -> None:
    text = text_of(b"")
    assert decoded(text) == b""
    assert text.read_at(0, 10) == b""
    assert text.survey == Survey(significant=0, padding=0, blanks=False, url_safe=False, bad=None, foreign=False)


def test_blanks_alone_are_no_bytes() -> None:
    text = text_of(b" \r\n\t")
    assert decoded(text) == b""
    assert text.survey.blanks


# --- garbage -------------------------------------------------------------------------------------


def first_bad(data: bytes) -> int | None:
    """Say what the survey has to find, character by character."""
    letters = padding = 0
    for offset, character in enumerate(data):
        if character not in ALPHABET or (padding and character not in b"= \t\r\n"):
            return offset
        if character in b"=":
            padding += 1
        elif character not in b" \t\r\n":
            letters += 1
    rest = letters % 4
    cut = rest == 1 or (padding and (rest == 0 or padding > 4 - rest))
    return len(data) if cut else None


@st.composite
def damaged(draw: DrawFn) -> bytes:
    """Draw a text in any form with something in it that does not belong."""
    form = draw(forms)
    data = FORMS[form](base64.b64encode(draw(contents)))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(data)))
        data = (
            data[:at] + draw(st.sampled_from([b"*", b"=", b"==", b"A", b"AA", b"\n", b"\xc4\x91", b"\0"])) + data[at:]
        )
    return data


@pytest.mark.property
@given(data=damaged(), window=windows, accelerated=st.booleans())
def test_the_first_character_that_does_not_belong_is_found(data: bytes, window: int, accelerated: bool) -> None:
    with small_windows(window, accelerated=accelerated):
        survey = text_of(data).survey
    assert survey.foreign == any(character not in ALPHABET for character in data)
    assert survey.bad == first_bad(data)


@pytest.mark.parametrize("accelerated", [True, False])
@pytest.mark.parametrize("window", [4, 96])
@pytest.mark.parametrize(
    ("data", "offset", "found"),
    [
        (b"QUJD*UJD", 4, r"'\*UJD"),
        (b"*", 0, r"'\*"),
        (b"QUJDQUJDQU*=", 10, r"'\*="),
        (b"QQ==QUJD", 4, "'QUJD"),
        (b"QQ==\nQUJD", 5, "'QUJD"),
        (b"QUJDQQ==QUJD", 8, "'QUJD"),
        (b"Q=Q=", 2, "'Q="),
        (b"QUJD\xc4\x91QUJD", 4, r"'\\u0111QUJD"),
        (b"QUJD\xff", 4, r"'\\ufffd"),
        (b"QUJD&#10;", 4, "'&#10;"),
        (b"Q=Q*", 2, r"'Q\*"),
    ],
)
def test_garbage_is_refused_with_its_offset(
    data: bytes, offset: int, found: str, window: int, accelerated: bool
) -> None:
    with small_windows(window, accelerated=accelerated):
        text = text_of(data)
        for use in (lambda: decoded(text), lambda: text.read_at(0, 1), text.require_decodable):
            with pytest.raises(AttachmentError, match=f"a.edxml: .*at offset {offset} stands {found}") as caught:
                use()
            assert caught.value.code == "base64-garbage"
            assert caught.value.params["offset"] == str(offset)


@pytest.mark.parametrize("data", [b"Q", b"QUJDQ", b"QUJD\nQ\n"])
def test_a_text_that_ends_inside_a_group_is_refused_as_cut(data: bytes) -> None:
    with pytest.raises(AttachmentError, match=f"is cut: .* at offset {len(data)}") as caught:
        decoded(text_of(data))
    assert caught.value.code == "base64-cut"


@pytest.mark.parametrize("data", [b"QUJD=", b"=", b"====", b"QQ===", b"QUI==", b"QUJDQ="])
def test_more_padding_than_the_last_group_can_have_is_refused(data: bytes) -> None:
    with pytest.raises(AttachmentError):
        decoded(text_of(data))


@pytest.mark.parametrize(("data", "content"), [(b"QQ=", b"A"), (b"QQ", b"A"), (b"QUI", b"AB"), (b"QQ=\n", b"A")])
def test_padding_that_is_missing_is_seen_and_added(data: bytes, content: bytes) -> None:
    text = text_of(data)
    assert decoded(text) == content
    assert not text.survey.padded


# --- laziness ------------------------------------------------------------------------------------


class CountingSource(BytesSource):
    """Counts what is read."""

    read = 0

    def read_at(self, offset: int, length: int) -> bytes:
        data = super().read_at(offset, length)
        self.read += len(data)
        return data


def test_nothing_is_read_before_it_is_asked_for_and_the_survey_is_made_once() -> None:
    source = CountingSource(base64.b64encode(bytes(3000)))
    text = Base64Text(source, 0, source.size)
    assert source.read == 0
    assert text.survey is text.survey
    assert source.read == source.size


def test_a_survey_made_before_is_used() -> None:
    source = CountingSource(base64.b64encode(bytes(3000)))
    known = Base64Text(source, 0, source.size).survey
    source.read = 0
    assert Base64Text(source, 0, source.size, known).survey is known
    assert source.read == 0


@pytest.mark.parametrize("form", ["clean", "wrapped with CRLF"])
def test_a_part_far_into_the_text_is_read_without_all_before_it(form: str) -> None:
    source = CountingSource(FORMS[form](base64.b64encode(bytes(3_000_000))))
    text = Base64Text(source, 0, source.size)
    assert not text.survey.foreign
    source.read = 0
    assert text.read_at(2_500_000, 10) == bytes(10)
    assert source.read < source.size // 10


# --- the seekable file ---------------------------------------------------------------------------


def reader_of(content: bytes, one_read: int = 1000) -> Base64Reader:
    return Base64Reader(text_of(base64.b64encode(content)), one_read)


def test_the_reader_is_a_seekable_binary_file() -> None:
    reader = reader_of(b"0123456789")
    assert reader.readable()
    assert reader.seekable()
    assert reader.read(3) == b"012"
    assert reader.tell() == 3
    assert reader.seek(-2, io.SEEK_END) == 8
    assert reader.read() == b"89"
    assert reader.read() == b""
    assert reader.seek(1) == 1
    assert reader.seek(2, io.SEEK_CUR) == 3
    assert reader.read(-1) == b"3456789"
    assert reader.seek(20) == 20
    assert reader.read(5) == b""


def test_the_reader_fills_a_buffer() -> None:
    reader = io.BufferedReader(reader_of(b"0123456789"), 4)
    assert reader.read(3) == b"012"
    assert reader.read(7) == b"3456789"
    assert reader.read(1) == b""


def test_the_reader_cannot_stand_before_the_start() -> None:
    reader = reader_of(b"0123456789")
    with pytest.raises(OSError, match="negative position"):
        reader.seek(-1)
    with pytest.raises(OSError, match="negative position"):
        reader.seek(-11, io.SEEK_END)


def test_the_reader_gives_no_more_at_once_than_it_may() -> None:
    reader = reader_of(bytes(100), one_read=50)
    assert reader.read(50) == bytes(50)
    reader.seek(0)
    with pytest.raises(ValueError, match="the archive asks for 51 bytes at once"):
        reader.read(51)


def test_the_reader_of_garbage_is_refused_at_once() -> None:
    with pytest.raises(AttachmentError):
        Base64Reader(text_of(b"QUJD*"), 1000)


@pytest.mark.property
@given(
    content=st.binary(max_size=60),
    steps=st.lists(st.tuples(st.integers(0, 70), st.sampled_from([0, 1, 2]), st.integers(-1, 70))),
)
def test_the_reader_moves_and_reads_as_a_file_in_memory_does(content: bytes, steps: list[tuple[int, int, int]]) -> None:
    reader, model = reader_of(content), io.BytesIO(content)
    for offset, whence, size in steps:
        assert reader.seek(offset, whence) == model.seek(offset, whence)
        assert reader.read(size) == model.read(size)
        assert reader.tell() == model.tell()


@pytest.mark.parametrize("form", sorted(FORMS))
def test_an_archive_is_read_through_the_reader(form: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "Đã đến " * 500)
    text = text_of(FORMS[form](base64.b64encode(packed.getvalue())))
    with zipfile.ZipFile(Base64Reader(text, 1 << 20)) as archive:
        assert archive.read("a.txt").decode() == "Đã đến " * 500
