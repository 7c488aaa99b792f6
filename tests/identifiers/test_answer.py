"""Answers that may be unknown."""

from __future__ import annotations

import pytest

from edoc.identifiers import Answer


@pytest.mark.parametrize("answer", list(Answer))
def test_an_answer_is_never_taken_for_a_truth_value(answer: Answer) -> None:
    with pytest.raises(TypeError, match="may be unknown"):
        bool(answer)


def test_an_answer_is_a_text() -> None:
    assert [str(answer) for answer in Answer] == ["yes", "no", "unknown"]
