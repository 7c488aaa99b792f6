"""Agency codes: kept as written, their family read from them, compared only as far as is sure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edoc.errors import IdentifierError
from edoc.identifiers import AgencyCode, AgencyEntry, AgencyFamily, Answer, TableRegistry

FAMILY = AgencyFamily
LEVEL_1 = st.builds("{}{:02d}".format, st.sampled_from("ABGHKWYZ"), st.integers(0, 99))
QCVN = st.builds(
    "{:03d}.{:02d}.{:02d}.{}".format, st.integers(0, 999), st.integers(0, 99), st.sampled_from([0, 0, 15, 99]), LEVEL_1
)
NEW = st.builds(
    lambda first, groups: ".".join([first, *groups]),
    LEVEL_1.filter(lambda code: code[0] != "Z"),
    st.lists(st.sampled_from(["00", "15", "1", "DN", "001", "A2"]), max_size=5),
)
TAX = st.builds(
    "{}{:010d}{}".format, st.sampled_from(["", "02"]), st.integers(0, 10**10 - 1), st.sampled_from(["", "001", "-001"])
)
CODES = st.one_of(QCVN, NEW, TAX, st.sampled_from(["", "vxp.saas.03", "28.22.H17", " H49 ", "G12", "000.00.00.G12"]))


def mapping(*pairs: tuple[str, str]) -> TableRegistry:
    """A register that knows both codes of some agencies."""
    return TableRegistry(
        AgencyEntry(code=AgencyCode(code), name="Sở Mẫu", code_qcvn102=AgencyCode(old)) for code, old in pairs
    )


@pytest.mark.parametrize(
    ("text", "message", "start", "end"),
    [
        ("", "an agency code is needed", 0, 0),
        ("  ", "an agency code is needed", 0, 2),
        ("H51.1234567890.1234567890.1234567890", "at most 35", 35, 36),
        ("  H51.1234567890.1234567890.1234567890", "at most 35", 37, 38),
        ("00.00.15.H51", "three digits", 0, 2),
        ("000.0.15.H51", "two digits", 4, 5),
        ("000.00.1x.H51", "two digits", 7, 9),
        ("000.00.15.h51", "a letter and two digits", 10, 13),
        ("000.00.00.GT2", "a letter and two digits", 10, 13),
        ("000.00.15.", "a letter and two digits", 10, 11),
        ("010010910", "10 digits", 0, 9),
        ("0100109106-01", "10 digits", 0, 13),
        ("01001091O6", "only digits", 8, 9),
        ("²00109106", "only digits", 0, 1),
        ("H5", "level 1", 0, 2),
        ("h51", "level 1", 0, 3),
        ("Z99", "level 1", 0, 3),
        (".15", "level 1", 0, 1),
        ("28.22.H17", "level 1", 0, 2),
        ("vxp.saas.03", "level 1", 0, 3),
        ("A1B.0C.D0.Z99", "level 1", 0, 3),
        ("H51.", "is missing", 4, 5),
        ("H51..1", "is missing", 4, 5),
        ("H51.15.", "is missing", 7, 8),
        ("H51.15.x", "only digits and letters", 7, 8),
        ("H51.đ", "only digits and letters", 4, 5),
        ("H51.1a2", "only digits and letters", 5, 6),
        (" H51.x", "only digits and letters", 5, 6),
        ("H51.1 5", "only digits and letters", 5, 6),
    ],
)
def test_what_follows_no_rule_is_refused_with_its_place(text: str, message: str, start: int, end: int) -> None:
    with pytest.raises(IdentifierError, match=message) as caught:
        AgencyCode.parse(text)

    assert (caught.value.text, caught.value.start, caught.value.end) == (text, start, end)
    if text:
        assert str(caught.value).split("\n")[1:] == [f"    {text}", "    " + " " * start + "^" * (end - start)]


def test_a_line_break_in_the_text_does_not_part_the_mark_from_what_it_marks() -> None:
    with pytest.raises(IdentifierError) as caught:
        AgencyCode.parse("\n\nH5")

    assert len(str(caught.value).splitlines()) == 3


@pytest.mark.parametrize("text", ["000.00.15.H51", "H51.15", "0100109106", " G22\n"])
def test_what_follows_a_rule_is_taken_as_it_is(text: str) -> None:
    parsed = AgencyCode.parse(text)

    assert type(parsed) is AgencyCode
    assert parsed == text


@pytest.mark.parametrize(("length", "family"), [(35, FAMILY.DECISION_20), (36, FAMILY.UNRECOGNISED)])
def test_a_code_has_at_most_35_characters(length: int, family: AgencyFamily) -> None:
    code = AgencyCode("H51.1234567890.1234567890.1234567890"[:length])

    assert len(code) == length
    assert code.family is family


@pytest.mark.parametrize(
    ("upper", "lower", "above"),
    [
        ("H49", "H49.15", True),
        ("H49", "H49.15.01", True),
        ("000.00.00.H49", "H49.15", True),
        ("H49", "000.00.15.H49", True),
        ("H49.15", "000.01.15.H49", True),
        ("000.00.15.H49", "001.00.15.H49", True),
        ("H49", "H49", False),
        ("H49.15", "H49", False),
        ("H49", "H50.15", False),
        ("H49.1", "H49.15", False),
        ("H49", "0100109106", False),
        ("0100109106", "0100109106001", False),
        ("vxp", "vxp.saas", False),
    ],
)
def test_an_agency_stands_above_those_whose_code_starts_with_its_own(upper: str, lower: str, above: bool) -> None:
    assert AgencyCode(upper).is_ancestor_of(lower) is above


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("H49", "H49", "yes"),
        (" H49", "H49\n", "yes"),
        ("000.00.00.G12", "G12", "yes"),
        ("020100107370", "0100107370", "yes"),
        ("0100107370-001", "0100107370001", "yes"),
        ("vxp.saas.03", "vxp.saas.03", "yes"),
        ("H49.15", "H49.16", "no"),
        ("000.00.15.H49", "000.00.16.H49", "no"),
        ("000.00.00.G12", "G13", "no"),
        ("000.00.15.H51", "H51", "no"),
        ("000.00.15.H51", "H52.15", "no"),
        ("0100107370", "0100107370001", "no"),
        ("0100107370", "H49", "no"),
        ("000.00.15.H51", "H51.15", "unknown"),
        ("000.00.15.H51", "H51.16", "unknown"),
        ("28.22.H17", "H17.22.28", "unknown"),
        ("vxp.saas.03", "vxp.saas.02", "unknown"),
    ],
)
def test_whether_two_codes_mean_one_agency_is_said_only_where_it_is_sure(one: str, other: str, answer: str) -> None:
    assert AgencyCode(one).same_agency(other).value == answer
    assert AgencyCode(other).same_agency(one).value == answer


@pytest.mark.parametrize(
    ("text", "new", "old"),
    [
        ("000.00.00.H49", "H49", "000.00.00.H49"),
        ("H49", "H49", "000.00.00.H49"),
        (" G12 ", "G12", "000.00.00.G12"),
        ("H49.15", "H49.15", None),
        ("000.00.15.H49", None, "000.00.15.H49"),
        ("0100109106", None, None),
        ("28.22.H17", None, None),
        ("", None, None),
    ],
)
def test_one_family_is_turned_into_the_other_only_for_level_1(text: str, new: str | None, old: str | None) -> None:
    code = AgencyCode(text)
    for turn, expected in ((code.to_decision20, new), (code.to_qcvn102, old)):
        if expected is None:
            with pytest.raises(IdentifierError) as caught:
                turn()
            assert (caught.value.text, caught.value.start, caught.value.end) == (text, 0, len(text))
        else:
            assert turn() == expected
            assert type(turn()) is AgencyCode


def test_a_refusal_to_turn_a_code_says_why() -> None:
    with pytest.raises(IdentifierError, match="below level 1 only the national register knows"):
        AgencyCode("000.00.15.H49").to_decision20()
    with pytest.raises(IdentifierError, match="enterprise has no form in the other family"):
        AgencyCode("0100109106").to_qcvn102()


def test_a_code_of_level_1_that_decision_20_has_no_letter_for_is_not_turned() -> None:
    with pytest.raises(IdentifierError):
        AgencyCode("000.00.00.Z63").to_decision20()


def test_a_register_says_what_the_form_of_the_codes_cannot() -> None:
    registry = mapping(("H51.27", "000.00.15.H51"))

    assert AgencyCode("000.00.15.H51").to_decision20(registry) == "H51.27"
    assert AgencyCode("H51.27").to_qcvn102(registry) == "000.00.15.H51"
    assert AgencyCode("000.00.15.H51").same_agency("H51.27", registry) is Answer.YES
    assert AgencyCode("H51.27").same_agency("000.00.15.H51", registry) is Answer.YES
    assert AgencyCode("H51.27").same_agency("000.00.27.H51", registry) is Answer.NO


def test_a_register_with_one_form_alone_maps_nothing() -> None:
    registry = TableRegistry([AgencyEntry(code=AgencyCode("H51.27"), name="Sở Mẫu")])

    with pytest.raises(IdentifierError, match="only the national register"):
        AgencyCode("H51.27").to_qcvn102(registry)
    assert AgencyCode("H51.27").same_agency("000.00.27.H51", registry) is Answer.UNKNOWN


def test_a_register_is_never_asked_for_a_code_by_its_inferred_form() -> None:
    registry = mapping(("H51.27", "000.00.15.H51"))
    other = AgencyCode("000.00.27.H51")  # another agency: the register has H51.27 under another old code

    with pytest.raises(IdentifierError):
        other.to_decision20(registry)
    assert other.same_agency("H51.15", registry) is not Answer.YES


@pytest.mark.parametrize("one", ["000.00.15.H51", "H51.27", "H51.15", "000.00.27.H51"])
@pytest.mark.parametrize("other", ["000.00.15.H51", "H51.27", "H51.15", "000.00.27.H51"])
def test_with_a_register_the_order_of_the_codes_does_not_matter(one: str, other: str) -> None:
    registry = mapping(("H51.27", "000.00.15.H51"))

    assert AgencyCode(one).same_agency(other, registry) is AgencyCode(other).same_agency(one, registry)


@pytest.mark.property
@given(text=st.one_of(st.text(), CODES))
def test_any_text_is_kept_and_never_refused(text: str) -> None:
    code = AgencyCode(text)

    assert code == text
    assert hash(code) == hash(text)
    assert (code.level1 is None) == (code.family in {FAMILY.ENTERPRISE, FAMILY.UNRECOGNISED})
    assert (code.level is None) == (code.level1 is None)


@pytest.mark.property
@given(text=st.one_of(st.text(), CODES))
def test_any_text_is_a_code_or_one_error_with_its_place(text: str) -> None:
    if AgencyCode(text).family is not FAMILY.UNRECOGNISED:
        assert AgencyCode.parse(text) == text
        return
    with pytest.raises(IdentifierError) as caught:
        AgencyCode.parse(text)
    assert caught.value.text == text
    assert 0 <= caught.value.start <= caught.value.end <= len(text) + 1


@pytest.mark.property
@given(text=st.one_of(st.text(), CODES))
def test_the_canonical_form_of_a_canonical_form_is_itself(text: str) -> None:
    once = AgencyCode(text).canonical()

    assert type(once) is AgencyCode
    assert once.canonical() == once


@pytest.mark.property
@given(st.lists(CODES, min_size=3, max_size=3))
def test_equality_of_canonical_forms_is_an_equivalence(texts: list[str]) -> None:
    def alike(one: str, other: str) -> bool:
        return AgencyCode(one).canonical() == AgencyCode(other).canonical()

    a, b, c = texts
    assert alike(a, a)
    assert alike(a, b) == alike(b, a)
    assert alike(a, c) or not (alike(a, b) and alike(b, c))
    assert alike(a, AgencyCode(a).canonical())


@pytest.mark.property
@given(one=CODES, other=CODES)
def test_same_agency_is_reflexive_and_symmetric_and_yes_means_one_canonical_form(one: str, other: str) -> None:
    answer = AgencyCode(one).same_agency(other)

    assert AgencyCode(one).same_agency(one) is Answer.YES
    assert answer is AgencyCode(other).same_agency(one)
    if answer is Answer.YES:
        assert AgencyCode(one).canonical() == AgencyCode(other).canonical()


@pytest.mark.property
@given(text=CODES)
def test_the_parent_is_an_ancestor_of_the_same_family_and_first_level(text: str) -> None:
    code = AgencyCode(text)
    parent = code.parent()

    assert not code.is_ancestor_of(code)
    if parent is None:
        assert code.level in {None, 1}
        return
    assert parent.is_ancestor_of(code)
    assert not code.is_ancestor_of(parent)
    assert (parent.family, parent.level1) == (code.family, code.level1)
    assert parent.level is not None
    assert code.level is not None
    assert parent.level < code.level


@pytest.mark.property
@given(text=LEVEL_1.filter(lambda code: code[0] != "Z"))
def test_level_1_goes_there_and_back(text: str) -> None:
    old = AgencyCode(text).to_qcvn102()

    assert old.to_decision20() == text
    assert old.same_agency(text) is Answer.YES
