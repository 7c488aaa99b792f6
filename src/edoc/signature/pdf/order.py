"""The order of signing: the authorised person, then the agency, and nothing unsigned after it.

Decree 30/2020/NĐ-CP, Article 14 (R-095): the agency signs only what the authorised person signed.
Decision 1123/QĐ-UBND, Article 11.2d: the agency's signature lies over the leader's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from edoc.law import clause
from edoc.signature.check import Check, Outcome
from edoc.signature.model import Role
from edoc.signature.said import Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.signature.model import SignatureResult
    from edoc.signature.pdf.reading import OpenedPdf

__all__ = ["with_order"]

_ORDER: Final = (clause("nd-30-2020", "14"), clause("qd-1123-2019", "11.2d"))


def with_order(pdf: OpenedPdf, results: tuple[SignatureResult, ...]) -> tuple[SignatureResult, ...]:
    """Add the rows about the order to each result; they change no verdict.

    Args:
        pdf: The file.
        results: Of its signatures, in the order of signing.
    """
    return tuple(
        result.model_copy(update={"checks": (*result.checks, *_rows(pdf, results, index))}).with_material(
            result.material
        )
        for index, result in enumerate(results)
    )


def _rows(pdf: OpenedPdf, results: tuple[SignatureResult, ...], index: int) -> Iterator[Check]:
    if len(results) > 1:
        outcome, key = _order(results, index)
        yield Check.row("pdf.order", _ORDER, outcome, Said.of(key))
        earlier = [entry.signing_time for entry in results[:index] if entry.signing_time is not None]
        now = results[index].signing_time
        if now is not None and earlier:
            backwards = max(earlier) > now
            yield Check.row(
                "pdf.order-times",
                _ORDER,
                Outcome.WARNING if backwards else Outcome.PASSED,
                Said.of("pdf.order-times-wrong" if backwards else "pdf.order-times-right"),
            )
    if index == len(results) - 1:
        closed = _closed(pdf)
        yield Check.row(
            "pdf.closed",
            _ORDER,
            Outcome.PASSED if closed else Outcome.WARNING,
            Said.of("pdf.closed-right" if closed else "pdf.closed-open"),
        )


def _order(results: tuple[SignatureResult, ...], index: int) -> tuple[Outcome, str]:
    """Judge the place of one signature among the others by their roles."""
    role = results[index].role
    before = {entry.role for entry in results[:index]}
    after = {entry.role for entry in results[index + 1 :]}
    if role is Role.UNKNOWN:
        return Outcome.INDETERMINATE, "pdf.order-unknown"
    if role is Role.PERSONAL and Role.ORGANISATION in before:
        return Outcome.FAILED, "pdf.order-after-agency"
    if role is Role.ORGANISATION and Role.PERSONAL in after:
        return Outcome.FAILED, "pdf.order-before-leader"
    return Outcome.PASSED, "pdf.order-right"


def _closed(pdf: OpenedPdf) -> bool:
    """Say whether the last signature or document time stamp reaches to the end of the file."""
    numbers = pdf.signatures[-1].byte_range
    return len(numbers) == 4 and numbers[2] + numbers[3] == len(pdf.data)
