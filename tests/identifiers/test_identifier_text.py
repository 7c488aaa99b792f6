"""What all identifiers share: texts with a meaning, in models too."""

from __future__ import annotations

import copy
import pickle

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from edoc import identifiers
from edoc.identifiers import AgencyCode, ContentId, DocumentId, DocumentNumber

KINDS = [AgencyCode, ContentId, DocumentId, DocumentNumber]
Kind = type[AgencyCode | ContentId | DocumentId | DocumentNumber]


class Holder(BaseModel):
    code: AgencyCode


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["", "H51", "  đ\n", "cid:1"])
def test_the_text_is_kept_as_it_was_given(kind: Kind, text: str) -> None:
    value = kind(text)
    assert value == text
    assert str(value) == text
    assert f"{value}" == text
    assert {value: 1}[kind(text)] == 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_type_is_shown_with_the_text(kind: Kind) -> None:
    assert repr(kind("it's")) == f'{kind.__name__}("it\'s")'


@pytest.mark.parametrize("kind", KINDS)
def test_copies_keep_the_type(kind: Kind) -> None:
    value = kind("H51")
    for other in (copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert other == value
        assert type(other) is kind


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_takes_no_attributes(kind: Kind) -> None:
    with pytest.raises(AttributeError):
        kind("H51").other = 1  # type: ignore[union-attr]  # wrong on purpose


def test_a_model_takes_a_text_or_a_value() -> None:
    value = AgencyCode("H51")
    assert Holder(code=value).code is value
    read = Holder.model_validate({"code": "H51"})
    assert type(read.code) is AgencyCode
    assert read == Holder(code=value)


def test_a_model_takes_nothing_else() -> None:
    with pytest.raises(ValidationError):
        Holder.model_validate({"code": 51})


def test_a_model_gives_a_plain_text() -> None:
    holder = Holder(code=AgencyCode("H51"))
    assert holder.model_dump_json() == '{"code":"H51"}'
    assert holder.model_dump(mode="json") == {"code": "H51"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_says_string(kind: Kind) -> None:
    adapter: TypeAdapter[str] = TypeAdapter(kind)
    assert adapter.json_schema() == {"type": "string"}


def test_every_identifier_is_public() -> None:
    assert {kind.__name__ for kind in KINDS} <= set(identifiers.__all__)
    assert all(hasattr(identifiers, name) for name in identifiers.__all__)
