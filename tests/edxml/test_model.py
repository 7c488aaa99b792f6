"""The base of all models: frozen, closed, and speaking edoc's own exceptions."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from edoc import Code, DocumentHeader, FieldError, Organization
from edoc.edxml.model import Model, usage_error


def test_a_model_is_frozen() -> None:
    code = Code(code_number="05")
    with pytest.raises(FieldError, match=r"Code\.code_number: models are frozen"):
        code.code_number = "06"  # type: ignore[misc]  # wrong on purpose
    with pytest.raises(FieldError, match=r"Code\.code_number: models are frozen"):
        del code.code_number


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"code_numbr": "05"}, r"Code\.code_numbr: Extra inputs"),
        ({"code_number": 5}, r"Code\.code_number: "),
    ],
)
def test_an_unknown_field_or_a_value_that_does_not_fit_is_a_field_error(given: dict[str, object], said: str) -> None:
    with pytest.raises(FieldError, match=said):
        Code(**given)
    with pytest.raises(FieldError, match=said):
        Code.model_validate(given)
    with pytest.raises(FieldError, match=said):
        Code().model_copy(update=given)


def test_the_place_of_a_nested_field_is_named_in_full() -> None:
    with pytest.raises(FieldError, match=r"DocumentHeader\.recipients\.1\.organ_id: "):
        DocumentHeader(recipients=({"organ_id": "A"}, {"organ_id": 7}))


def test_every_problem_is_said_and_each_once() -> None:
    class Small(Model):
        numbers: list[int] | tuple[int, ...] = ()
        text: str = ""

    with pytest.raises(FieldError) as caught:
        Small(numbers=["x"], text=7)
    numbers, text = str(caught.value).split("; ")
    assert numbers.startswith("Small.numbers.0: ")
    assert text.startswith("Small.text: ")


def test_json_that_is_none_is_a_field_error() -> None:
    with pytest.raises(FieldError, match=r"^Code: Invalid JSON"):
        Code.model_validate_json("{")
    assert Code.model_validate_json('{"code_number": "05"}') == Code(code_number="05")


def test_a_copy_without_changes_is_equal() -> None:
    code = Code(code_number="05")
    assert code.model_copy() == code
    assert code.model_copy(update={}) == code
    assert code.model_copy(deep=True) == code


def test_a_copy_keeps_what_was_not_changed() -> None:
    header = DocumentHeader(subject="a", sender=Organization(organ_id="X"))
    copy = header.model_copy(update={"subject": "b"})
    assert (copy.subject, copy.sender) == ("b", header.sender)
    assert header.subject == "a"


def test_a_copy_turns_a_dict_into_the_model_it_stands_for() -> None:
    copy = DocumentHeader().model_copy(update={"sender": {"organ_id": "X"}})
    assert copy.sender == Organization(organ_id="X")


def test_problems_of_the_whole_are_named_by_the_model_alone() -> None:
    with pytest.raises(ValidationError) as caught:
        Code.__pydantic_validator__.validate_python(7)
    assert str(usage_error("Spec", caught.value)).startswith("Spec: ")
