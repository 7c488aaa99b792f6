"""The forms of a report, in one table: what the command line offers and what writes each."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

from edoc.errors import UsageError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from edoc.conformance import Finding, ValidationResult
    from edoc.messages import Language
    from edoc.report.model import ValidationReport

__all__ = ["RENDERERS", "Renderer", "Style", "render"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a report for people looks: given by the caller, read from no terminal, variable or clock.

    Args:
        full: Whether text says everything: what was found, the bytes that were judged, the rules
            that did not run.
        colour: Whether text is coloured; see `wants_colour`.
        width: Columns of the terminal; None where lines are not broken.
        at: When the report was made, for the forms that say so; None leaves it out.
    """

    full: bool = False
    colour: bool = False
    width: int | None = None
    at: dt.datetime | None = None


PLAIN: Final = Style()


class _Pieces(Protocol):
    """What the module of a form has, as its function ``pieces``."""

    def __call__(
        self, results: Iterable[ValidationResult], findings: Iterable[Finding], language: Language, style: Style
    ) -> Iterator[str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Renderer:
    """One form of a report.

    Args:
        name: Its name on the command line.
        home: The module whose function ``pieces`` writes it; imported when it is first used.
        suffix: How files of it end.
        media_type: What it is, for machines.
        about: What it is for, in a few words.
        streams: Whether it is written package by package, in the memory of one.
    """

    name: str
    home: str
    suffix: str
    media_type: str
    about: str
    streams: bool = False

    def render(self, report: ValidationReport, *, language: Language = "en", style: Style = PLAIN) -> str:
        """Write *report* in this form."""
        return "".join(self.pieces(report.results, findings=report.findings, language=language, style=style))

    def pieces(
        self,
        results: Iterable[ValidationResult],
        *,
        findings: Iterable[Finding] = (),
        language: Language = "en",
        style: Style = PLAIN,
    ) -> Iterator[str]:
        """Write the report piece by piece.

        A form that `streams` takes one result after the other, while packages are still being
        judged; the others begin when the last one is there.

        Args:
            results: The packages, each taken once.
            findings: About the run as a whole; asked for when the results are at their end.
            language: Of everything that people read.
            style: How it looks.
        """
        pieces: _Pieces = import_module(self.home).pieces
        return pieces(results, findings, language, style)


#: Every form by its name.
RENDERERS: Final[Mapping[str, Renderer]] = MappingProxyType(
    {
        entry.name: entry
        for entry in (
            Renderer(
                name="text",
                home="edoc.report.text",
                suffix=".txt",
                media_type="text/plain",
                about="for people: every finding with its clause and how to mend it",
                streams=True,
            ),
            Renderer(
                name="concise",
                home="edoc.report.concise",
                suffix=".txt",
                media_type="text/plain",
                about="a line for each finding, file:line:column first, for editors and grep",
                streams=True,
            ),
            Renderer(
                name="json",
                home="edoc.report.json",
                suffix=".json",
                media_type="application/json",
                about="the contract edoc/validate/1",
            ),
            Renderer(
                name="jsonl",
                home="edoc.report.jsonl",
                suffix=".jsonl",
                media_type="application/jsonl",
                about="JSON Lines: the same contract, a line for each package",
                streams=True,
            ),
            Renderer(
                name="junit",
                home="edoc.report.junit",
                suffix=".xml",
                media_type="application/xml",
                about="JUnit XML: what GitLab, Jenkins and Azure show as tests",
            ),
            Renderer(
                name="sarif",
                home="edoc.report.sarif",
                suffix=".sarif",
                media_type="application/sarif+json",
                about="SARIF 2.1.0: code scanning of GitHub and Azure, editors",
            ),
            Renderer(
                name="markdown",
                home="edoc.report.markdown",
                suffix=".md",
                media_type="text/markdown",
                about="for the summary of a pipeline, an issue or a comment",
            ),
            Renderer(
                name="html",
                home="edoc.report.html.validation",
                suffix=".html",
                media_type="text/html",
                about="one page for people, with a picture, filters and a form for print",
            ),
        )
    }
)


def render(
    report: ValidationReport,
    form: str = "text",
    *,
    language: Language = "en",
    style: Style = PLAIN,
) -> str:
    r"""Write a report in one form.

    Args:
        report: The report.
        form: A name of `RENDERERS`.
        language: ``vi`` or ``en``.
        style: How it looks.

    Raises:
        UsageError: No such form.

    Example:
        >>> from edoc import validate
        >>> from edoc.report import report_on
        >>> from edoc.testing import sample_package
        >>> print(render(report_on([validate(sample_package().to_bytes())]), "concise"), end="")
        packages: 1; conformant: 1
        not asked for, so not checked: malware in attachments (--clamd), whether signatures are valid (--trust)
    """
    entry = RENDERERS.get(form)
    if entry is None:
        message = f"no such form of a report: {form!r}; there are {', '.join(RENDERERS)}"
        raise UsageError(message)
    return entry.render(report, language=language, style=style)
