"""What a time stamp over an XML signature is made over (ETSI EN 319 132-1, 5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edoc.signature.xmldsig.algorithms import CANONICAL_XML_1_0, CANONICALISATIONS, DS
from edoc.signature.xmldsig.canonical import canonical_part
from edoc.signature.xmldsig.form import CanonicalForm, read_canonicalisation

if TYPE_CHECKING:
    from lxml.etree import _Element

    from edoc.signature.xmldsig.core import Core

__all__ = ["stamped_octets"]


def stamped_octets(core: Core, method: _Element | None) -> bytes:
    """Give ``ds:SignatureValue`` as bytes.

    Args:
        core: What core validation found; has a form.
        method: ``ds:CanonicalizationMethod`` of the time stamp; None stands for Canonical XML 1.0.

    Raises:
        Refused: The canonicalisation is not allowed.
    """
    assert core.form is not None
    form = (
        CanonicalForm(CANONICAL_XML_1_0, CANONICALISATIONS[CANONICAL_XML_1_0])
        if method is None
        else read_canonicalisation(method)
    )
    signature = core.form.signed_info.getparent()
    assert signature is not None
    (value,) = signature.iterchildren(f"{{{DS}}}SignatureValue")
    return canonical_part(value, form)
