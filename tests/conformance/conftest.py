"""A catalogue that a test may add to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from edoc.conformance import CATALOGUE, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def catalogue() -> Iterator[dict[str, Rule]]:
    """The catalogue; what is added to it goes after the test."""
    before = dict(CATALOGUE)
    yield CATALOGUE
    CATALOGUE.clear()
    CATALOGUE.update(before)
