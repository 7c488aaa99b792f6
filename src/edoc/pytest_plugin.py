"""The plug-in for pytest: packages as tests, and fixtures that make packages.

It is there in every suite of an environment that has edoc, so it does nothing unless it is asked:
packages are collected with ``--edoc-collect``, with ``edoc_collect = true`` in the settings, or
when they are named on the command line. And it is light: what judges packages is imported by the
first test that needs it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from edoc.edxml.package import DocumentPackage, StatusMessage
    from edoc.messages import Language

__all__ = ["PackageFile", "PackageItem"]

_SUFFIX: Final = ".edxml"
_PROFILE: Final = "vxp"
#: The files that verification needs, by the end of the option's name.
_FILES: Final = {
    "trust": "verify signatures: roots to trust, files or folders (PEM, DER, p7b); may be repeated",
    "crl": "certificate revocation lists for that; may be repeated",
}
_CLAMD: Final = "scan attachments with ClamAV's daemon: unix:/path or tcp://host:port"
#: What was given for the whole run, once it is loaded.
_GIVEN: Final = pytest.StashKey["Mapping[str, object]"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options and the settings."""
    group = parser.getgroup("edoc", "edXML packages")
    group.addoption("--edoc-collect", action="store_true", help="collect every *.edxml file as a test")
    group.addoption("--edoc-profile", metavar="PROFILE", help=f"what packages are judged by (default: {_PROFILE})")
    group.addoption("--edoc-waivers", metavar="FILE", help="what is known and accepted for a while (TOML)")
    for name, what in _FILES.items():
        group.addoption(f"--edoc-{name}", metavar="PATH", action="append", help=what)
    group.addoption("--edoc-clamd", metavar="ADDRESS", help=_CLAMD)
    parser.addini("edoc_collect", "collect every *.edxml file as a test", type="bool", default=False)
    parser.addini("edoc_profile", "what packages are judged by", default=_PROFILE)
    parser.addini("edoc_waivers", "what is known and accepted for a while (TOML)", type="paths", default=[])
    for name, what in _FILES.items():
        parser.addini(f"edoc_{name}", what, type="paths", default=[])
    parser.addini("edoc_clamd", _CLAMD, default="")


