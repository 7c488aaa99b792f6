"""What happened to a PDF after it was signed: pyHanko compares the revisions, the judgement is ours.

pyHanko takes every filled form field for harmless. Here a field that is no signature is a change of
what was signed, whatever the form allows (a "shadow" replaces text that way).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from edoc.signature.axes import Modifications
from edoc.signature.check import Outcome
from edoc.signature.guarded import broken, cause_of, undecided
from edoc.signature.indication import SubIndication
from edoc.signature.pdf.changes import visible_changes
from edoc.signature.pdf.coverage import CoverageLevel
from edoc.signature.pyhanko_names import diff_analysis, pdf_embedded
from edoc.signature.said import Said

if TYPE_CHECKING:
    from edoc.signature.facts import Failure
    from edoc.signature.pdf.coverage import Covered
    from edoc.signature.pdf.reading import FoundSignature, OpenedPdf

__all__ = ["Modified", "modified"]


#: An object, or the start of what leads to some (ISO 32000-2, 7.3.10 and 7.5.5).
_OBJECT: Final = re.compile(rb"\d[\x00\t\n\f\r ]+\d+[\x00\t\n\f\r ]+obj\b|\btrailer\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Modified:
    """What was found.

    Args:
        axis: For people.
        failure: Why it is refused; None when what was added is allowed.
        unsigned: Whether something that no signature covers was added and is allowed.
    """

    axis: Modifications
    failure: Failure | None = None


def modified(pdf: OpenedPdf, signature: FoundSignature, covered: Covered) -> Modified:
    """Compare what was signed with what is there now.

    Raises:
        OvertimeError: Out of time; of the caller's deadline.
    """
    if covered.level is CoverageLevel.ENTIRE_FILE:
        return Modified(axis=Modifications(outcome=Outcome.PASSED))
    if covered.level is not CoverageLevel.ENTIRE_REVISION:
        said = Said.of("pdf.coverage", level=covered.level.value)
        return _refused(said)
    signed = pdf_embedded.EmbeddedPdfSignature(pdf.reader, signature.field, signature.name)
    try:
        result = diff_analysis.DEFAULT_DIFF_POLICY.review_file(
            pdf.reader, signature.revision, field_mdp_spec=signed.fieldmdp, doc_mdp=signed.docmdp_level
        )
    except Exception as error:  # noqa: BLE001 - whatever a broken file makes of the comparison
        said = Said.of("pdf.compare", cause=cause_of(error))
        failure = undecided(SubIndication.FORMAT_FAILURE, said.key, **said.params)
        return Modified(axis=Modifications(outcome=Outcome.INDETERMINATE, found=(said,)), failure=failure)
    if isinstance(result, diff_analysis.SuspiciousModification):
        found = visible_changes(pdf.reader, signature.revision)
        return _refused(*(found or (Said.of("pdf.changed", cause=cause_of(result).partition(": ")[2]),)))
    if _OBJECT.search(pdf.data, covered.end) and pdf.reader.xrefs.total_revisions - 1 == signature.revision:
        return _refused(Said.of("pdf.behind"))
    return _allowed(pdf, signature, signed, result)


def _allowed(pdf: OpenedPdf, signature: FoundSignature, signed: Any, result: Any) -> Modified:
    """Judge what pyHanko takes for harmless."""
    drawn = [name for name, revision in pdf.drawn if revision > signature.revision]
    if drawn:
        return _refused(*(Said.of("pdf.drawn", field=name) for name in drawn))
    level = result.modification_level
    filled = sorted(set(result.changed_form_fields) - pdf.fields)
    if filled:
        return _refused(*(Said.of("pdf.field-changed", field=name) for name in filled))
    allowed = signed.docmdp_level
    if level is diff_analysis.ModificationLevel.OTHER or (allowed is not None and level.value > allowed.value):
        return _refused(Said.of("pdf.certified", level=level.name, allowed=getattr(allowed, "name", "-")))
    filled_in = {entry.name for entry in pdf.signatures if not entry.is_time_stamp}
    later = sorted(set(result.changed_form_fields) & filled_in)
    notes = [Said.of("pdf.signed-later", field=name) for name in later if name != signed.fq_name]
    if level is diff_analysis.ModificationLevel.NONE:
        notes.append(Said.of("pdf.trailing"))
        return Modified(axis=Modifications(outcome=Outcome.WARNING, found=tuple(notes)))
    if level is diff_analysis.ModificationLevel.LTA_UPDATES:
        notes.append(Said.of("pdf.evidence-added"))
    return Modified(axis=Modifications(outcome=Outcome.PASSED, found=tuple(notes)))


def _refused(*found: Said) -> Modified:
    first = found[0]
    return Modified(
        axis=Modifications(outcome=Outcome.FAILED, found=found),
        failure=broken(SubIndication.FORMAT_FAILURE, first.key, **first.params),
    )
