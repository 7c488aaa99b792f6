"""How a part of the verifier says no: with a verdict, a code and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edoc.signature.facts import Failure
from edoc.signature.indication import Indication, SubIndication
from edoc.signature.said import Said

if TYPE_CHECKING:
    from edoc.limits import Limits

__all__ = ["Refused", "refuse", "refuse_excess"]


class Refused(Exception):  # noqa: N818 - it never leaves this package, and is no error but an answer
    """The signature is refused.

    Args:
        failure: Why.
    """

    def __init__(self, failure: Failure) -> None:
        """Keep the answer."""
        super().__init__(failure.said.message)
        self.failure = failure


def refuse(
    key: str,
    sub_indication: SubIndication = SubIndication.FORMAT_FAILURE,
    indication: Indication = Indication.TOTAL_FAILED,
    /,
    **params: object,
) -> Refused:
    """Make the answer no; *key* is a key of the section ``signature``."""
    said = Said.of(f"signature.{key}", **params)
    return Refused(Failure(indication=indication, sub_indication=sub_indication, said=said))


def refuse_excess(limits: Limits, name: str, found: float | str) -> Refused:
    """Refuse a signature that exceeds a limit: no honest one does."""
    said = Said.of("refusal.limit", **limits.reached(name, found))
    code = SubIndication.FORMAT_FAILURE
    return Refused(Failure(indication=Indication.TOTAL_FAILED, sub_indication=code, said=said))
