"""When the signer says it was signed, where the signature covers it.

``SigningTime`` stands in XAdES' ``SignedSignatureProperties``, or in a ``ds:SignatureProperty``, as the samples of the
national SDK and the software of vendors have it, in this or that namespace.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from edoc._xml.names import local_name
from edoc.edxml.scalars import VIETNAM
from edoc.signature.axes import Time
from edoc.signature.check import Outcome
from edoc.signature.moments import in_vietnam

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from edoc.signature.xmldsig.core import Core

__all__ = ["claimed_time", "signed_inside"]

#: ETSI EN 319 132-1, and the older namespace of ETSI TS 101 903.
_SPACES: Final = ("http://uri.etsi.org/01903/v1.3.2#", "http://uri.etsi.org/01903/v1.4.1#")


def claimed_time(core: Core, signature: _Element) -> Time:
    """Find the claimed time.

    Args:
        core: What core validation found; a time that is not signed is nobody's claim.
        signature: ``ds:Signature``.
    """
    signed = signed_inside(core, signature)
    for element, by in (*_xades(signature), *_properties(signature)):
        moment = _moment(element.text or "")
        if moment is not None and signed & {element, *element.iterancestors()}:
            return Time(outcome=Outcome.WARNING, claimed=moment, claimed_by=by)
    return Time(outcome=Outcome.WARNING)


def signed_inside(core: Core, signature: _Element) -> set[_Element]:
    """Give what of the signature itself is signed and unchanged.

    What the enveloped transform takes out is not signed by a reference to what is around it.
    """
    return {reference.element for reference in core.references if reference.digest.matches} & {*signature.iter("*")}


def _xades(signature: _Element) -> Iterator[tuple[_Element, str]]:
    for space in _SPACES:
        for element in signature.iter(f"{{{space}}}SigningTime"):
            if not _in_property(element):
                yield element, "xades:SigningTime"


def _properties(signature: _Element) -> Iterator[tuple[_Element, str]]:
    return ((element, "ds:SignatureProperty") for element in signature.iter("{*}SigningTime") if _in_property(element))


def _in_property(element: _Element) -> bool:
    parent = element.getparent()
    return parent is not None and local_name(str(parent.tag)) == "SignatureProperty"


def _moment(text: str) -> dt.datetime | None:
    """Read ``xs:dateTime``; one without a zone is local time in Vietnam."""
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return in_vietnam(moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM))
