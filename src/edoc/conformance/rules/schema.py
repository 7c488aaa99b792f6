"""The schema layer: libxml2 decides, xmlschema explains when it said no."""

from __future__ import annotations

import re
import threading
from functools import cache
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from lxml import etree

from edoc._xml.names import XMLDSIG, local_name, namespace
from edoc._xml.paths import Paths
from edoc.conformance.result import Severity
from edoc.conformance.rule import Hit, Layer, rule
from edoc.conformance.strict_words import explained, told
from edoc.edxml.xsd import document_xsd, status_xsd
from edoc.law import clause

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    import xmlschema

    Explanation = xmlschema.XMLSchemaValidationError

    from edoc._xml.parser import Parsed
    from edoc.conformance.strict_words import Complaint
    from edoc.conformance.subject import Subject

__all__: list[str] = []

_LOCK = threading.Lock()
#: More than this many explanations of one package help nobody.
_MOST = 50
#: xmlschema counts the children of an element anew for each that does not belong: so many take it half a second.
_MOST_CHILDREN = 10_000
#: Likewise it takes all attributes of an element along with each that does not belong.
_MOST_ATTRIBUTES = 1_000
#: One step of a path: an asterisk where the element has no prefix, else the prefix and the name.
_STEP: Final = re.compile(r"/(?:([^:/\[]+):)?(?:\*|([^:/\[]+))(?:\[(\d+)\])?")
#: The schema of each kind of package.
_XSD: Final = {"document": document_xsd, "status": status_xsd}
#: Faults of a name: a schema tells them as an element that does not stand here.
_OF_NAMES = frozenset(
    {
        *("root-name", "status-element", "digital-signature-element", "misspelt-element", "wrong-namespace"),
        *("unknown-element", "attachment-element-name"),
    }
)


@cache
def _fast(kind: Literal["document", "status"]) -> etree.XMLSchema:
    """Compile for libxml2, once per process; used under the lock, since its log is shared."""
    return etree.XMLSchema(etree.fromstring(_XSD[kind]().encode()))


@cache
def _explaining(kind: Literal["document", "status"]) -> xmlschema.XMLSchema10:
    """Compile for xmlschema, once per process and only when something has to be explained."""
    import xmlschema  # noqa: PLC0415 - 280 ms that only faulty packages pay

    return xmlschema.XMLSchema10(_XSD[kind]())


@rule(
    "FMT-050",
    "strict-form",
    severity=Severity.WARNING,
    clauses=(clause("qcvn-102-2016", "Phần 2"), clause("edoc", "XSD")),
    layer=Layer.SCHEMA,
    covers=("Q-15",),
)
def strict_form(subject: Subject) -> Iterable[Hit]:
    """Compare with the XSD of the strict form: order, spelling, types, no unknown element.

    Readers in circulation take any order, so a departure is a warning.
    """
    kind = subject.package.kind
    root = subject.parsed.root
    log = _complaints(kind, root)
    if log is None:
        return
    found = 0
    known = _told(subject)
    paths = Paths()
    for error in _explanations(subject, log):
        element = _element_of(error, root)
        if namespace(str(element.tag)) == XMLDSIG:
            continue  # open to anything: not the format's business
        found += 1
        if found > _MOST:
            yield Hit(root, None, {"count": str(_MOST)}, "rule.strict-more")
            break
        misplaced = getattr(error, "invalid_child", None) is not None
        if (paths.of(element), misplaced) not in known:  # the reader's fault says the same, in words for people
            complaint = explained(error, local_name(str(element.tag)))
            if complaint.key == "rule.strict-misplaced":  # libxml2 knows better what could stand there
                complaint = next((told(said, complaint.params["name"]) for said in _of(element, log, root)), complaint)
            yield _hit(element, complaint)
    if not found:
        # the two disagree; libxml2 said no, and the verdict must not forget it
        for path, message in log[:_MOST]:
            element = _at(path, root)
            yield _hit(element, told(message, local_name(str(element.tag))))
        if len(log) > _MOST:
            yield Hit(root, None, {"count": str(_MOST)}, "rule.strict-more")


def _of(element: etree._Element, log: list[tuple[str, str]], root: etree._Element) -> Iterator[str]:
    """Give what libxml2 says of an element."""
    return (message for path, message in log[:_MOST] if _at(path, root) is element)


def _hit(element: etree._Element, complaint: Complaint) -> Hit:
    return Hit(element, complaint.text, complaint.params, complaint.key)


def _told(subject: Subject) -> set[tuple[str, bool]]:
    """Give what the reader has told: of which element, and whether of its place as well as of its text.

    Its faults weigh no less than this rule, in every profile.
    """
    faults = [fault for fault in subject.package.faults if fault.code != "encoding-utf16"]  # no matter of a schema
    of_places = {(fault.path, True) for fault in faults if fault.serious or fault.code in _OF_NAMES}
    return of_places | {(fault.path, False) for fault in faults}


