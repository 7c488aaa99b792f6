"""Namespaces of the format and the names that steer the reader."""

from __future__ import annotations

import sys
from typing import Final

__all__ = ["EDXML", "EDXML_PREFIX", "XMLDSIG", "clark", "local_name", "namespace"]

#: QCVN 102:2016/BTTTT; the 2022 amendment kept it.
EDXML: Final = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
#: The prefix that every known writer uses, and that some readers insist on.
EDXML_PREFIX: Final = "edXML"
XMLDSIG: Final = "http://www.w3.org/2000/09/xmldsig#"


def clark(uri: str, name: str) -> str:
    """Write a name as lxml does: ``{uri}name``.

    Interned, for tables that threads share: without the interpreter's lock, CPython looks an interned key up at once,
    and any other only under the lock of the table, which takes a hundred times as long.
    """
    return sys.intern(f"{{{uri}}}{name}")


def local_name(tag: str) -> str:
    """Give the local part of a name in lxml's notation.

    >>> local_name("{urn:x}To")
    'To'
    """
    return tag.rpartition("}")[2]


def namespace(tag: str) -> str:
    """Give the namespace of a name in lxml's notation; empty when it has none."""
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""
