"""The docs are true: examples run as written, nothing public is left out, two READMEs say one thing."""

from __future__ import annotations

import contextlib
import doctest
import importlib.util
import io
import re
import shlex
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

import edoc
from edoc.cli.app import cli, run
from edoc.conformance import CATALOGUE
from edoc.edxml.fault import FAULTS
from edoc.errors import __all__ as error_names
from edoc.schemas import FILES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT: Final = Path(__file__).parent.parent
PAGES: Final = [
    ROOT / "README.md",
    ROOT / "README.vi.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(path for path in (ROOT / "docs").rglob("*.md") if "_build" not in path.parts),
]
_FENCE: Final = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_FLAGS: Final = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Fence(NamedTuple):
    kind: str
    body: str


def fences(page: Path) -> list[Fence]:
    return [Fence(match["kind"], match["body"]) for match in _FENCE.finditer(page.read_text("utf-8"))]


@pytest.fixture(scope="module")
def made() -> ModuleType:
    """The module that makes pages from the source."""
    spec = importlib.util.spec_from_file_location("from_source", ROOT / "docs" / "_ext" / "from_source.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def reference(made: ModuleType) -> str:
    """All pages of the docs with everything that is made from the source put in."""
    pages = "\n".join(page.read_text("utf-8") for page in PAGES)
    return re.sub(r"```\{from-source\} (\S+)\n```", lambda match: str(made.PARTS[match[1]]()), pages)


def test_every_public_name_is_in_the_docs(reference: str) -> None:
    missing = [name for name in edoc.__all__ if not re.search(rf"\bedoc\.{name}\b", reference)]

    assert missing == []


@pytest.mark.parametrize("name", sorted(cli.list_commands(None)))  # type: ignore[arg-type]  # the group needs no context
def test_every_command_is_in_the_docs_with_its_help_and_an_example(name: str, reference: str) -> None:
    assert f"Usage: edoc {name} " in reference
    assert re.search(rf"^(\$ )?edoc {name}\b", reference, re.MULTILINE)


@pytest.mark.parametrize("key", [*CATALOGUE, *FAULTS, *FILES, *error_names])
def test_every_rule_fault_contract_and_exception_is_in_the_docs(key: str, reference: str) -> None:
    assert re.search(rf"[`*.]{re.escape(key)}\b", reference)


def test_everything_that_is_made_from_the_source_stands_on_a_page(made: ModuleType) -> None:
    used = [fence.kind.partition(" ")[2] for page in PAGES for fence in fences(page) if "{from-source}" in fence.kind]

    assert sorted(used) == sorted(made.PARTS)


@pytest.fixture(scope="module")
def pages(made: ModuleType) -> dict[str, str]:
    """The page of every rule."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "from_source", made)
        spec = importlib.util.spec_from_file_location("rule_pages", ROOT / "docs" / "_ext" / "rule_pages.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return {id_: str(module.page(rule)) for id_, rule in CATALOGUE.items()}


@pytest.mark.parametrize("rule", CATALOGUE)
def test_every_rule_has_a_page_with_its_clause_its_reason_and_two_examples(rule: str, pages: dict[str, str]) -> None:
    page = pages[rule]
    assert CATALOGUE[rule].why("en") in page
    assert CATALOGUE[rule].clauses[0].cited("vi") in page
    assert "## The same, mended" in page
    assert re.search(r"## A [a-z ]+ that fails", page)


def test_commands_of_make_in_the_docs_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    shells = [fence.body for page in PAGES for fence in fences(page) if fence.kind in {"sh", "console"}]
    spoken = [text for page in PAGES for text in re.findall(r"`make ([a-z]+)`", page.read_text("utf-8"))]
    wanted = {*spoken, *re.findall(r"\bmake ([a-z]+)", "\n".join(shells))}

    assert {"demo", "test"} <= wanted <= targets


def test_every_dependency_and_every_extra_has_its_reason_on_a_page() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras: dict[str, list[str]] = project["optional-dependencies"]
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("|")]
    entries = [*project["dependencies"], *(entry for extra in extras.values() for entry in extra)]
    wanted = [re.split(r"[\[<>=]", entry)[0] for entry in entries]
    assert [name for name in wanted if name != "edoc" and not any(f" {name} " in row for row in rows)] == []
    assert [name for name in extras if not any(row.startswith(f"| `{name}` |") for row in rows)] == []
    assert [name for name in wanted[: len(project["dependencies"])] if f"**{name}**" not in page] == []


def test_both_readmes_show_the_same_code() -> None:
    english, vietnamese = fences(ROOT / "README.md"), fences(ROOT / "README.vi.md")

    assert len(english) > 4
    assert english == vietnamese


def test_both_readmes_have_tables_of_the_same_rows() -> None:
    counts = [(ROOT / name).read_text("utf-8").count("\n| ") for name in ("README.md", "README.vi.md")]

    assert counts[0] == counts[1]


def test_links_between_pages_lead_somewhere() -> None:
    links = [
        (page, link) for page in PAGES for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    ]
    made = ROOT / "docs" / "rules"  # written when the docs are built; the build tells broken links to them
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page, link in links
        if made not in (page.parent / link).resolve().parents and not (page.parent / link).exists()
    ]

    assert len(links) > 20
    assert broken == []


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if any(fence.kind == "console" for fence in fences(page))],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_commands_print_what_the_page_shows(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is one story: its Python runs first to last, and its commands between."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    code = 0
    for fence in fences(page):
        if fence.kind == "python":
            with contextlib.redirect_stdout(io.StringIO()):
                for example in doctest.DocTestParser().get_examples(fence.body):
                    exec(compile(example.source, str(page), "single"), names)
        elif fence.kind == "console":
            for command, expected in commands(fence.body):
                if command == "echo $?":
                    assert f"{code}\n" == expected
                    continue
                code, shown = perform(command)
                checker = doctest.OutputChecker()
                assert checker.check_output(expected, shown, _FLAGS), f"$ {command}\n{shown}"


def commands(body: str) -> Iterator[tuple[str, str]]:
    """Split a console session into commands and what they print."""
    for entry in body.removeprefix("$ ").split("\n$ "):
        command, _, output = entry.partition("\n")
        yield command, output if output.endswith("\n") or not output else output + "\n"


def perform(command: str) -> tuple[int, str]:
    """Run one command of edoc; give its exit code and what the terminal shows."""
    words = shlex.split(command)
    target = words[-1] if words[-2:-1] == [">"] else None
    assert words[0] == "edoc"
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        code = run(words[1 : -2 if target else None])
    if target is None:
        return code, output.getvalue()
    Path(target).write_text(output.getvalue(), "utf-8")
    return code, ""
