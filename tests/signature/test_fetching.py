"""Asking the network: off by default, only through a fetcher, and only for what is missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID

from edoc.errors import InputError
from edoc.signature.path import validate_path
from edoc.signature.policy import RevocationMode, VerificationPolicy
from edoc.testing.issuing import Identity, issue, key_for, name_of

if TYPE_CHECKING:
    from edoc.signature.fetching import FetchRequest
    from edoc.testing.pki import DemoPki

HOST = "http://pki.demo.invalid"


@dataclass
class Published:
    """A fetcher that knows some addresses and remembers what was asked."""

    answers: dict[str, bytes]
    asked: list[FetchRequest] = field(default_factory=list)

    def fetch(self, request: FetchRequest) -> bytes:
        self.asked.append(request)
        if request.url not in self.answers:
            raise InputError(5, "answers 404", request.url)
        return self.answers[request.url]


@pytest.fixture
def everything(pki: DemoPki) -> dict[str, bytes]:
    """All that the demo's authorities publish."""
    return {
        f"{HOST}/cert/root.crt": pki.root.der,
        f"{HOST}/cert/sub.crt": pki.sub.der,
        f"{HOST}/cert/hidden_sub.crt": pkcs7.serialize_certificates([pki.hidden_sub.certificate], Encoding.DER),
        f"{HOST}/crl/root.crl": pki.crl("root"),
        f"{HOST}/crl/sub.crl": pki.crl("sub"),
        f"{HOST}/crl/hidden_sub.crl": pki.crl("hidden_sub"),
        f"{HOST}/ocsp/sub": pki.ocsp(pki.leader),
    }


@pytest.fixture
def bare(policy: VerificationPolicy) -> VerificationPolicy:
    return replace(policy, crls=())


def test_a_missing_authority_is_fetched_where_it_is_published_also_as_pkcs7(
    pki: DemoPki, bare: VerificationPolicy, everything: dict[str, bytes]
) -> None:
    fetcher = Published(everything)
    result = validate_path(pki.orphan.der, at=pki.at, policy=replace(bare, fetcher=fetcher))

    assert result.failure is None
    assert [request.url for request in fetcher.asked] == [
        f"{HOST}/cert/hidden_sub.crt",
        f"{HOST}/ocsp/hidden_sub",
        f"{HOST}/crl/hidden_sub.crl",
        f"{HOST}/ocsp/root",
        f"{HOST}/crl/root.crl",
    ]
    assert [(item.kind, item.origin) for item in result.evidence] == [
        ("certificate", "document"),
        ("certificate", "fetched"),
        ("certificate", "store"),
        ("crl", "fetched"),
        ("crl", "fetched"),
    ]
    assert [axis.origin for axis in result.revocations] == ["fetched", "fetched"]
    assert [note.key for note in result.notes] == ["chain.fetch-failed"] * 2


def test_ocsp_is_asked_first_with_a_proper_request(
    pki: DemoPki, bare: VerificationPolicy, everything: dict[str, bytes]
) -> None:
    fetcher = Published(everything)
    policy = replace(bare, fetcher=fetcher, crls=(pki.crl("root"),))
    result = validate_path(pki.leader.der, others=pki.leader.chain_der, at=pki.at, policy=policy)
    (request,) = fetcher.asked

    assert result.failure is None
    assert (request.url, request.media_type) == (f"{HOST}/ocsp/sub", "application/ocsp-request")
    assert request.body is not None
    sent = ocsp.load_der_ocsp_request(request.body)
    assert sent.serial_number == pki.leader.certificate.serial_number


def test_nothing_is_asked_when_nothing_is_missing(pki: DemoPki, policy: VerificationPolicy) -> None:
    fetcher = Published({})
    asking = replace(policy, fetcher=fetcher)

    assert validate_path(pki.leader.der, others=pki.leader.chain_der, at=pki.at, policy=asking).failure is None
    assert fetcher.asked == []


