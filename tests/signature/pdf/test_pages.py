"""Pages of broken files give what they can."""

from __future__ import annotations

from typing import Any

import pytest

from edoc.signature.pdf.changes import visible_changes
from edoc.signature.pdf.pages import page_box, pages_of, rectangle, rotation


def tree(**page: Any) -> dict[str, Any]:
    return {"/Pages": {"/Kids": [{f"/{key}": value for key, value in page.items()}]}}


def test_a_page_without_a_box_is_a4() -> None:
    (page,) = pages_of(tree())
    assert page_box(page) == (0.0, 0.0, 595.28, 841.89)
    assert rotation(page) == 0


def test_a_rotation_that_is_no_number_is_none() -> None:
    (page,) = pages_of(tree(Rotate="x"))
    assert rotation(page) == 0


def test_a_tree_that_leads_back_to_itself_ends() -> None:
    node: dict[str, Any] = {}
    node["/Kids"] = [node, 5]
    assert pages_of({"/Pages": node}) == []
    assert pages_of({}) == []


@pytest.mark.parametrize("values", [(), (1, 2, 3), ("a", 1, 2, 3), None])
def test_what_is_no_rectangle_is_none(values: Any) -> None:
    assert rectangle(values) is None


def test_revisions_that_cannot_be_compared_name_no_change() -> None:
    class Broken:
        def get_historical_root(self, revision: int) -> None:
            raise KeyError(revision)

    assert visible_changes(Broken(), 0) == ()


def test_pages_without_content_are_compared_too() -> None:
    class Reader:
        root = tree()

        def get_historical_root(self, revision: int) -> dict[str, Any]:
            return tree()

    assert visible_changes(Reader(), 0) == ()
