"""The table of diagnoses: docs, texts and what is tried are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from edoc.signature.diagnosis import probes
from edoc.signature.diagnosis.subject import Subject
from edoc.signature.said import Said

if TYPE_CHECKING:
    from collections.abc import Callable

    from edoc._xml.parser import Parsed
    from edoc.signature.budget import Budget
    from edoc.signature.facts import Facts
    from edoc.signature.xmldsig.core import Core

__all__ = ["DIAGNOSES", "Diagnosis", "diagnose"]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that goes wrong in practice.

    Args:
        key: Key of its sentence in the section ``diagnosis``.
        probe: Proves it; None for what is found elsewhere, along the path.
    """

    key: str
    probe: Callable[[Subject], dict[str, str] | None] | None


#: In the order in which they are tried and told.
DIAGNOSES: Final = (
    Diagnosis("wrong-namespace", probes.wrong_namespace),
    Diagnosis("no-such-algorithm", probes.no_such_algorithm),
    Diagnosis("truncated-certificate", probes.truncated_certificate),
    Diagnosis("reindented", probes.reindented),
    Diagnosis("composed", probes.composed),
    Diagnosis("line-ends", probes.line_ends),
    Diagnosis("rezipped", probes.rezipped),
    Diagnosis("other-encoding", probes.other_encoding),
    Diagnosis("bare-digest", probes.bare_digest),
    Diagnosis("without-null", probes.without_null),
    Diagnosis("other-signed-info", probes.other_signed_info),
    Diagnosis("decoded-as-text", probes.decoded_as_text),
    Diagnosis("missing-issuer", None),
)


def diagnose(parsed: Parsed, facts: Facts, core: Core | None, budget: Budget) -> tuple[Said, ...]:
    """Say what probably happened to a signature that failed.

    Args:
        parsed: The package.
        facts: What was found; has a failure.
        core: What core validation found; None where it was not reached.
        budget: What trying may use; without time nothing more is tried.
    """
    subject = Subject(parsed, facts, core, budget)
    found = ((entry, entry.probe(subject)) for entry in DIAGNOSES if entry.probe is not None and budget.left)
    return tuple(Said.of(f"diagnosis.{entry.key}", **values) for entry, values in found if values is not None)