def test_a_policy_that_does_not_look_at_revocation_does_not_ask_for_it(pki: DemoPki, bare: VerificationPolicy) -> None:
    fetcher = Published({})
    policy = replace(bare, fetcher=fetcher, revocation=RevocationMode.NONE)
    validate_path(pki.leader.der, others=pki.leader.chain_der, at=pki.at, policy=policy)

    assert fetcher.asked == []


def test_what_is_fetched_is_not_trusted(pki: DemoPki, bare: VerificationPolicy, everything: dict[str, bytes]) -> None:
    """A certificate found at an issuer's address does not become a root."""
    forged = {f"{HOST}/cert/evil_root.crt": pki.evil_root.der, f"{HOST}/cert/evil_sub.crt": pki.evil_sub.der}
    policy = replace(bare, fetcher=Published(everything | forged))
    result = validate_path(pki.twin.der, at=pki.at, policy=policy)

    assert result.failure is not None
    assert result.failure.sub_indication.value == "NO_CERTIFICATE_CHAIN_FOUND"


@pytest.mark.parametrize("answer", [b"<html>not found</html>", b"", b"\x30\x82"])
def test_an_answer_that_is_something_else_is_told(pki: DemoPki, bare: VerificationPolicy, answer: bytes) -> None:
    urls = [
        f"{HOST}/{kind}" for kind in ("cert/hidden_sub.crt", "ocsp/sub", "crl/sub.crl", "ocsp/root", "crl/root.crl")
    ]
    policy = replace(bare, fetcher=Published(dict.fromkeys(urls, answer)))
    lost = validate_path(pki.orphan.der, at=pki.at, policy=policy)
    unknown = validate_path(pki.leader.der, others=pki.leader.chain_der, at=pki.at, policy=policy)

    assert [note.key for note in lost.notes] == ["chain.fetch-failed"]
    assert [note.key for note in unknown.notes] == ["chain.fetch-failed"] * 4
    assert unknown.failure is not None
    assert unknown.failure.sub_indication.value == "TRY_LATER"


def test_an_authority_that_is_known_already_is_nothing_new(pki: DemoPki, bare: VerificationPolicy) -> None:
    fetcher = Published({f"{HOST}/cert/hidden_sub.crt": pki.sub.der})
    policy = replace(bare, fetcher=fetcher, intermediates=(pki.sub.der,))
    result = validate_path(pki.orphan.der, at=pki.at, policy=policy)

    assert len(fetcher.asked) == 1
    assert result.missing is not None


class Rude:
    """A fetcher that raises what it likes."""

    def fetch(self, request: FetchRequest) -> bytes:
        raise RuntimeError


def test_whatever_a_fetcher_raises_becomes_a_note(pki: DemoPki, bare: VerificationPolicy) -> None:
    result = validate_path(pki.orphan.der, at=pki.at, policy=replace(bare, fetcher=Rude()))

    assert [note.params["what"] for note in result.notes] == ["RuntimeError"]


def test_the_number_of_requests_has_an_end(bare: VerificationPolicy, pki: DemoPki) -> None:
    authorities = ladder(pki, 12)
    fetcher = Published({f"{HOST}/cert/authority{number}.crt": entry.der for number, entry in enumerate(authorities)})
    result = validate_path(authorities[0].der, at=pki.at, policy=replace(bare, fetcher=fetcher))

    assert len(fetcher.asked) == 8
    assert result.missing is not None


def ladder(pki: DemoPki, count: int) -> list[Identity]:
    """Authorities, each issued by the next, the lowest first."""
    above: Identity | None = None
    found: list[Identity] = []
    for number in range(count, -1, -1):
        access = x509.AccessDescription(
            AuthorityInformationAccessOID.CA_ISSUERS,
            x509.UniformResourceIdentifier(f"{HOST}/cert/authority{number + 1}.crt"),
        )
        above = issue(
            name_of(CN=f"Authority {number}"),
            key_for(f"authority{number}", "ec"),
            issuer=above,
            serial=number + 1,
            valid=(pki.at, pki.at + dt.timedelta(days=9)),
            extensions=(
                (x509.BasicConstraints(ca=True, path_length=None), True),
                (x509.AuthorityInformationAccess([access]), False),
            ),
        )
        found.insert(0, above)
    return found[:-1]
