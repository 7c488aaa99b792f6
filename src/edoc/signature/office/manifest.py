"""The Manifest of an Office signature: each part that was signed, compared with what is there now."""

from __future__ import annotations

import hashlib
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from lxml import etree

from edoc._xml.parser import parse_bytes
from edoc.signature.axes import DigestFact, Part
from edoc.signature.guarded import Unreadable, broken
from edoc.signature.indication import SubIndication
from edoc.signature.office.relationship_transform import RELATIONSHIP_TRANSFORM, selected, selection, transformed
from edoc.signature.xmldsig.algorithms import CANONICALISATIONS, DIGESTS, DS
from edoc.signature.xmldsig.form import unbase64
from edoc.signature.xmldsig.namespaces import excess_of_namespaces

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from edoc.signature.office.opc import OfficeFile

__all__ = ["LeftOut", "SignedPart", "left_out", "signed_parts"]

_DS: Final = f"{{{DS}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPart:
    """One ``Reference`` of a Manifest.

    Args:
        part: The part it names.
        digest: Expected and computed.
        covered: The bytes that were digested.
        ids: The Ids of the relationships that are signed; None for a part that is signed whole.
    """

    part: str
    digest: DigestFact
    covered: Part
    ids: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is there and was not signed.

    Args:
        part: A part, or a relationship with its target as the label.
        relation: For a relationship its type, which says what a reader takes the target for; empty for a part.
        source: For a relationship the part that it stands in.
    """

    part: Part
    relation: str = ""
    source: str = ""


def signed_parts(file: OfficeFile, signed: Iterable[_Element]) -> list[SignedPart]:
    """Compare every part that the manifests inside *signed* elements name.

    Args:
        file: The file.
        signed: Elements of the signature that are covered by it and unchanged.

    Raises:
        Unreadable: A reference is malformed, or uses what is not allowed.
    """
    references = [
        reference
        for element in signed
        for manifest in element.iter(f"{_DS}Manifest")
        for reference in manifest.iterchildren(f"{_DS}Reference")
    ]
    if len(references) > file.limits.archive_entries:
        raise _exceeds(file, "archive_entries", len(references))
    return [_signed_part(file, reference) for reference in references]


def _signed_part(file: OfficeFile, reference: _Element) -> SignedPart:
    address = urlsplit(reference.get("URI") or "")
    part = unquote(address.path)
    algorithm = reference.find(f"{_DS}DigestMethod")
    name = None if algorithm is None else DIGESTS.get(algorithm.get("Algorithm") or "")
    expected = unbase64(reference.findtext(f"{_DS}DigestValue") or "")
    if address.scheme or address.netloc or not part.startswith("/") or name is None or expected is None:
        raise _refused("office.reference", uri=reference.get("URI") or "-")
    content, ids = _content(file, part, list(reference.iterfind(f"{_DS}Transforms/{_DS}Transform")))
    wanted = address.query.removeprefix("ContentType=")
    same_type = content is not None and (not wanted or unquote(wanted) == file.content_type(part))
    computed = None if content is None else hashlib.new(name, content).digest()
    return SignedPart(
        part=part,
        digest=DigestFact(
            what=part,
            algorithm=name.replace("_", "-"),
            expected=expected.hex(),
            computed=None if computed is None else computed.hex(),
            matches=computed == expected and same_type,
        ),
        covered=Part(
            name=part,
            size=None if content is None else len(content),
            sha256=None if content is None else hashlib.sha256(content).hexdigest(),
        ),
        ids=ids,
    )


def _content(file: OfficeFile, part: str, transforms: list[_Element]) -> tuple[bytes | None, frozenset[str] | None]:
    """Give the bytes of a part after its transforms; None when the part is gone."""
    if part not in file:
        return None, None
    algorithms = [transform.get("Algorithm") or "" for transform in transforms]
    if not algorithms:
        return file.read(part), None
    if len(algorithms) > file.limits.transforms:
        raise _exceeds(file, "transforms", len(algorithms))
    if algorithms[0] == RELATIONSHIP_TRANSFORM and all(entry in CANONICALISATIONS for entry in algorithms[1:]):
        if len(algorithms) > 2:
            raise _refused("office.transform", name=algorithms[2])
        root = file.xml(part)
        ids, types = selection(transforms[0])
        chosen = frozenset(item.get("Id") or "" for item in selected(root, ids, types))
        return transformed(root, ids, types), chosen
    way = CANONICALISATIONS.get(algorithms[0])
    if way is None or len(algorithms) > 1:
        raise _refused("office.transform", name=algorithms[0])
    data = file.read(part)
    root = parse_bytes(data, file.limits)
    excess = excess_of_namespaces(root, data, file.limits)
    if excess is not None:
        raise _exceeds(file, "namespace_characters", excess)
    return etree.tostring(
        root.getroottree(), method="c14n", exclusive=way.exclusive, with_comments=way.with_comments
    ), None


def left_out(file: OfficeFile, parts: list[SignedPart]) -> list[LeftOut]:
    """Name what is there and was not signed: parts, and relationships of parts that were signed in part."""
    whole = {entry.part.casefold() for entry in parts if entry.ids is None}
    chosen: dict[str, frozenset[str]] = {}
    for entry in parts:
        if entry.ids is not None:
            key = entry.part.casefold()
            chosen[key] = chosen.get(key, frozenset()) | entry.ids
    missing: list[LeftOut] = []
    for part in file.parts:
        key = part.casefold()
        if key in chosen:
            missing += [
                LeftOut(Part(name=f"{part}#{item.id}", label=item.target), item.type, key)
                for item in file.relationships(_source(part))
                if item.id not in chosen[key]
            ]
        elif key not in whole:
            missing.append(LeftOut(Part(name=part)))
    return missing


def _source(relationships: str) -> str:
    """Give the part whose relationships stand in a part: the reverse of `relationships_part`."""
    folder, name = posixpath.split(relationships)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _exceeds(file: OfficeFile, limit: str, found: int) -> Unreadable:
    return _refused("refusal.limit", **file.limits.reached(limit, found))


def _refused(key: str, **params: object) -> Unreadable:
    return Unreadable(broken(SubIndication.FORMAT_FAILURE, key, **params))
