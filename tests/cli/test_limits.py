"""``edoc limits`` and ``--limit``: other limits for every command that reads packages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
import pytest
from jsonschema import Draft202012Validator

from edoc.cli import app
from edoc.limits import LIMITS
from edoc.messages import LANGUAGES, text
from edoc.schemas import schema_text
from edoc.testing import sample_package
from edoc.testing.pki import DemoPki

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., tuple[int, str, str]]

#: What each command needs beside the package that it reads.
READING = {
    "show": (),
    "extract": (),
    "validate": (),
    "verify": (),
    "scan": ("--clamd", "unix:/nowhere"),
    "stats": ("--organ", "G22.99.9", "--period", "2026"),
    "status trace": (),
    "status next": (),
    "status new": ("--code", "03"),
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "goi-tin.edxml"
    sample_package(1).write(path)
    return path


def with_limits() -> set[str]:
    """Every command that takes the option."""
    found: set[str] = set()
    root = click.Context(app.cli)
    for name in app.cli.list_commands(root):
        command = app.cli.get_command(root, name)
        parts = command.commands.items() if isinstance(command, click.Group) else [("", command)]
        found |= {
            f"{name} {part}".strip()
            for part, inner in parts
            if inner is not None and any(option.name == "limits" for option in inner.params)
        }
    return found


def test_every_command_that_reads_packages_takes_limits() -> None:
    assert with_limits() == {*READING, "register", "build", "sign"}


@pytest.mark.parametrize("name", READING)
def test_a_limit_that_is_given_is_kept(edoc: Command, package: Path, name: str, tmp_path: Path) -> None:
    code, out, err = edoc(*name.split(), package, *READING[name], "--limit", "depth=3")
    assert "the limit depth = 3 is exceeded: > 3" in out + err
    assert code != 0


def test_the_register_keeps_them(edoc: Command, package: Path) -> None:
    arguments = ("--organ", "G22.99.9", "--year", "2026", "--limit", "depth=3")
    _, _, err = edoc("register", "incoming", package, *arguments)
    assert "depth = 3" in err


def test_signing_keeps_them(edoc: Command, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = tmp_path / "leader.p12"
    key.write_bytes(DemoPki(keys="ec").leader.pkcs12("secret"))
    monkeypatch.setenv("EDOC_P12_PASSWORD", "secret")
    usual = ("sign", package, "-o", tmp_path / "signed.edxml", "--p12", key, "--allow-expired")
    code, _, err = edoc(*usual, "--limit", "depth=3")
    assert (code, "the limit depth = 3 is exceeded" in err) == (1, True)
    assert edoc(*usual)[0] == 0


def test_building_keeps_them(edoc: Command, tmp_path: Path) -> None:
    sample_package(1).write(tmp_path / "a.edxml")
    _, spec, _ = edoc("extract", tmp_path / "a.edxml", "-o", tmp_path, "--format", "json")
    (tmp_path / "spec.json").write_text(spec, "utf-8")
    code, _, err = edoc("build", tmp_path / "spec.json", "-o", tmp_path / "b.edxml", "--limit", "decoded_bytes=10B")
    assert (code, "--limit decoded_bytes=10B" in err) == (2, True)
    code, _, err = edoc("build", tmp_path / "spec.json", "-o", tmp_path / "b.edxml", "--limit", "decoded_bytes=10")
    assert (code, "the limit decoded_bytes = 10 is exceeded" in err) == (2, True)


@pytest.mark.parametrize(
    ("given", "limit", "value"),
    [
        ("package_bytes=1KiB", "package_bytes", "1,024"),
        ("package_bytes = 1_000", "package_bytes", "1,000"),
        ("depth=4", "depth", "4"),
    ],
)
def test_numbers_may_be_written_as_people_do(edoc: Command, package: Path, given: str, limit: str, value: str) -> None:
    _, _, err = edoc("show", package, "--limit", given)
    assert f"the limit {limit} = {value} is exceeded" in err


@pytest.mark.parametrize("given", ["package_bytes=4GiB", "tree_bytes=1MiB", "seconds=0.5", "signature_seconds=30"])
def test_limits_that_are_wide_enough_change_nothing(edoc: Command, package: Path, given: str) -> None:
    assert edoc("show", package, "--limit", given) == edoc("show", package)


@pytest.mark.parametrize(
    "given",
    [
        *("depth", "depth=", "depth=0", "depth=-1", "depth=1.5", "depth=5KiB", "package_bytes=1TB", "text=x"),
        *("seconds=0", "seconds=inf", "seconds=nan", "seconds=1s"),
    ],
)
def test_a_value_that_is_none_is_wrong_usage(edoc: Command, package: Path, given: str) -> None:
    code, out, err = edoc("show", package, "--limit", given)
    assert (code, out) == (2, "")
    assert err.startswith(f"edoc: --limit {given.partition('=')[0]}=")


def test_a_limit_that_is_none_is_told_with_those_that_there_are(edoc: Command, package: Path) -> None:
    code, _, err = edoc("show", package, "--limit", "dept=5", "--lang", "vi")
    assert code == 2
    assert err.startswith("edoc: không có giới hạn dept")
    assert all(name in err for name in LIMITS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_has_every_limit_with_its_default_and_its_reason(edoc: Command, language: str) -> None:
    code, out, err = edoc("limits", "--lang", language)
    assert (code, err) == (0, "")
    said = " ".join(out.split())
    for name, row in LIMITS.items():
        assert f"{name} = " in out
        assert text(f"limit.{name}", language) in said  # type: ignore[arg-type]  # one of the two
        assert text(f"limit-why.{name}", language) in said  # type: ignore[arg-type]  # likewise
        assert all(source in said for source in row.sources)


def test_defaults_are_written_with_their_units(edoc: Command) -> None:
    _, out, _ = edoc("limits")
    assert "  package_bytes = 2 GiB\n" in out
    assert "  elements = 100,000\n" in out
    assert "  signature_seconds = 10 s\n" in out


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_in_json_follows_its_contract_and_says_the_same(edoc: Command, language: str) -> None:
    code, out, err = edoc("limits", "--format", "json", "--lang", language)
    listed = json.loads(out)
    Draft202012Validator(json.loads(schema_text("limits"))).validate(listed)
    assert (code, err, listed["schema"]) == (0, "", "edoc/limits/1")
    assert [(row["name"], row["default"]) for row in listed["limits"]] == [
        (row.name, row.default) for row in LIMITS.values()
    ]
    told = " ".join(edoc("limits", "--lang", language)[1].split())
    assert all(row["about"] in told and row["why"] in told for row in listed["limits"])
