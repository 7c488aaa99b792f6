"""libxml2 against xmlschema: on every generated case they say the same of the strict form."""

from __future__ import annotations

from typing import Any, cast

import pytest

from edoc._xml.names import XMLDSIG, namespace
from edoc._xml.source import BytesSource
from edoc.conformance.rules.schema import _complaints, _explaining, _to_explain
from edoc.edxml.reader import read_source
from edoc.errors import PackageError
from edoc.limits import DEFAULT_LIMITS
from edoc.testing import sample_package, sample_status
from edoc.testing.defects import DEFECTS


def _both(data: bytes) -> tuple[bool, bool]:
    result = read_source(BytesSource(data), DEFAULT_LIMITS)
    root = result.parsed.root
    kind = result.package.kind
    errors = _explaining(kind).iter_errors(cast("Any", root))
    # the schema leaves signatures open; xmlschema knows their namespace and looks into them all the same
    ours = [error for error in errors if namespace(str(cast("Any", error.elem).tag)) != XMLDSIG]
    return _complaints(kind, root) is None, ours == []


@pytest.mark.parametrize("rule", sorted(DEFECTS))
def test_the_two_agree_on_the_defect_of_every_rule(rule: str) -> None:
    try:
        fast, slow = _both(DEFECTS[rule].apply())
    except PackageError as error:
        assert error.code  # noqa: PT017 - refused before the schema layer, by its cause
        return
    assert fast is slow


@pytest.mark.parametrize("seed", range(10))
def test_the_two_agree_on_valid_packages(seed: int) -> None:
    assert _both(sample_package(seed, recipients=1 + seed).to_bytes()) == (True, True)
    assert _both(sample_status(seed).to_bytes()) == (True, True)


@pytest.mark.parametrize("rule", sorted(DEFECTS))
def test_what_is_left_out_of_an_explanation_is_right_by_xmlschema_too(rule: str) -> None:
    try:
        result = read_source(BytesSource(DEFECTS[rule].apply()), DEFAULT_LIMITS)
    except PackageError as error:
        assert error.code  # noqa: PT017 - as above
        return
    root, schema = result.parsed.root, _explaining(result.package.kind)
    _, right = _to_explain(schema, root, _complaints(result.package.kind, root) or [])
    for found in schema.iter_errors(cast("Any", root)):
        element = cast("Any", found.elem)
        assert right.isdisjoint((element, *element.iterancestors()))
