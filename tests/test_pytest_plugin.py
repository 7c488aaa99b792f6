"""The plug-in for pytest: silent until it is asked, readable when something is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import edoc.pytest_plugin
import edoc.report.text
import edoc.testing
from edoc.testing import sample_package

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["pytester"]

GOOD = sample_package(1).to_bytes()
BAD = GOOD.replace(b"TypeName>", b"Typename>")


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A folder with a good and a bad package, in which pytest runs with the plug-in."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_PLUGINS", "edoc.pytest_plugin")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    write(pytester.path / "good.edxml", GOOD)
    write(pytester.path / "outbox" / "bad.EDXML", BAD)
    return pytester


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


def test_packages_are_not_collected_unless_it_is_asked_for(suite: pytest.Pytester) -> None:
    assert suite.runpytest_inprocess().ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_packages_are_collected_with_an_option(suite: pytest.Pytester) -> None:
    done = suite.runpytest_inprocess("--edoc-collect", "-v")

    done.assert_outcomes(passed=1, failed=1)
    done.stdout.fnmatch_lines(["good.edxml::vxp PASSED*", "outbox/bad.EDXML::vxp FAILED*"])


def test_packages_are_collected_with_a_setting(suite: pytest.Pytester) -> None:
    suite.makeini("[pytest]\nedoc_collect = true\nedoc_profile = strict\n")

    done = suite.runpytest_inprocess("-v")
    done.stdout.fnmatch_lines(["good.edxml::strict PASSED*"])


def test_a_package_that_is_named_is_collected(suite: pytest.Pytester) -> None:
    suite.runpytest_inprocess("good.edxml").assert_outcomes(passed=1)


def test_other_files_are_left_alone(suite: pytest.Pytester) -> None:
    write(suite.path / "a.xml", BAD)

    suite.runpytest_inprocess("--edoc-collect").assert_outcomes(passed=1, failed=1)


def test_the_profile_of_the_command_line_prevails(suite: pytest.Pytester) -> None:
    suite.makeini("[pytest]\nedoc_profile = strict\n")

    suite.runpytest_inprocess("--edoc-profile=vxp", "-v", "good.edxml").stdout.fnmatch_lines(
        ["good.edxml::vxp PASSED*"]
    )


WAIVERS = '[[waiver]]\nrule = "HDR-006"\nfile = "bad.EDXML"\nreason = "phần mềm cũ"\n'


def test_waivers_of_the_command_line_count(suite: pytest.Pytester) -> None:
    write(suite.path / "known.toml", WAIVERS.encode())

    done = suite.runpytest_inprocess("--edoc-collect", "--edoc-waivers=known.toml", "-rA")
    done.assert_outcomes(passed=2)
    done.stdout.fnmatch_lines(["*error (waived) HDR-006*", "*waived: phần mềm cũ*"])


def test_waivers_of_the_settings_count_and_tests_can_have_them(suite: pytest.Pytester) -> None:
    suite.makeini("[pytest]\nedoc_collect = true\nedoc_waivers = known.toml\n")
    write(suite.path / "known.toml", WAIVERS.encode())
    suite.makepyfile(
        """
        from edoc.testing import assert_conformant

        def test_it(edoc_waivers):
            assert edoc_waivers.endswith("known.toml")
            assert_conformant("outbox/bad.EDXML", waivers=edoc_waivers)
        """
    )

    suite.runpytest_inprocess().assert_outcomes(passed=3)


def test_a_failure_shows_file_line_clause_and_no_traceback(suite: pytest.Pytester) -> None:
    done = suite.runpytest_inprocess("--edoc-collect")

    done.stdout.fnmatch_lines(
        [
            "*bad.EDXML (vxp)*",
            "*/outbox/bad.EDXML: NON-CONFORMANT (profile: vxp)",
            "*: error HDR-006: DocumentType/TypeName is missing or blank",
            "*clause: Decision 28/2018/QĐ-TTg, Article 10.2đ*",
        ]
    )
    done.stdout.no_fnmatch_line("*Traceback*")
    done.stdout.no_fnmatch_line("*assertions.py*")


def test_a_failure_speaks_the_language_of_the_environment(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDOC_LANG", "vi")

    suite.runpytest_inprocess("--edoc-collect").stdout.fnmatch_lines(["*KHÔNG PHÙ HỢP QUY CHUẨN*", "*căn cứ: *"])


def test_a_setting_that_cannot_be_meant_is_told_in_a_line(suite: pytest.Pytester) -> None:
    done = suite.runpytest_inprocess("--edoc-profile=nothing", "good.edxml")

    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["*no such profile*"])
    done.stdout.no_fnmatch_line("*Traceback*")


def test_a_fault_of_edoc_itself_keeps_its_traceback(suite: pytest.Pytester) -> None:
    suite.makeconftest(
        """
        import pytest

        @pytest.fixture(autouse=True)
        def broken(): pass

        def pytest_runtest_call(item):
            raise RuntimeError("out of order")
        """
    )

    done = suite.runpytest_inprocess("good.edxml")
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["*RuntimeError: out of order*"])


def test_what_is_no_error_is_a_section_of_the_report(suite: pytest.Pytester) -> None:
    data = GOOD.replace(b"</edXML:Subject>", b"</edXML:Subject><edXML:Odd/>")
    write(suite.path / "warning.edxml", data)

    done = suite.runpytest_inprocess("-rA", "warning.edxml")
    done.assert_outcomes(passed=1)
    done.stdout.fnmatch_lines(["*warning FMT-029: Odd is not an element of the standard*"])


def test_fixtures_make_packages_and_write_them(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        """
        from edoc.testing import assert_conformant, assert_finds

        def test_files(edoc_file, edoc_package, edoc_status, edoc_profile, edoc_waivers):
            assert edoc_waivers is None
            assert edoc_profile == "strict"
            assert_conformant(edoc_file(), profile=edoc_profile)
            assert_conformant(edoc_file(edoc_package(7, business="2"), "b.edxml"), profile=edoc_profile)
            assert_conformant(edoc_file(edoc_status(7), "c.edxml"), profile=edoc_profile)
            broken = edoc_package().to_bytes().replace(b"TypeName>", b"Typename>")
            assert_finds("HDR-006", edoc_file(broken, "d.edxml"))
        """
    )

    suite.runpytest_inprocess("--edoc-profile=strict").assert_outcomes(passed=1)


def test_an_assertion_in_a_test_fails_without_a_traceback_through_edoc(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        """
        from edoc.testing import assert_conformant

        def test_it():
            assert_conformant("outbox/bad.EDXML")
        """
    )

    done = suite.runpytest_inprocess()
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["*NotConformant: outbox/bad.EDXML: NON-CONFORMANT (profile: vxp)", "*error HDR-006*"])
    done.stdout.no_fnmatch_line("*assertions.py*")


def test_it_works_under_xdist(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_PLUGINS", "edoc.pytest_plugin,xdist.plugin")
    for number in range(6):
        write(suite.path / f"{number}.edxml", GOOD)

    done = suite.runpytest_subprocess("--edoc-collect", "-n", "2")
    done.assert_outcomes(passed=7, failed=1)
    done.stdout.fnmatch_lines(["*error HDR-006*"])


def test_it_is_installed_for_every_suite_of_the_environment(suite: pytest.Pytester) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--edoc-collect", "good.edxml"],
        cwd=suite.path,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "", "PYTEST_PLUGINS": ""},
    )

    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_a_suite_without_packages_pays_for_nothing() -> None:
    script = "import edoc.pytest_plugin, json, sys; print(json.dumps(list(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    loaded = set(json.loads(done.stdout))

    assert not loaded & {"lxml", "pydantic", "click", "rich", "edoc.conformance", "edoc.edxml", "edoc.testing"}


def test_what_is_public_can_be_imported() -> None:
    assert [getattr(edoc.pytest_plugin, name).__name__ for name in edoc.pytest_plugin.__all__] == [
        "PackageFile",
        "PackageItem",
    ]
