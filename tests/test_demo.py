"""The demonstration does what it says, in a folder of its own."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

DEMO = Path(__file__).parent.parent / "examples" / "demo.py"


@pytest.fixture
def demo() -> ModuleType:
    """The example as a module."""
    spec = importlib.util.spec_from_file_location("demo", DEMO)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_demonstration_builds_judges_shows_extracts_and_finds(
    demo: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo.main(tmp_path / "demo") == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert sorted(path.name for path in (tmp_path / "demo").iterdir()) == [
        ".edoc-demo",
        "attachments",
        "broken.edxml",
        "cong-van.edxml",
    ]
    assert sorted(path.name for path in (tmp_path / "demo" / "attachments").iterdir()) == [
        "cong-van.pdf",
        "ghi-chu.txt",
    ]
    assert ": CONFORMANT" in out
    broken = out.partition("attachment that the manifest lacks:")[2]
    assert ": NON-CONFORMANT" in broken
    assert "FMT-034" in broken
    assert "ATT-104" in broken


def test_the_demonstration_can_be_given_again(
    demo: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo.main(tmp_path / "demo") == 0
    (tmp_path / "demo" / "left.txt").write_text("from before")
    assert demo.main(tmp_path / "demo") == 0
    assert not (tmp_path / "demo" / "left.txt").exists()
    assert "CONFORMANT" in capsys.readouterr().out


def test_the_demonstration_says_when_it_went_wrong(
    demo: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "run", lambda _: 0)
    assert demo.main(tmp_path / "demo") == 1


def test_the_demonstration_leaves_a_folder_alone_that_is_not_its_own(
    demo: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert demo.main(tmp_path) == 2
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert "name another folder" in capsys.readouterr().out