def _complaints(kind: Literal["document", "status"], root: etree._Element) -> list[tuple[str, str]] | None:
    """Give where libxml2 complains, and of what; None when it has no complaint.

    Compiling a schema is not safe under threads, and the log belongs to the schema.
    """
    with _LOCK:
        schema = _fast(kind)
        if schema.validate(root.getroottree()):
            return None
        return [(entry.path or "", entry.message) for entry in schema.error_log]


def _at(path: str, root: etree._Element) -> etree._Element:
    """Give the element at a path as libxml2 writes it: ``/*/e:edXMLEnvelope/*[2]``."""
    current = root
    for prefix, name, number in _STEP.findall(path)[1:]:
        children = current.iterchildren("{*}" + (name or "*"))
        alike = (child for child in children if not name or (child.prefix or "") == prefix)
        current = next(islice(alike, int(number or 1) - 1, None), current)
    return current


def _explanations(subject: Subject, log: list[tuple[str, str]]) -> Iterator[Explanation]:
    """Give what xmlschema has to say; nothing, where the package makes it stumble, or crawl.

    Raises:
        LimitExceededError: The time is over; asked at every element.
    """
    import xmlschema  # noqa: PLC0415 - as above

    root = subject.parsed.root
    if _is_crowded(subject.parsed):
        return  # libxml2's own words will do

    with _LOCK:
        explaining = _explaining(subject.package.kind)
    around, right = _to_explain(explaining, root, log)

    def passed_over(element: object, _: object) -> bool:
        subject.clock.check(path="xmlschema")
        return element in right

    try:
        found = False
        for element, declaration in around:
            for error in declaration.iter_errors(
                cast("Any", element), namespaces=_prefixes(element), validation_hook=passed_over
            ):
                found = True
                yield error
        if not found:  # what libxml2 means is elsewhere
            right.clear()
            yield from explaining.iter_errors(cast("Any", root), validation_hook=passed_over)
    except xmlschema.XMLSchemaException:
        return  # likewise


def _is_crowded(parsed: Parsed) -> bool:
    """Say whether an element has so many children or attributes that xmlschema would crawl."""
    return bool(parsed.root.xpath(f"boolean(//*[count(*) > {_MOST_CHILDREN} or count(@*) > {_MOST_ATTRIBUTES}])"))


def _to_explain(
    schema: xmlschema.XMLSchema10, root: etree._Element, log: list[tuple[str, str]]
) -> tuple[list[tuple[etree._Element, xmlschema.XsdElement]], set[etree._Element]]:
    """Give the elements around those that libxml2 complains of, with their declarations; none where one has none.

    What libxml2 says nothing of is right, and what it passed over stands behind what it complains of. So the rest
    need not be explained, which takes most of the time; neither need what stands before it, which is given besides.
    """
    blamed = dict.fromkeys(_at(path, root) for path, _ in log)
    around = dict.fromkeys(next(element.iterancestors(), root) for element in blamed)
    outermost = [element for element in around if around.keys().isdisjoint(element.iterancestors())]
    right = set(_right(blamed, around))
    declared: list[tuple[etree._Element, xmlschema.XsdElement]] = []
    for element in outermost:
        found = _declaration(schema, element)
        if found is None:
            return [], right
        declared.append((element, found))
    return declared, right


def _right(blamed: Container[etree._Element], around: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """Give the elements that libxml2 went through before it complained of one beside them."""
    holders = {holder for element in around for holder in (element, *element.iterancestors())}
    for element in around:
        if element not in blamed:  # else nobody knows how far libxml2 went in it
            children = takewhile(lambda child: child not in blamed, element)
            yield from (child for child in children if child not in holders)


def _declaration(schema: xmlschema.XMLSchema10, element: etree._Element) -> xmlschema.XsdElement | None:
    """Walk down the schema to the declaration of an element; None where it knows none."""
    import xmlschema  # noqa: PLC0415 - as above

    way = [element, *element.iterancestors()]
    found: Any = schema.maps.elements.get(str(way.pop().tag))
    while found is not None and way:
        name = str(way.pop().tag)
        children = found.type.content.iter_elements() if found.type.has_complex_content() else ()
        found = next(
            (child for child in children if isinstance(child, xmlschema.XsdElement) and child.is_matching(name)), None
        )
    return cast("xmlschema.XsdElement | None", found)


def _prefixes(element: etree._Element) -> dict[str, str]:
    return {prefix or "": space for prefix, space in element.nsmap.items()}


def _element_of(error: Explanation, root: etree._Element) -> etree._Element:
    """Give the element that an explanation is about: the child that does not belong, if it is one."""
    child = getattr(error, "invalid_child", None)
    found = error.elem if child is None else child
    return found if isinstance(found, etree._Element) else root  # noqa: SLF001 - lxml's type
