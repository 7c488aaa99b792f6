"""Hostile packages against everything that takes one: findings or one error of edoc, and nothing outside a folder."""

from __future__ import annotations

import re
import unicodedata
import warnings
from typing import TYPE_CHECKING, Final

import pytest
from hostile import hostile_names, hostile_packages

from edoc import Attachment
from edoc.cli.app import run
from edoc.edxml.saving import safe_name, unique_names
from edoc.testing import sample_package

if TYPE_CHECKING:
    from pathlib import Path

#: Larger ones, and those of a hundred thousand elements, take seconds each.
LARGEST: Final = 400_000


def packages() -> list[tuple[str, bytes]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # `zipfile` warns of the names that are twice in an archive
        every = list(hostile_packages())
    assert len(every) > 300
    assert len({name for name, _ in every}) == len(every)
    return [(name, data) for name, data in every if len(data) < LARGEST and "99,000" not in name]


@pytest.mark.parametrize("group", sorted({name.partition(":")[0] for name, _ in packages()}))
def test_nothing_hostile_gets_through(group: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit codes are those of results, nothing of a library or of a terminal stands in what is said."""
    for number, (name, data) in enumerate(packages()):
        if name.partition(":")[0] != group:
            continue
        path = tmp_path / f"{number}.edxml"
        path.write_bytes(data)
        for command in (
            ("show",),
            ("validate", "--lang", "vi"),
            ("verify",),
            ("extract", "-o", str(tmp_path / "out" / str(number))),
        ):
            code = run([*command, str(path)])
            said = "".join(capsys.readouterr())
            assert code in {0, 1, 3}, (name, command, said)
            assert said, (name, command)
            assert "Traceback" not in said, (name, command)
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said), (name, command)
        path.unlink()
    assert [entry.name for entry in tmp_path.iterdir() if entry.name != "out"] == []
    assert not any(entry.is_symlink() for entry in tmp_path.rglob("*"))


DEVICES: Final = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    "CONIN$",
    "CONOUT$",
    *(f"{kind}{n}" for kind in ("COM", "LPT") for n in "0123456789¹²³"),
}


def test_every_name_becomes_one_that_all_systems_take_and_no_two_become_one() -> None:
    names = unique_names(safe_name(name) for name in hostile_names())
    for name in names:
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]', name), name
        assert name == name.strip(" ").rstrip("."), name
        assert re.split(r"[. ]", name, maxsplit=1)[0].upper() not in DEVICES, name
        assert 0 < len(name.encode()) <= 255, name
        assert not any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for letter in name), name
    for form in ("NFC", "NFD"):
        for fold in (str.casefold, str.upper, str.lower):
            assert len({fold(unicodedata.normalize(form, name)) for name in names}) == len(names), (form, fold)


def test_files_of_all_these_names_are_extracted_side_by_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the names that XML can carry."""
    legal = [name for name in hostile_names() if name and not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", name)]
    made = [
        Attachment.of(b"x", name="x.pdf", content_id=f"{n}@mau.vn").model_copy(update={"attachment_name": name})
        for n, name in enumerate(legal)
    ]
    path = tmp_path / "goi.edxml"
    sample_package(1).with_attachments(made).write(path)
    folder = tmp_path / "a" / "b"
    assert run(["extract", "-o", str(folder), str(path)]) == 0
    assert len(list(folder.iterdir())) == len(legal)
    assert {entry.name for entry in tmp_path.iterdir()} == {"goi.edxml", "a"}
    assert {entry.name for entry in (tmp_path / "a").iterdir()} == {"b"}
    assert len(capsys.readouterr().out.splitlines()) == len(legal)
