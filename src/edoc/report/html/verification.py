"""The page about signatures: who signed what, when, what was looked at, and what the package is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from edoc.report.html.page import page
from edoc.report.renderer import Style
from edoc.signature.check import Outcome
from edoc.signature.indication import Indication
from edoc.signature.moments import shown_moment
from edoc.signature.said import in_language

if TYPE_CHECKING:
    from edoc.messages import Language
    from edoc.signature.model import VerificationResult

__all__ = ["render_verification"]

_TONES: Final = {
    Indication.TOTAL_PASSED: "passed",
    Indication.INDETERMINATE: "indeterminate",
    Indication.TOTAL_FAILED: "failed",
    Indication.NO_SIGNATURE: "none",
}
#: The questions about a signature, in the order in which people ask them; fields of a result.
_AXES: Final = ("signer", "integrity", "coverage", "modifications", "time", "chain", "revocation", "algorithms")


def render_verification(result: VerificationResult, language: Language = "en", *, style: Style | None = None) -> str:
    r"""Write the result of ``edoc verify`` as one HTML page, complete in itself.

    Args:
        result: What was said of a package.
        language: ``vi`` or ``en``.
        style: Its ``at`` is shown as the time of the report.

    Example:
        >>> from edoc.signature.model import VerificationResult
        >>> written = render_verification(VerificationResult(indication="NO_SIGNATURE"), "vi")
        >>> written.startswith('<!DOCTYPE html>\n<html lang="vi">')
        True
    """
    return page(
        "verification.html",
        language,
        style or Style(),
        result=in_language(result, language),
        tones=_TONES,
        axes=_AXES,
        Outcome=Outcome,
        shown_moment=shown_moment,
    )
