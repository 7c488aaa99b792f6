"""The plug-in for pytest: silent until it is asked, readable when something is wrong."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import edoc
import edoc.pytest_plugin
import edoc.report.text
import edoc.testing
from edoc.edxml.scalars import VIETNAM
from edoc.testing import sample_package
from edoc.testing.pki import DemoPki
from edoc.testing.pki_folder import write_demo_pki
from edoc.testing.scanner import DemoScanner

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["pytester"]

GOOD = sample_package(1).to_bytes()
BAD = GOOD.replace(b"TypeName>", b"Typename>")
PKI = DemoPki(at=dt.datetime.now(VIETNAM), keys="ec")


@pytest.fixture(scope="module", autouse=True)
def signed() -> bytes:
    """A package that an agency of a throw-away PKI signed.

    It is judged here once: pytester forgets what a run imported, and compiled libraries cannot be loaded twice.
    """
    key: dict[str, Any] = {"key": PKI.agency.key, "certificate": PKI.agency.certificate, "chain": PKI.agency.chain}
    data = edoc.sign(GOOD, **key, replace=True).to_bytes()
    policy = edoc.VerificationPolicy(trust=edoc.TrustStore.load(PKI.root.der), crls=PKI.crls)
    edoc.testing.assert_conformant(data, given={"policy": policy, "scanner": DemoScanner()})
    return data


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


@pytest.fixture
def trusting(suite: pytest.Pytester, signed: bytes) -> pytest.Pytester:
    """The folder with a signed package, one that was changed since, and the PKI's root and lists."""
    write_demo_pki(suite.path / "pki", PKI)
    write(suite.path / "signed.edxml", signed)
    write(suite.path / "changed.edxml", signed.replace(b"<edXML:Subject>", b"<edXML:Subject>x"))
    return suite


TRUST = ("--edoc-trust=pki/trust/state", "--edoc-crl=pki/crl")


def test_signatures_are_verified_where_roots_are_given(trusting: pytest.Pytester) -> None:
    trusting.runpytest_inprocess("signed.edxml", "changed.edxml").assert_outcomes(passed=2)
    done = trusting.runpytest_inprocess(*TRUST, "signed.edxml", "changed.edxml")

    done.assert_outcomes(passed=1, failed=1)
    done.stdout.fnmatch_lines(["*error SIG-200*"])


def test_roots_of_the_settings_stand_beside_them_and_tests_can_have_what_was_given(trusting: pytest.Pytester) -> None:
    trusting.makeini("[pytest]\nedoc_collect = true\nedoc_trust = pki/trust/state\nedoc_crl = pki/crl\n")
    trusting.makepyfile(
        """
        import pytest
        from edoc.testing import assert_conformant, assert_finds

        def test_it(edoc_given):
            assert list(edoc_given) == ["policy"]
            assert_conformant("signed.edxml", given=edoc_given)
            assert_finds("SIG-200", "changed.edxml", given=edoc_given)
            with assert_finds("SIG-200"):
                assert_conformant("changed.edxml", given=edoc_given)
            with pytest.raises(AssertionError, match="SIG-200: it takes roots to trust"):
                assert_finds("SIG-200", "changed.edxml")
        """
    )
    (trusting.path / "outbox" / "bad.EDXML").unlink()

    done = trusting.runpytest_inprocess()
    done.assert_outcomes(passed=3, failed=1)
    done.stdout.fnmatch_lines(["changed.edxml F*", "good.edxml .*", "signed.edxml .*"])


def test_lists_without_roots_are_wrong_usage(trusting: pytest.Pytester) -> None:
    done = trusting.runpytest_inprocess("--edoc-crl=pki/crl", "signed.edxml")

    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["--edoc-crl says what is revoked, not whom to trust: add --edoc-trust"])
    done.stdout.no_fnmatch_line("*Traceback*")


def test_roots_that_are_not_there_are_told_in_a_line(trusting: pytest.Pytester) -> None:
    done = trusting.runpytest_inprocess("--edoc-trust=missing.pem", "signed.edxml")

    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["*missing.pem*no such file*"])
    done.stdout.no_fnmatch_line("*Traceback*")


@pytest.mark.parametrize("settings", ["", "[pytest]\nedoc_clamd = unix:/nowhere\n"])
def test_a_scanner_that_does_not_answer_fails_the_package(suite: pytest.Pytester, settings: str) -> None:
    suite.makeini(settings)
    done = suite.runpytest_inprocess(*(() if settings else ("--edoc-clamd=unix:/nowhere",)), "good.edxml")

    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["*UNDECIDED*", "*not scanned: *unreachable*"])


def test_a_hook_gives_what_options_cannot_say(suite: pytest.Pytester) -> None:
    suite.makeconftest(
        """
        from edoc.testing.scanner import DemoScanner

        def pytest_edoc_given(config):
            return {"scanner": DemoScanner(max_bytes=3)}
        """
    )

    done = suite.runpytest_inprocess("--edoc-clamd=unix:/nowhere", "good.edxml")
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["*not scanned: *size-limit*"])


def test_what_is_given_reaches_the_workers_of_xdist(trusting: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_PLUGINS", "edoc.pytest_plugin,xdist.plugin")

    done = trusting.runpytest_subprocess(*TRUST, "-n", "2", "signed.edxml", "changed.edxml")
    done.assert_outcomes(passed=1, failed=1)
    done.stdout.fnmatch_lines(["*error SIG-200*"])


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
