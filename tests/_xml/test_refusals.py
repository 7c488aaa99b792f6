"""The refusal that every limit shares."""

from __future__ import annotations

import pytest

from edoc._xml.refusals import limit_reached
from edoc.errors import LimitExceededError
from edoc.limits import Limits


@pytest.mark.parametrize(("found", "said"), [(1234567, "1,234,567"), ("> 100", "> 100")])
def test_a_reached_limit_names_its_field_its_value_and_what_was_found(found: int | str, said: str) -> None:
    error = limit_reached(Limits(tree_bytes=100000), "tree_bytes", found, source="a.edxml", line=3, path="/edXML")
    assert isinstance(error, LimitExceededError)
    assert str(error).startswith(f"a.edxml:3: /edXML: the limit tree_bytes = 100,000 is exceeded: {said}")
    assert error.params == {"limit": "tree_bytes", "value": "100,000", "found": said, "what": "limit:tree_bytes"}
    assert error.code == "limit"
    assert error.clause == "edoc.Limits"