class Hooks:
    """The hooks that a ``conftest.py`` may have."""

    @pytest.hookspec(firstresult=True)
    def pytest_edoc_given(self, config: pytest.Config) -> Mapping[str, object] | None:
        """Give what rules need beside the packages: ``policy``, ``scanner``; see `edoc.validate`.

        It prevails over ``--edoc-trust``, ``--edoc-crl`` and ``--edoc-clamd``: for policies that options cannot
        say, such as one for a moment of the past.
        """


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Add the hooks."""
    pluginmanager.add_hookspecs(Hooks)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> PackageFile | None:
    """Collect a package, if packages are collected, or this one was named."""
    if file_path.suffix.lower() != _SUFFIX:
        return None
    wanted = parent.config.getoption("edoc_collect") or parent.config.getini("edoc_collect")
    if not wanted and not parent.session.isinitpath(file_path):
        return None
    return PackageFile.from_parent(parent, path=file_path)  # pyright: ignore[reportUnknownMemberType] - pytest's own


class PackageFile(pytest.File):
    """A package on disk."""

    def collect(self) -> Iterator[PackageItem]:
        """Give its one test, which has the name of the profile."""
        yield PackageItem.from_parent(self, name=_profile(self.config))  # pyright: ignore[reportUnknownMemberType] - likewise


class PackageItem(pytest.Item):
    """The test that a package conforms to a profile."""

    def runtest(self) -> None:
        """Judge it; what is no error is a section of the report."""
        from edoc.testing.assertions import assert_conformant, explain  # noqa: PLC0415 - not before it is needed

        options: dict[str, Any] = {"waivers": _waivers(self.config), "given": _given(self.config)}
        result = assert_conformant(self.path, profile=self.name, language=_language(), **options)
        if result.findings:
            self.add_report_section("call", "edoc", explain(result, _language()))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Tell the findings, or why there are none, and no traceback of edoc."""
        from edoc.errors import EdocError  # noqa: PLC0415 - likewise

        if isinstance(excinfo.value, AssertionError | EdocError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[os.PathLike[str], int | None, str]:
        """Give the file, and the name of the test."""
        return self.path, None, f"{self.path.name} ({self.name})"


@pytest.fixture(scope="session")
def edoc_profile(pytestconfig: pytest.Config) -> str:
    """What packages are judged by: ``--edoc-profile``, or the setting ``edoc_profile``."""
    return _profile(pytestconfig)


@pytest.fixture(scope="session")
def edoc_waivers(pytestconfig: pytest.Config) -> str | None:
    """The file of waivers: ``--edoc-waivers``, or the setting ``edoc_waivers``; None without one."""
    return _waivers(pytestconfig)


@pytest.fixture(scope="session")
def edoc_given(pytestconfig: pytest.Config) -> Mapping[str, object]:
    """What rules need beside the packages, for ``given``: a ``policy``, a ``scanner``, as far as asked for."""
    return _given(pytestconfig)


@pytest.fixture(scope="session")
def edoc_package() -> Callable[..., DocumentPackage]:
    """A function that makes valid packages from a seed: `edoc.testing.sample_package`."""
    from edoc.testing import sample_package  # noqa: PLC0415 - likewise

    return sample_package


@pytest.fixture(scope="session")
def edoc_status() -> Callable[..., StatusMessage]:
    """A function that makes valid status messages from a seed: `edoc.testing.sample_status`."""
    from edoc.testing import sample_status  # noqa: PLC0415 - likewise

    return sample_status


@pytest.fixture
def edoc_file(tmp_path: Path, edoc_package: Callable[..., DocumentPackage]) -> Callable[..., Path]:
    """A function that writes a package, or bytes, to a file of the test's own folder and gives its path.

    Without a package it writes a valid one.
    """

    def write(package: DocumentPackage | StatusMessage | bytes | None = None, name: str = "package.edxml") -> Path:
        path = tmp_path / name
        if isinstance(package, bytes):
            path.write_bytes(package)
        else:
            (edoc_package() if package is None else package).write(path)
        return path

    return write


def _profile(config: pytest.Config) -> str:
    return str(config.getoption("edoc_profile") or config.getini("edoc_profile"))


def _waivers(config: pytest.Config) -> str | None:
    """Give the file of waivers: of the command line from where it was called, of the settings beside them."""
    given = config.getoption("edoc_waivers")
    if given:
        return str(config.invocation_params.dir / given)
    return next((str(path) for path in config.getini("edoc_waivers")), None)


def _given(config: pytest.Config) -> Mapping[str, object]:
    """Give what was asked for: by a hook, or by the options and settings; it is loaded once."""
    if _GIVEN not in config.stash:
        by_hook = config.hook.pytest_edoc_given(config=config)
        config.stash[_GIVEN] = _by_options(config) if by_hook is None else by_hook
    return config.stash[_GIVEN]


def _by_options(config: pytest.Config) -> Mapping[str, object]:
    """Load roots, revocation lists and the scanner, none of which is imported unless it is named."""
    given: dict[str, object] = {}
    files = {name: _paths(config, name) for name in _FILES}
    if files["crl"] and not files["trust"]:
        from edoc.errors import UsageError  # noqa: PLC0415 - likewise

        raise UsageError("--edoc-crl says what is revoked, not whom to trust: add --edoc-trust")
    if files["trust"]:
        from edoc.signature.policy_files import load_policy  # noqa: PLC0415 - likewise

        given["policy"] = load_policy(trust=files["trust"], crl=files["crl"])
    address = config.getoption("edoc_clamd") or config.getini("edoc_clamd")
    if address:
        from edoc.scanning import ClamdScanner  # noqa: PLC0415 - likewise

        given["scanner"] = ClamdScanner(address)
    return given


def _paths(config: pytest.Config, name: str) -> list[str]:
    """Give files: of the command line from where it was called, of the settings beside them."""
    named = [str(config.invocation_params.dir / path) for path in config.getoption(f"edoc_{name}") or ()]
    return named or [str(path) for path in config.getini(f"edoc_{name}")]


def _language() -> Language:
    """Speak the language of ``EDOC_LANG``, as the command line does; English without it."""
    return "vi" if os.environ.get("EDOC_LANG") == "vi" else "en"
