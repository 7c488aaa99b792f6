"""The skeleton: a package without its long base64 runs, and the way back to the source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from edoc._xml.skeleton import MINIMUM, Skeleton, cut
from edoc._xml.source import BytesSource
from edoc.errors import LimitExceededError
from edoc.limits import Limits

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

LIMITS = Limits()
RUN = b"QUJD" * (MINIMUM // 4)


def cut_small(data: bytes, window: int = 1, minimum: int = 4) -> Skeleton:
    return cut(BytesSource(data), LIMITS, window=window, minimum=minimum)


def run_bytes(skeleton: Skeleton) -> dict[bytes, bytes]:
    return {run.token: run.text.source.read_at(run.text.start, run.text.end - run.text.start) for run in skeleton.runs}


def put_back(skeleton: Skeleton) -> bytes:
    data = skeleton.data
    for token, run in run_bytes(skeleton).items():
        assert data.count(token) == 1
        data = data.replace(token, run)
    return data


def described(root: etree._Element, tokens: dict[bytes, bytes]) -> list[tuple[Any, ...]]:
    """List every node with its texts, tokens replaced by what they stand for."""

    def full(text: str | None) -> str:
        said = text or ""
        for token, run in tokens.items():
            said = said.replace(token.decode(), run.decode().replace("\r\n", "\n").replace("\r", "\n"))
        return said

    return [(node.tag, dict(node.attrib), full(node.text), full(node.tail)) for node in root.iter()]


@pytest.mark.property
@given(data=st.data(), window=st.integers(1, 40), minimum=st.integers(1, 30))
def test_a_tree_of_the_skeleton_with_its_runs_is_the_tree_of_the_whole(
    data: st.DataObject, documents: SearchStrategy[bytes], window: int, minimum: int
) -> None:
    document = data.draw(documents)
    skeleton = cut_small(document.rstrip(), window, minimum)
    assert put_back(skeleton) == document.rstrip()
    whole = etree.fromstring(document)
    if skeleton.runs and skeleton.runs[0].at < skeleton.data.find(b"<r"):
        return  # blanks before the root: the skeleton is no document, and the whole is parsed instead
    assert described(etree.fromstring(skeleton.data), run_bytes(skeleton)) == described(whole, {})


@pytest.mark.property
@given(data=st.data(), window=st.integers(1, 40), minimum=st.integers(1, 30))
def test_each_byte_that_is_left_is_found_again_in_the_source(
    data: st.DataObject, documents: SearchStrategy[bytes], window: int, minimum: int
) -> None:
    document = data.draw(documents)
    skeleton = cut_small(document, window, minimum)
    inside = {at for run in skeleton.runs for at in range(run.at, run.at + len(run.token))}
    for offset in set(range(len(skeleton.data))) - inside:
        original = skeleton.original_offset(offset)
        assert document[original : original + 1] == skeleton.data[offset : offset + 1]
    for run in skeleton.runs:
        assert skeleton.original_offset(run.at + len(run.token)) == run.text.end


@pytest.mark.property
@given(data=st.data(), window=st.integers(1, 40), minimum=st.integers(1, 30))
def test_every_run_that_is_long_enough_is_cut_out_and_no_shorter_one(
    data: st.DataObject, documents: SearchStrategy[bytes], window: int, minimum: int
) -> None:
    document = data.draw(documents)
    # a ">" that ends no tag hides the run behind it; such a run merely stays where it is
    plain = re.sub(
        rb"<!--.*?-->|<\?p.*?\?>|<!\[CDATA\[.*?\]\]>| [kl]=(\"[^\"]*\"|'[^']*')|x > y", b"", document, flags=re.DOTALL
    )
    long_enough = re.findall(rb">([A-Za-z0-9+/\-_= \t\r\n]{%d,})(?=<|\Z)" % minimum, plain)
    assert list(run_bytes(cut_small(plain, window, minimum)).values()) == long_enough


@pytest.mark.parametrize(("length", "count"), [(MINIMUM - 4, 0), (MINIMUM, 1), (MINIMUM + 4, 1)])
def test_the_shortest_run_that_is_cut_out_has_the_minimum_length(length: int, count: int) -> None:
    data = b"<a>" + b"A" * length + b"</a>" + b" " * 10
    assert len(cut(BytesSource(data), LIMITS).runs) == count


def test_a_run_is_kept_by_position_and_surveyed() -> None:
    data = b"<a><b>" + RUN + b"</b><c>" + RUN[4:] + b"QQ==" + b"</c></a>"
    skeleton = cut(BytesSource(data), LIMITS)
    first, second = skeleton.runs
    assert skeleton.data == b"<a><b>" + first.token + b"</b><c>" + second.token + b"</c></a>"
    assert (first.at, first.text.start, first.text.end) == (6, 6, 6 + MINIMUM)
    assert b"".join(second.text.chunks()).endswith(b"ABCA")


def test_tokens_cannot_be_foreseen() -> None:
    data = b"<a>" + RUN + b"</a>"
    assert cut(BytesSource(data), LIMITS).data != cut(BytesSource(data), LIMITS).data


@pytest.mark.parametrize(
    "text",
    [
        b"\xc4\x91" * MINIMUM,
        RUN + b"*" + RUN,
        RUN + b"&amp;" + RUN,
        b"x>" + RUN,
    ],
)
def test_what_is_not_base64_throughout_stays_where_it_is(text: bytes) -> None:
    data = b"<a>" + text + b"</a>"
    assert cut(BytesSource(data), LIMITS) == Skeleton(data)


def test_a_comment_inside_a_run_leaves_two_runs() -> None:
    data = b"<a>" + RUN + b"<!-- c -->" + RUN + b"</a>"
    assert len(cut(BytesSource(data), LIMITS).runs) == 2


def test_a_run_may_reach_to_the_end_of_a_source_that_is_cut() -> None:
    data = b"<a>" + RUN
    skeleton = cut(BytesSource(data), LIMITS)
    assert put_back(skeleton) == data
    assert len(skeleton.data) < len(data)


@pytest.mark.parametrize(
    "data", [b"", b"x", b"<a/>", b"A" * 3 * MINIMUM, b"<" * 3 * MINIMUM, b"<a " + b"b" * 3 * MINIMUM]
)
def test_a_source_without_runs_is_its_own_skeleton(data: bytes) -> None:
    assert cut_small(data) == Skeleton(data)
    assert cut(BytesSource(data), LIMITS) == Skeleton(data)


def test_what_is_left_has_to_fit_into_the_limit_of_a_tree() -> None:
    data = b"<a>" + RUN + b"</a>"
    left = len(cut(BytesSource(data), LIMITS).data)
    assert len(cut(BytesSource(data), Limits(tree_bytes=left + 20)).runs) == 1
    with pytest.raises(LimitExceededError, match="tree_bytes"):
        cut(BytesSource(b"<a>" + b"\xc4\x91" * MINIMUM + b"</a>"), Limits(tree_bytes=MINIMUM))


def test_each_byte_is_read_a_few_times_however_many_texts_there_are() -> None:
    class CountingSource(BytesSource):
        read = 0

        def read_at(self, offset: int, length: int) -> bytes:
            data = super().read_at(offset, length)
            self.read += len(data)
            return data

    text = "đ".encode() * MINIMUM
    source = CountingSource(b"<a>" + (b"<b>" + text + b"</b>") * 400 + b"</a>")
    cut(source, LIMITS)
    assert source.read < 20 * source.size
