"""When the signer says it was signed: ``SigningTime`` of XAdES, where the signature covers it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from edoc.edxml.scalars import VIETNAM
from edoc.signature.axes import Time
from edoc.signature.check import Outcome

if TYPE_CHECKING:
    from lxml.etree import _Element

    from edoc.signature.xmldsig.core import Core

__all__ = ["claimed_time"]

#: ETSI EN 319 132-1, and the older namespace of ETSI TS 101 903.
_SPACES: Final = ("http://uri.etsi.org/01903/v1.3.2#", "http://uri.etsi.org/01903/v1.4.1#")


def claimed_time(core: Core, signature: _Element) -> Time:
    """Find the claimed time.

    Args:
        core: What core validation found; a time that is not signed is nobody's claim.
        signature: ``ds:Signature``.
    """
    inside = {*signature.iter("*")}  # what the enveloped transform takes out is not signed by what is around it
    signed = {reference.element for reference in core.references if reference.digest.matches} & inside
    for space in _SPACES:
        for element in signature.iter(f"{{{space}}}SigningTime"):
            moment = _moment(element.text or "")
            if moment is not None and signed & {element, *element.iterancestors()}:
                return Time(outcome=Outcome.WARNING, claimed=moment, claimed_by="xades:SigningTime")
    return Time(outcome=Outcome.WARNING)


def _moment(text: str) -> dt.datetime | None:
    """Read ``xs:dateTime``; one without a zone is local time in Vietnam."""
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)).astimezone(VIETNAM)
