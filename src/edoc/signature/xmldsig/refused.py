"""How a part of the verifier says no: with a verdict, a code and a sentence."""

from __future__ import annotations

from edoc.signature.facts import Failure
from edoc.signature.indication import Indication, SubIndication
from edoc.signature.said import Said

__all__ = ["Refused", "refuse"]


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
