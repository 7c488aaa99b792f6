"""The public face: what `import edoc` gives, and what it does not load."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import edoc
from edoc import _version

#: What a program that only imports edoc does not pay for.
HEAVY = {
    "asn1crypto",
    "click",
    "cryptography",
    "edoc.cli",
    "edoc.conformance",
    "edoc.edxml",
    "importlib.metadata",
    "isal",
    "lxml",
    "pathvalidate",
    "pybase64",
    "pydantic",
    "pydantic_core",
    "pyhanko_certvalidator",
    "rich",
    "xmlschema",
}


def loaded(code: str) -> set[str]:
    """Run *code* in a fresh process and give the modules that it loaded, packages among them."""
    script = f"{code}\nimport json, sys\nprint(json.dumps(list(sys.modules)))"
    done = subprocess.run([sys.executable, "-I", "-c", script], check=True, capture_output=True, text=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def promised() -> dict[str, str]:
    """Read the imports that a type checker sees: name and module."""
    tree = ast.parse(Path(edoc.__file__).read_text("utf-8"))
    blocks = [node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    imports = [node for block in blocks for node in block.body if isinstance(node, ast.ImportFrom)]
    return {alias.name: str(node.module) for node in imports for alias in node.names}


def test_the_public_names_are_sorted_constants_before_classes_before_functions() -> None:
    def rank(name: str) -> tuple[int, str]:
        return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)

    assert list(edoc.__all__) == sorted(set(edoc.__all__), key=rank)


@pytest.mark.parametrize("name", edoc.__all__)
def test_every_public_name_can_be_imported_and_is_always_the_same(name: str) -> None:
    value = getattr(edoc, name)
    assert value is not None
    assert getattr(edoc, name) is value


def test_a_name_is_imported_when_it_is_first_used() -> None:
    before = vars(edoc).pop("peek", None)
    assert edoc.__getattr__("peek") is edoc.peek
    assert before is None or before is edoc.peek


def test_the_names_that_type_checkers_see_are_those_that_are_there() -> None:
    assert set(promised()) | {"__version__"} == set(edoc.__all__)
    for name, home in promised().items():
        assert getattr(sys.modules[home], name) is getattr(edoc, name)


def test_dir_shows_the_public_names_alone() -> None:
    assert dir(edoc) == sorted(edoc.__all__)


@pytest.mark.parametrize("name", ["no_such_name", "etree", "Parsed", "__path_of__"])
def test_an_unknown_name_is_an_attribute_error(name: str) -> None:
    with pytest.raises(AttributeError, match=f"module 'edoc' has no attribute '{name}'"):
        getattr(edoc, name)


def test_everything_may_be_imported_with_a_star() -> None:
    names = loaded("from edoc import *\nassert DocumentPackage and read and VIETNAM")
    assert "edoc.edxml.reader" in names


def test_the_version_is_one_text() -> None:
    assert edoc.__version__ == _version.__version__
    assert edoc.__version__[0].isdigit()


@pytest.mark.parametrize(
    "code",
    ["import edoc", "import edoc; edoc.__version__; dir(edoc)", "import edoc; edoc.Limits; edoc.PackageError"],
)
def test_importing_edoc_loads_nothing_heavy(code: str) -> None:
    assert not loaded(code) & HEAVY


def test_identifiers_need_neither_models_nor_xml() -> None:
    code = "import edoc; edoc.AgencyCode('H51').family; edoc.DocumentId('H51,2026/01/05,5/SM').parts"
    assert not loaded(code) & HEAVY


def test_reading_needs_no_cryptography_no_schemas_and_no_command_line() -> None:
    code = "import edoc\ntry: edoc.read(b'')\nexcept edoc.PackageError: pass\nelse: raise SystemExit(1)"
    names = loaded(code)
    assert {"lxml", "pydantic"} <= names
    assert not names & {"asn1crypto", "click", "cryptography", "pyhanko_certvalidator", "rich", "xmlschema"}
