"""The published vectors of other implementations: never valid where they say it is not; refusals by name."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from edoc._xml.parser import parse_bytes
from edoc.errors import ForbiddenMarkupError
from edoc.limits import DEFAULT_LIMITS
from edoc.signature.budget import Budget
from edoc.signature.xmldsig.canonical import XmlDocument
from edoc.signature.xmldsig.core import SIGNATURE, check

if TYPE_CHECKING:
    from pathlib import Path

#: What comes out, by the key of the sentence, and how many files it comes out for.
COUNTS = {
    "valid": 16,
    "no-certificate": 42,  # a bare key, a key's name, X509SKI: nothing says who signed
    "xml-signature-method-forbidden": 24,  # HMAC, GOST and others that are in no list
    "xml-transform-forbidden": 22,  # XPath, XSLT, base64
    "xml-reference-outside": 17,
    "xml-reference-xpointer": 1,
    "refusal.limit": 1,
    "value-differs": 3,  # ECDSA values that are DER or padded, against section 6.4.3
    "dtd": 2,
}


def outcome(data: bytes) -> str:
    """Say ``valid``, or why not."""
    try:
        parse_bytes(data, DEFAULT_LIMITS)
    except ForbiddenMarkupError:
        return "dtd"
    document = XmlDocument(data)
    root = document.tree()
    signature = next(root.iter(SIGNATURE), None)
    if signature is None:
        return "no-signature"
    core = check(document, root, signature, Budget())
    return "valid" if core.failure is None else core.failure.said.key.removeprefix("signature.")


@pytest.mark.shared
def test_every_vector_is_valid_or_refused_by_name(shared: Path) -> None:
    folder = shared / "vectors" / "xmldsig-interop"
    listed = json.loads((folder / "expected.json").read_text("utf-8"))
    found = {name: outcome((folder / name).read_bytes()) for name in listed if (folder / name).exists()}
    assert len(found) > 100
    declared = {name: {entry[0] for entry in listed[name]["xmlsec_testsuite"]} for name in found}
    wrong = {name: said for name, said in found.items() if declared[name] == {"fail"} and said == "valid"}
    assert wrong == {}
    assert dict(Counter(found.values())) == COUNTS
