"""asn1crypto's classes, made ready before any thread uses them.

asn1crypto prepares the tables of a class (which field has which tag) when the class is first used, in several steps
and without a lock. Two threads that verify their first signatures at the same time may both prepare one: they then
share a table that both append to, and whatever that class parses is wrong until the process ends. Modules are
imported under a lock; so all classes are made ready there. Everything of edoc that uses asn1crypto gets it from here.
"""

# asn1crypto has no types of its own; what leaves this module is declared.
# pyright: reportMissingTypeStubs=false

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final

from asn1crypto import algos as _algos
from asn1crypto import cms as _cms
from asn1crypto import core as _core
from asn1crypto import crl as _crl
from asn1crypto import csr as _csr
from asn1crypto import keys as _keys
from asn1crypto import ocsp as _ocsp
from asn1crypto import parser as _parser
from asn1crypto import pdf as _pdf
from asn1crypto import pem as _pem
from asn1crypto import pkcs12 as _pkcs12
from asn1crypto import tsp as _tsp
from asn1crypto import x509 as _x509

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "algos",
    "cms",
    "core",
    "crl",
    "csr",
    "keys",
    "make_ready",
    "ocsp",
    "parser",
    "pdf",
    "pem",
    "pkcs12",
    "tsp",
    "x509",
]

algos: Any = _algos
cms: Any = _cms
core: Any = _core
crl: Any = _crl
csr: Any = _csr
keys: Any = _keys
ocsp: Any = _ocsp
parser: Any = _parser
#: Teaches the others the attributes of Adobe, by being imported.
pdf: Any = _pdf
pem: Any = _pem
pkcs12: Any = _pkcs12
tsp: Any = _tsp
x509: Any = _x509

_LOCK: Final = threading.Lock()


def make_ready(*libraries: str, identifiers: bool = False) -> None:
    """Prepare the classes that libraries define.

    Args:
        libraries: Names of top-level modules that were imported whole; others may still be on their way.
        identifiers: Whether object identifiers are prepared too. Their table of names is made once, and pyHanko adds
            names while it is imported: so not before.
    """
    with _LOCK:
        for kind in _below(core.Asn1Value):
            ours = kind.__module__.partition(".")[0] in libraries
            if ours and (identifiers or not issubclass(kind, core.ObjectIdentifier)) and kind is not core.Choice:
                kind()  # the abstract choice has nothing to prepare, and cannot be made


def _below(kind: Any) -> Iterator[Any]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


make_ready("asn1crypto")
