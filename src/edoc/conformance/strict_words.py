"""What departs from the strict form, in words of the catalogue: what stood there, and what was expected.

Two libraries tell it in their own English: xmlschema, which explains, and libxml2, where that has nothing to say. Their
usual complaints are put into texts of ours; an unusual one stays in the library's words, and is marked so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from edoc._xml.names import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    import xmlschema

    Explanation = xmlschema.XMLSchemaValidationError

__all__ = ["Complaint", "explained", "told"]

#: The forms that patterns stand for, by the type of the XSD (`edoc.edxml.xsd`): people read these.
_FORMS: Final = {"Date": "yyyy/MM/dd", "Timestamp": "yyyy/MM/dd HH:mm:ss"}
#: What values of a type are; of others, only the name of the type is told.
_TYPES: Final = {"int": "word:expects-count"}
#: What xmlschema calls a limit: the text, and the sign before it.
_BOUNDS: Final = {
    "XsdLengthFacet": ("strict-length", ""),
    "XsdMinLengthFacet": ("strict-length", "≥ "),
    "XsdMaxLengthFacet": ("strict-length", "≤ "),
    "XsdMinInclusiveFacet": ("strict-range", "≥ "),
    "XsdMaxInclusiveFacet": ("strict-range", "≤ "),
    "XsdMinExclusiveFacet": ("strict-range", "> "),
    "XsdMaxExclusiveFacet": ("strict-range", "< "),
}
#: What has no class of its own in xmlschema is known by its words.
_WORDS: Final = (
    (re.compile(r"missing required attribute '(?P<attribute>[^']+)'"), "strict-no-attribute"),
    (re.compile(r"'(?P<attribute>[^']+)' attribute not allowed for element"), "strict-attribute"),
    (re.compile(r"a simple content element can't have child elements"), "strict-children"),
    (re.compile(r"character data (?:between child elements not allowed|is not allowed .*)"), "strict-text"),
)
#: What libxml2 says behind the name of the element (xmlschemas.c).
_LIBXML2: Final = tuple(
    (
        re.compile(r"(?:Element|Attribute) '(?:\{[^}]*\})?[^']*'(?:, attribute '(?P<of>[^']*)')?: " + pattern),
        f"strict-{key}",
    )
    for key, pattern in {
        "child": r"This element is not expected\. Expected is(?: one of)? \( (?P<expected>.*) \)\.",
        "misplaced": r"This element is not expected\.",
        "incomplete": r"Missing child element\(s\)\. Expected is(?: one of)? \( (?P<expected>.*) \)\.",
        "no-attribute": r"The attribute '(?P<attribute>[^']+)' is required but missing\.",
        "attribute": r"The attribute '(?P<attribute>[^']+)' is not allowed\.",
        "children": r"Element content is not allowed,? because .*",
        "text": r"Character content (?:other than whitespace )?is not allowed,? because .*",
        "pattern": r"\[facet 'pattern'\] The value '(?P<text>.*)' is not accepted by the pattern '(?P<expected>.*)'\.",
        "choice": r"\[facet 'enumeration'\] The value '(?P<text>.*)' is not an element of the set .(?P<expected>.*).\.",
        "type": r"'(?P<text>.*)' is not a valid value of the [a-z ]*type '(?:xs:)?(?P<type>[^']*)'\.",
    }.items()
)


class Complaint(NamedTuple):
    """One departure: the key of its text, the values, and the value that stood there."""

    key: str
    params: dict[str, str]
    text: str | None = None


def explained(error: Explanation, name: str) -> Complaint:
    """Put an explanation of xmlschema into words.

    Args:
        error: What it says.
        name: The element that it is about: the child that does not belong, if it is one.
    """
    import xmlschema  # noqa: PLC0415 - only faulty packages pay for it

    if isinstance(error, xmlschema.XMLSchemaChildrenValidationError):
        return _of_children(error, name)
    validator = type(error.validator).__name__
    value = "" if error.obj is None or not isinstance(error.obj, (str, int, float)) else str(error.obj)
    if validator == "XsdPatternFacets":
        return _of_value("strict-pattern", name, value, _form(error.validator))
    if validator == "XsdEnumerationFacets":
        allowed = cast("list[object]", error.validator.enumeration)  # type: ignore[union-attr]
        return _of_value("strict-choice", name, value, ", ".join(map(str, allowed)))
    if validator in _BOUNDS:
        key, sign = _BOUNDS[validator]
        found = str(len(value)) if key == "strict-length" else value
        return Complaint(
            f"rule.{key}",
            {"name": name, "found": found, "expected": f"{sign}{error.validator.value}"},  # type: ignore[union-attr]
            value,
        )
    if isinstance(error, xmlschema.XMLSchemaDecodeError):
        of_type = local_name(getattr(error.validator, "name", None) or "")
        return _of_value("strict-type", name, value, _TYPES.get(of_type, of_type))
    return _by_words(_WORDS, error.reason or error.message or "", name)


def told(message: str, name: str) -> Complaint:
    """Put a complaint of libxml2 into words.

    Args:
        message: What it says.
        name: The element that it is about.

    Example:
        >>> told("Element '{urn:x}A': This element is not expected. Expected is ( {urn:x}B ).", "A")
        Complaint(key='rule.strict-child', params={'name': 'A', 'expected': 'B'}, text=None)
    """
    return _by_words(_LIBXML2, message, name)


def _of_children(error: Any, name: str) -> Complaint:
    expected = _names(tag for tag in error.expected_tags if not tag.startswith("from "))
    if error.invalid_tag is None:
        return Complaint("rule.strict-incomplete", {"name": name, "expected": expected})
    most, alike = error.particle.max_occurs, sum(child.tag == error.invalid_tag for child in error.elem)
    if most is not None and alike > most and getattr(error.particle, "name", None) == error.invalid_tag:
        return Complaint("rule.strict-too-many", {"name": name, "found": str(alike), "most": str(most)})
    if expected:
        return Complaint("rule.strict-child", {"name": name, "expected": expected})
    return Complaint("rule.strict-misplaced", {"name": name})


def _of_value(key: str, name: str, value: str, expected: str) -> Complaint:
    return Complaint(f"rule.{key}", {"name": name, "text": value, "expected": expected}, value)


def _form(facets: Any) -> str:
    known = _FORMS.get(local_name(getattr(facets.parent, "name", None) or ""))
    return known or " | ".join(facets.regexps)


def _by_words(table: Iterable[tuple[re.Pattern[str], str]], message: str, name: str) -> Complaint:
    said = " ".join(message.split())
    for pattern, key in table:
        match = pattern.fullmatch(said)
        if match is None:
            continue
        found = {group: value for group, value in match.groupdict().items() if value is not None}
        if found.pop("of", None) is not None and "attribute" not in found:
            break  # a value of an attribute: no text of ours is about that
        if key in {"strict-child", "strict-incomplete"}:
            found["expected"] = _names(re.split(r", ", found["expected"]))
        elif "attribute" in found:
            found["attribute"] = local_name(found["attribute"])
        elif key == "strict-choice":
            found["expected"] = found["expected"].replace("'", "")
        elif key == "strict-type":
            of_type = local_name(found.pop("type"))
            found["expected"] = _TYPES.get(of_type, of_type)
        return Complaint(f"rule.{key}", {"name": name, **found}, found.get("text"))
    return Complaint("rule.strict-form", {"name": name, "reason": said})


def _names(tags: Iterable[str]) -> str:
    """Join the names of elements, without prefixes and namespaces."""
    return ", ".join(dict.fromkeys(local_name(tag).rpartition(":")[2].strip("*") for tag in tags))
