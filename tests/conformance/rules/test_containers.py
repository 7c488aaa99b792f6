"""Archives and Office files: what is an archive, what is named of it, and when it is a bomb."""

from __future__ import annotations

import pytest
from judging import inspected

from edoc.conformance.content import ContainerFacts, Inspection, Kind
from edoc.limits import DEFAULT_LIMITS

RATIO = DEFAULT_LIMITS.zip_ratio
#: An archive of this size is no danger, however well it is packed.
MEBIBYTE = 1024 * 1024


def _zip(**facts: object) -> Inspection:
    return Inspection(Kind.ZIP, container=ContainerFacts(Kind.ZIP, **facts))  # type: ignore[arg-type]  # its fields


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("a.zip", Kind.ZIP, True),
        ("a.rar", Kind.ZIP, True),
        ("a.abc", Kind.ZIP, True),  # a name that promises nothing
        ("a.docx", Kind.ZIP, False),
        ("a.abc", Kind.TEXT, False),
        ("a.zip", Kind.TEXT, False),
    ],
)
def test_an_archive_is_one_by_its_content_and_its_name_promises_nothing_else(name: str, kind: Kind, told: bool) -> None:
    assert [hit.params for hit in inspected("ATT-119", {name: Inspection(kind)})] == (
        [{"attachment": name, "kind": kind.value}] if told else []
    )


@pytest.mark.parametrize(
    ("names", "said"),
    [(("1",), "1"), (("1", "2", "3"), "1, 2, 3"), (("1", "2", "3", "4"), "1, 2, 3 …")],
)
@pytest.mark.parametrize(("rule", "field"), [("ATT-152", "outside"), ("ATT-153", "executables"), ("ATT-154", "nested")])
def test_the_first_three_entries_are_named_and_the_first_is_shown(
    rule: str, field: str, names: tuple[str, ...], said: str
) -> None:
    (hit,) = inspected(rule, {"a.zip": _zip(**{field: names})})
    assert (hit.text, hit.params) == ("1", {"attachment": "a.zip", "entries": said})


@pytest.mark.parametrize(
    ("unpacked", "ratio", "told"),
    [
        (MEBIBYTE, RATIO + 1, False),
        (MEBIBYTE + 1, RATIO + 1, True),
        (MEBIBYTE + 1, RATIO, False),
        (MEBIBYTE + 1, RATIO - 1, False),
        (MEBIBYTE - 1, RATIO + 1, False),
        (9 * MEBIBYTE, RATIO + 1, True),
    ],
)
def test_a_bomb_is_large_and_packed_beyond_the_limit(unpacked: int, ratio: int, told: bool) -> None:
    said = {"attachment": "a.zip", "size": str(unpacked), "ratio": str(ratio), "limit": f"{RATIO:,}"}
    hits = inspected("ATT-156", {"a.zip": _zip(unpacked=unpacked, ratio=float(ratio))})
    assert [hit.params for hit in hits] == [said] * told


def test_a_package_of_archives_alone_is_told_at_the_first() -> None:
    (hit,) = inspected("ATT-155", {"a.zip": _zip(), "b.zip": _zip()})
    assert (hit.text, hit.params) == ("a.zip", {"attachment": "a.zip"})
    assert hit.element is not None
    assert hit.element.getprevious() is None


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("a.zip", Kind.ZIP, True),
        ("a.docx", Kind.ZIP, True),
        ("a.abc", Kind.ZIP, True),
        ("a.pdf", Kind.ZIP, False),
        ("a.doc", Kind.OLE, False),  # told as an Office file
        ("a.abc", Kind.OLE, False),
    ],
)
def test_a_broken_archive_is_told_where_one_is_promised(name: str, kind: Kind, told: bool) -> None:
    broken = Inspection(kind, container=ContainerFacts(kind, damaged="cut"))
    assert [hit.text for hit in inspected("ATT-150", {name: broken})] == ["cut"] * told
