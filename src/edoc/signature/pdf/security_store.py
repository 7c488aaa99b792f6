"""The document security store of a PDF: what its maker put beside the signatures so that they can be checked later.

ISO 32000-2, 12.8.4.3; ETSI EN 319 142-1, 5.4.2. What a VRI dictionary lists for one signature should stand in the
store's own arrays too; not every maker heeds that, so both are read. Nobody trusts it: each is checked like what comes
from a file. The moment at which a VRI dictionary was made (``/TU``, ``/TS``) proves nothing of a signature.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from edoc.signature.cms.tokens import Carried
from edoc.signature.pyhanko_names import generic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.limits import Limits

__all__ = ["security_store", "unread_in_store"]


def security_store(root: Any, limits: Limits) -> Carried:
    """Read it.

    Args:
        root: The document's catalogue.
        limits: One more of each kind is read than ``evidence_items``: who judges says that there are more.
    """
    store = _held(root, "/DSS")
    if not isinstance(store, generic.DictionaryObject):
        return Carried()
    entries = list(islice(_entries(store), limits.signatures))

    def every(whole: str, single: str) -> tuple[bytes, ...]:
        found = chain(_streams(store, whole, limits), *(_streams(entry, single, limits) for entry in entries))
        return tuple(islice(dict.fromkeys(found), limits.evidence_items + 1))

    return Carried(certificates=every("/Certs", "/Cert"), crls=every("/CRLs", "/CRL"), ocsps=every("/OCSPs", "/OCSP"))


def unread_in_store(root: Any) -> tuple[str, ...]:
    """Name what stands in the store and is not looked at: time stamps over the material of one signature.

    Args:
        root: The document's catalogue.
    """
    store = _held(root, "/DSS")
    found = isinstance(store, generic.DictionaryObject) and any("/TS" in entry for entry in _entries(store))
    return ("VRI/TS",) if found else ()


def _entries(store: Any) -> Iterator[Any]:
    """Give the VRI dictionaries."""
    held = _held(store, "/VRI")
    if isinstance(held, generic.DictionaryObject):
        for name in held:
            entry = _held(held, name)
            if isinstance(entry, generic.DictionaryObject):
                yield entry


def _streams(store: Any, key: str, limits: Limits) -> Iterator[bytes]:
    held = _held(store, key)
    if not isinstance(held, generic.ArrayObject):
        return
    for place in range(min(len(held), limits.evidence_items + 1)):
        try:
            yield bytes(held[place].data)
        except Exception:  # noqa: BLE001, S112 - a broken entry takes nothing from the others
            continue


def _held(dictionary: Any, key: str) -> Any:
    """Give a value, references followed; None when it is missing or leads nowhere."""
    try:
        return dictionary[key]
    except Exception:  # noqa: BLE001 - of pyHanko, for whatever a file may hold
        return None
