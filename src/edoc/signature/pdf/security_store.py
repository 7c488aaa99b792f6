"""The document security store of a PDF: what its maker put beside the signatures so that they can be checked later.

ISO 32000-2, 12.8.4.3; ETSI EN 319 142-1, 5.4.2. Every CRL, response and certificate of a VRI dictionary stands in
the store's own arrays too, so those are read. Nobody trusts it: each is checked like what comes from a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from edoc.signature.cms.tokens import Carried
from edoc.signature.pyhanko_names import generic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.limits import Limits

__all__ = ["security_store"]


def security_store(root: Any, limits: Limits) -> Carried:
    """Read it.

    Args:
        root: The document's catalogue.
        limits: One more of each kind is read than ``evidence_items``: who judges says that there are more.
    """
    store = _held(root, "/DSS")
    if not isinstance(store, generic.DictionaryObject):
        return Carried()
    return Carried(
        certificates=tuple(_streams(store, "/Certs", limits)),
        crls=tuple(_streams(store, "/CRLs", limits)),
        ocsps=tuple(_streams(store, "/OCSPs", limits)),
    )


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
