"""Ask the network for what is missing, if and only if the caller passed somebody who may.

edoc opens no connection of its own. A `Fetcher` decides whom to ask; `edoc.signature.fetch_http.HttpFetcher` is one on
httpx, with an allow-list of hosts. Whatever a fetcher raises becomes a note in the result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from edoc.errors import CertificateError
from edoc.signature.asn1 import ocsp_request
from edoc.signature.certificate_file import certificates_in
from edoc.signature.material import read_material
from edoc.signature.said import Said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.signature.facts import PathResult
    from edoc.signature.material import RevocationItem
    from edoc.signature.pool import CertificatePool

__all__ = ["FetchRequest", "Fetcher", "FetchingRound"]

#: Requests for one certificate's path: missing authorities, OCSP and CRL of each.
_MOST_REQUESTS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """What is wanted.

    Args:
        url: The address, as a certificate or the table of authorities gives it.
        body: What to send (an OCSP request); None asks by GET.
        media_type: What the body is.
    """

    url: str
    body: bytes | None = None
    media_type: str | None = None


class Fetcher(Protocol):
    """Who asks the network: one method, so that tests, caches and proxies are a few lines."""

    def fetch(self, request: FetchRequest) -> bytes:
        """Give the body of the answer.

        Raises:
            InputError: The address must not be asked, does not answer, or answers with something else.
        """
        ...


class FetchingRound:
    """Asks for what one path lacks, each address once.

    Args:
        fetcher: Who asks.
        pool: Where certificates go.
        revocation: Whether revocation data is wanted.
    """

    def __init__(self, fetcher: Fetcher, pool: CertificatePool, *, revocation: bool) -> None:
        """Start with nothing asked."""
        self._wants_revocation: Final = revocation
        self._fetcher: Final = fetcher
        self._pool: Final = pool
        self._asked: set[FetchRequest] = set()
        self.items: tuple[RevocationItem, ...] = ()
        self.notes: tuple[Said, ...] = ()

    def helps(self, result: PathResult) -> bool:
        """Ask for what *result* lacks; say whether anything new came."""
        if result.missing is not None:
            return self._certificates(result.missing.addresses)
        if not self._wants_revocation:
            return False
        came = [self._revocation(result, place) for place in range(len(result.revocations))]
        return any(came)

    def _certificates(self, addresses: Iterable[str]) -> bool:
        before = len(self._pool.others)
        for url in addresses:
            answer = self._get(FetchRequest(url=url))
            if answer is None:
                continue
            try:
                self._pool.add(certificates_in(answer, url), "fetched")
            except CertificateError as error:
                self._note(url, str(error))
            if len(self._pool.others) > before:
                return True
        return False

    def _revocation(self, result: PathResult, place: int) -> bool:
        """Ask about the certificate at *place* of the chain, unless it is known to be good or revoked."""
        if result.revocations[place].checked:
            return False
        subject, issuer = (self._pool.find(entry.sha256) for entry in result.chain.certificates[place : place + 2])
        facts = self._pool.facts_of(subject)
        for url in facts.ocsp_addresses:
            request = FetchRequest(url=url, body=ocsp_request(subject, issuer), media_type="application/ocsp-request")
            if self._take(request, is_crl=False, subject=subject):
                return True
        return any(self._take(FetchRequest(url=url), is_crl=True, subject=subject) for url in facts.crl_addresses)

    def _take(self, request: FetchRequest, *, is_crl: bool, subject: Any) -> bool:
        answer = self._get(request)
        if answer is None:
            return False
        items, broken = read_material((answer,) if is_crl else (), () if is_crl else (answer,), "fetched")
        for said in broken:
            self._note(request.url, said.message)
        self.items += items
        return any(item.is_about(subject) for item in items)

    def _get(self, request: FetchRequest) -> bytes | None:
        if request in self._asked or len(self._asked) >= _MOST_REQUESTS:
            return None
        self._asked.add(request)
        try:
            return self._fetcher.fetch(request)
        except Exception as error:  # noqa: BLE001 - a fetcher is the caller's; whatever it raises is told, not raised
            self._note(request.url, " ".join(str(error).split())[:200] or type(error).__name__)
            return None

    def _note(self, url: str, what: str) -> None:
        self.notes += (Said.of("chain.fetch-failed", url=url, what=what),)
