"""Documents for the property tests of the XML layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_RUNS = st.text("ABCDefgh0123+/-_= \n", min_size=1, max_size=60)
_TEXTS = st.sampled_from(["", "đã đến", "a &amp; b", "x > y", "\n  ", "\r\n\t", "]", "&#10;", "😀"])
_ASIDES = st.sampled_from(
    ["<!-- c -->", "<!-- > c -->", "<?p i?>", "<?p > AAAAAAAAAAAAAAAA?>", "<![CDATA[a < b > c]]>", "<![CDATA[]]>"]
)
_CDATA_RUNS = _RUNS.map(lambda run: f"<![CDATA[{run}]]>")
_COMMENT_RUNS = st.text("ABCDefgh0123 ", max_size=40).map(lambda run: f"<!-- >{run}<b>{run}-->")
_NAMES = st.sampled_from(["a", "b", "C", "x:d", "đ"])
_ATTRIBUTES = st.sampled_from(
    ["", ' k="v"', " k='>'", ' k="a > b" l=\'"\'', " k=\"'\" l='>'", '\n  k = "v"\r\n', ' k="&lt;"']
)


def _element(name: str, attributes: str, children: list[str]) -> str:
    inner = "".join(children)
    blank = "" if len(inner) % 2 else " "
    if not inner and attributes:
        return f"<{name}{attributes}{blank}/>"
    return f"<{name}{attributes}{blank}>{inner}</{name}{blank}>"


_LEAVES = st.one_of(_TEXTS, _RUNS, _ASIDES, _CDATA_RUNS, _COMMENT_RUNS)
_TREES = st.recursive(
    _LEAVES, lambda inner: st.builds(_element, _NAMES, _ATTRIBUTES, st.lists(inner, max_size=5)), max_leaves=25
)
_PROLOGS = st.sampled_from(["", "\ufeff", '<?xml version="1.0" encoding="UTF-8"?>\r\n', "<!-- đ -->\n<?p?>"])


@pytest.fixture(scope="session")
def documents() -> SearchStrategy[bytes]:
    """Well-formed documents: runs of base64, comments, CDATA, instructions, ``>`` in attributes."""
    return st.builds(
        lambda prolog, children: f'{prolog}<r xmlns:x="urn:x">{"".join(children)}</r>\n'.encode(),
        _PROLOGS,
        st.lists(_TREES, max_size=8),
    )
