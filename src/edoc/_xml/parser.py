"""Bytes to a tree, hardened: no DTD, no entity, no network, no recovery, within limits.

libxml2's tree parser is the one arbiter of what is well-formed; what it says is brought into
edoc's own exceptions, with the cause named where it is a known one.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from lxml import etree

from edoc._xml.encoding import Decoded, to_utf8
from edoc._xml.paths import path_of
from edoc._xml.positions import lines_and_columns, starts
from edoc._xml.refusals import limit_reached
from edoc._xml.skeleton import Skeleton, cut
from edoc._xml.source import SMALL
from edoc._xml.tags import far_beyond, markup_bytes
from edoc.errors import (
    EncodingError,
    ForbiddenMarkupError,
    LimitExceededError,
    NotWellFormedError,
    PackageError,
)
from edoc.messages import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from edoc._xml.base64text import Base64Text
    from edoc._xml.source import Source
    from edoc.limits import Limits

    #: Where a byte of what was parsed stands in the source: line and column from 1.
    Spot = Callable[[int], tuple[int, int]]

__all__ = ["Parsed", "parse", "parse_bytes", "reparse"]

#: A byte-order mark, the declaration, blanks, comments and instructions before the first element.
_PROLOG: Final = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s++|<\?(?:[^?]++|\?(?!>))*+\?>|<!--(?:[^-]++|-(?!->))*+-->)*+")
#: How files start that are sent in the place of a package by mistake.
_OTHER_FILES: Final = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"\x1f\x8b", "gzip"),
    (b"{", "json"),
)
_DOCTYPE: Final = b"<!DOCTYPE"
_UNBOUND_PREFIX: Final = re.compile(r"Namespace prefix (\S+)")
#: How far from the start a misplaced declaration is looked for.
_NEAR: Final = 4096
#: libxml2 refuses longer texts unless told otherwise; real attachments are longer.
_LIBXML2_TEXT: Final = 10_000_000
#: libxml2 goes no deeper unless told otherwise, and then not much.
_LIBXML2_DEPTH: Final = 256
_LIBXML2_DEEPEST: Final = 2048
#: What opens an element, a comment, an instruction or a section: all that is counted before parsing.
_OPENING: Final = re.compile(rb"<(?!/)")
_ENTITY: Final = re.compile(r"Entity '([^']*)'")


@dataclass(slots=True)
class Parsed:
    """A package as a tree.

    Args:
        root: The root element.
        source: The source as it was given.
        decoded: The same in UTF-8.
        skeleton: What was parsed: the bytes without the runs.
        texts: The runs by the token that stands for them in the tree.
    """

    root: etree._Element
    source: Source
    decoded: Decoded
    skeleton: Skeleton
    texts: dict[str, Base64Text]


def parse(source: Source, limits: Limits, token_tag: str) -> Parsed:
    """Parse a package of any size.

    Args:
        source: The bytes.
        limits: What is accepted at most.
        token_tag: Local name of the one element whose text may be a run.

    Raises:
        PackageError: It is not well-formed, or exceeds a limit.
    """
    decoded = to_utf8(source, limits)
    if decoded.source.size > SMALL:
        skeleton = cut(decoded.source, limits)
        parsed = _parse_skeleton(source, decoded, skeleton, limits, token_tag)
        if parsed is not None:
            return parsed
    return _parse_whole(source, decoded, limits, token_tag)


def _parse_skeleton(
    source: Source, decoded: Decoded, skeleton: Skeleton, limits: Limits, token_tag: str
) -> Parsed | None:
    """Parse what was left by the cut; None when the whole has to be parsed after all."""
    if not skeleton.runs:
        return None
    kept = len(skeleton.data) - sum(len(run.token) for run in skeleton.runs)
    if kept > limits.header_bytes:
        if decoded.source.size <= limits.tree_bytes:
            return None  # a text that could not be cut out may be what is so long
        raise limit_reached(limits, "header_bytes", kept, source=source.name)
    try:
        root = _tree(skeleton.data, limits, source.name, partial(_spot, skeleton))
    except LimitExceededError:
        raise
    except PackageError as error:
        if decoded.source.size <= limits.tree_bytes:
            return None  # the full parse is the arbiter, and knows the position
        raise _in_source(error, skeleton) from None
    texts = {run.token.decode("ascii"): run.text for run in skeleton.runs}
    seen = [element.text for element in root.iter("{*}" + token_tag) if not len(element) and element.text in texts]
    if len(seen) != len(texts) or len(set(seen)) != len(texts):
        return None
    return Parsed(root, source, decoded, skeleton, texts)


def _in_source(error: PackageError, skeleton: Skeleton) -> PackageError:
    """Give *error* with its line counted in the source instead of the skeleton."""
    assert error.line is not None  # whatever libxml2 says, it says where
    line, _ = _spot(skeleton, _line_start(skeleton.data, error.line))
    params = dict(error.params)
    if "offset" in params:
        params["offset"] = str(skeleton.original_offset(int(params["offset"])))
    return refusal(type(error), error.code, source=error.source, line=line, column=None, path=error.path, **params)


def _spot(skeleton: Skeleton, offset: int) -> tuple[int, int]:
    """Give line and column in the source of a byte of what was parsed."""
    ((line, column),) = lines_and_columns(skeleton, [offset])
    return line, column


def _line_start(data: bytes, line: int) -> int:
    """Give the offset at which a line starts."""
    start = 0
    for _ in range(line - 1):
        start = data.index(b"\n", start) + 1
    return start


def _parse_whole(source: Source, decoded: Decoded, limits: Limits, token_tag: str) -> Parsed:
    """Parse every byte; memory in proportion, so with a limit of its own."""
    size = decoded.source.size
    if size > limits.tree_bytes:
        raise limit_reached(limits, "tree_bytes", size, source=source.name)
    data = decoded.source.read_at(0, size)
    if size > limits.header_bytes and (markup := markup_bytes(data)) > limits.header_bytes:
        raise limit_reached(limits, "header_bytes", markup, source=source.name)  # a tree would take thirty times that
    root = _tree(data, limits, source.name, partial(_spot, Skeleton(data)))
    if size > limits.header_bytes:
        contents = sum(len(text) for element in root.iter("{*}" + token_tag) for text in element.itertext())
        if size - contents > limits.header_bytes:
            raise limit_reached(limits, "header_bytes", size - contents, source=source.name)
    return Parsed(root, source, decoded, Skeleton(data), {})


def parse_bytes(data: bytes, limits: Limits, name: str | None = None) -> etree._Element:
    """Parse UTF-8 or US-ASCII bytes and give the root element.

    Args:
        data: The bytes.
        limits: What is accepted at most.
        name: The file's name, for messages.

    Raises:
        PackageError: They are not well-formed, or exceed a limit.
    """
    return _tree(data, limits, name, partial(_spot, Skeleton(data)))


def _tree(data: bytes, limits: Limits, name: str | None, spot: Spot) -> etree._Element:
    """Parse; *spot* says where a byte of *data* stands in the source."""
    may_have_dtd = _DOCTYPE in data  # also in a comment or in CDATA, where it is harmless
    if may_have_dtd:
        _refuse_doctype(data, name)
    marks = data.count(b"<")
    if marks > limits.elements and marks - data.count(b"</") > limits.elements:
        line, column = spot(next(islice(_OPENING.finditer(data), limits.elements, None)).start())
        raise limit_reached(limits, "elements", marks - data.count(b"</"), source=name, line=line, column=column)
    if (beyond := far_beyond(data, limits)) is not None:
        line, column = spot(beyond[1])
        raise limit_reached(limits, beyond[0], beyond[2], source=name, line=line, column=column)
    try:
        huge = len(data) > _LIBXML2_TEXT or limits.depth > _LIBXML2_DEPTH
        root = etree.fromstring(data, _PARSERS.huge if huge else _PARSERS.usual)
    except etree.XMLSyntaxError as error:
        raise _explain(error, data, limits, name, spot) from error
    if may_have_dtd and root.getroottree().docinfo.internalDTD is not None:  # pragma: no cover - refused above
        raise refusal(ForbiddenMarkupError, "dtd", source=name)
    excess = _excess(root, data, marks, limits)
    if excess is not None:
        limit, element, found = excess
        start = next(start for start, other in zip(starts(data), root.iter("*"), strict=True) if other is element)
        line, column = spot(start)
        raise limit_reached(limits, limit, found, source=name, line=line, column=column, path=path_of(element))
    return root


def reparse(data: bytes, *, comments: bool = False) -> etree._Element:
    """Parse once more what was accepted before, for a tree of one's own.

    Args:
        data: Bytes that `parse_bytes` took, or what libxml2 wrote of a tree.
        comments: Whether comments stay. Without them the text of an element is one text.
    """
    parser = _hardened(huge=True, comments=comments)
    return etree.fromstring(data, parser)


class _Parsers(threading.local):
    """One parser a thread, since making one takes a fourth of parsing a status message.

    They expand nothing, fetch nothing and mend nothing; nothing of one parse stays for the next.
    """

    def __init__(self) -> None:
        self.usual = _hardened(huge=False)
        self.huge = _hardened(huge=True)


def _hardened(*, huge: bool, comments: bool = True) -> etree.XMLParser[etree._Element]:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        recover=False,
        huge_tree=huge,
        remove_comments=not comments,
    )


_PARSERS: Final = _Parsers()


def _refuse_doctype(data: bytes, name: str | None) -> None:
    """Refuse a document type declaration before a parser sees it."""
    start = _PROLOG.match(data)
    at = start.end() if start else 0
    if data.startswith(_DOCTYPE, at):
        line, column = data.count(b"\n", 0, at) + 1, at - data.rfind(b"\n", 0, at)
        raise refusal(ForbiddenMarkupError, "dtd", source=name, line=line, column=column)


@lru_cache(maxsize=4)
def _first_deeper_than(depth: int) -> etree.XPath:
    """Compile the question for the first element that lies deeper, once per process."""
    return etree.XPath("(" + "/*" * (depth + 1) + ")[1]")


def _excess(
    root: etree._Element, data: bytes, marks: int, limits: Limits
) -> tuple[str, etree._Element, int | str] | None:
    """Check depth, attributes and namespaces, by libxml2 itself, and only where they could be too many."""
    # each level but the last takes a start tag and an end tag
    if 2 * limits.depth < min(marks, 2 * _LIBXML2_DEEPEST) and (deep := _first_deeper_than(limits.depth)(root)):
        return "depth", deep[0], f"> {limits.depth:,}"
    if data.count(b"=") > limits.attributes:
        crowded = next((element for element in root.iter("*") if len(element.attrib) > limits.attributes), None)
        if crowded is not None:
            return "attributes", crowded, len(crowded.attrib)
    if data.count(b"xmlns") > limits.namespaces:
        return _crowded_scope(root, limits.namespaces)
    return None


def _crowded_scope(root: etree._Element, most: int) -> tuple[str, etree._Element, int] | None:
    """Find the first element for which more than *most* declarations hold, those that are repeated counted anew."""
    held = 0
    for event, item in etree.iterwalk(root, events=("start", "start-ns", "end-ns")):
        if event == "start-ns":
            held += 1
        elif event == "end-ns":
            held -= 1
        elif held > most:
            return "namespaces", item, held  # type: ignore[return-value]  # what a start is about
    return None


def _explain(  # noqa: PLR0911 - one way out for each cause
    error: etree.XMLSyntaxError, data: bytes, limits: Limits, name: str | None, spot: Spot
) -> PackageError:
    """Turn libxml2's complaint into ours, naming the cause where it is a known one."""
    line, column = (max(1, number) for number in error.position)
    said = " ".join((error.msg or "").partition(", line ")[0].split())
    refuse = partial(refusal, source=name, line=line, column=column)
    declaration = data.find(b"<?xml ", 0, _NEAR)
    before = data[:declaration].removeprefix(b"\xef\xbb\xbf")
    if declaration > 0 and before and not before.lstrip().startswith(b"<"):
        return refusal(
            NotWellFormedError,
            "bytes-before-declaration",
            source=name,
            line=1,
            column=1,
            count=len(before),
            found=ascii(before[:20].decode("utf-8", "replace")),
        )
    if not data.strip():
        return refuse(NotWellFormedError, "empty")
    if kind := next((kind for mark, kind in _OTHER_FILES if data.startswith(mark)), None):
        return refuse(NotWellFormedError, "other-file", found=f"word:{kind}")
    if unbound := _UNBOUND_PREFIX.search(said):
        return refuse(NotWellFormedError, "undeclared-prefix", prefix=unbound.group(1), reason=said)
    if entity := _ENTITY.search(said):
        return refuse(ForbiddenMarkupError, "entity", entity=entity.group(1))
    if "Excessive depth" in said:
        deepest = min(limits.depth, _LIBXML2_DEEPEST)
        line, _ = spot(_line_start(data, line))
        return limit_reached(replace(limits, depth=deepest), "depth", f"> {deepest:,}", source=name, line=line)
    if (offset := _broken_at(data)) is not None:
        return refuse(EncodingError, "encoding-broken", found="UTF-8", offset=offset)
    return refuse(NotWellFormedError, "not-well-formed", reason=said or "no element found")


def _broken_at(data: bytes) -> int | None:
    """Give the offset of the first byte that is not UTF-8, None when all are."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return None
