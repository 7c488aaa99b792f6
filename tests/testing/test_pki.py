"""The offline demo PKI: the cast, the same on every run, and as a folder."""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING, Any

import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12

from edoc.errors import OutputError, OutputExistsError, UsageError
from edoc.signature.certificate import read_certificate
from edoc.signature.certificate_file import read_certificates
from edoc.signature.path import validate_path
from edoc.signature.policy import VerificationPolicy
from edoc.signature.revocation_file import read_crls, read_ocsps
from edoc.signature.trust import TrustStore
from edoc.testing.issuing import key_for, with_sha1
from edoc.testing.pki import DEMO_MOMENT, DemoPki
from edoc.testing.pki_folder import PASSWORD, write_demo_pki
from edoc.testing.tsa import DemoTsa

if TYPE_CHECKING:
    from pathlib import Path

CAST = ["root", "sub", "leader", "deputy", "agency", "expired", "future", "revoked", "weak", "twin", "orphan", "tsa"]


def test_the_content_is_the_same_on_every_run() -> None:
    one, other = DemoPki(keys="ec"), DemoPki(keys="ec")

    assert [getattr(one, label).der for label in CAST if label != "weak"] == [
        getattr(other, label).der for label in CAST if label != "weak"
    ]
    assert one.crls == other.crls
    assert one.at == DEMO_MOMENT


def test_it_is_made_in_a_moment() -> None:
    started = time.process_time()
    pki = DemoPki(keys="ec")
    for label in CAST:
        getattr(pki, label)

    assert time.process_time() - started < 5


def test_rsa_keys_are_kept_for_the_process() -> None:
    assert DemoPki().leader.key is DemoPki().leader.key
    assert isinstance(DemoPki().leader.key, rsa.RSAPrivateKey)
    assert key_for("weak", "rsa-1024").key_size == 1024


def test_an_identity_brings_key_and_chain_in_every_form() -> None:
    leader = DemoPki(keys="ec").leader
    opened = pkcs12.load_pkcs12(leader.pkcs12("mật khẩu"), "mật khẩu".encode())

    assert opened.cert is not None
    assert opened.cert.certificate == leader.certificate
    assert [entry.certificate for entry in opened.additional_certs] == list(leader.chain)
    assert load_pem_private_key(leader.key_pem, None).public_key() == leader.certificate.public_key()
    assert read_certificates(leader.pem) == (leader.der,)
    assert "key=" not in repr(leader)


def test_the_twin_differs_from_the_leader_by_its_key_alone() -> None:
    pki = DemoPki(keys="ec")
    leader, twin = read_certificate(pki.leader.der), read_certificate(pki.twin.der)

    assert (leader.subject, leader.issuer, leader.serial_number) == (twin.subject, twin.issuer, twin.serial_number)
    assert leader.sha256 != twin.sha256


def test_a_moment_needs_an_offset_and_sha1_needs_rsa() -> None:
    with pytest.raises(UsageError, match=r"a moment with an offset, such as \+07:00"):
        DemoPki(at=dt.datetime(2026, 3, 2))  # noqa: DTZ001 - that is the fault
    pki = DemoPki(keys="ec")
    with pytest.raises(UsageError, match="needs an RSA key of its issuer"):
        with_sha1(pki.leader, pki.sub)


def test_a_revocation_is_on_the_lists_from_its_day_on() -> None:
    pki = DemoPki(keys="ec")
    before = pki.revoked_at - dt.timedelta(days=1)

    assert pki.intermediates == (pki.sub.der, pki.public_sub.der)
    assert len(pki.crl("sub")) > len(pki.crl("sub", at=before))
    assert len(pki.ocsp(pki.revoked)) > len(pki.ocsp(pki.revoked, at=before))


def test_as_a_folder_it_signs_and_verifies(tmp_path: Path) -> None:
    pki = DemoPki(keys="ec")
    folder = tmp_path / "new" / "pki"
    written = write_demo_pki(folder, pki)

    assert sorted(written) == sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
    store = TrustStore.load(folder / "trust")
    assert sorted(anchor.group.value for anchor in store) == ["public", "state"]
    policy = VerificationPolicy(
        trust=store, intermediates=read_certificates(folder / "intermediates"), crls=read_crls(folder / "crl")
    )
    outcome = {}
    for label in ("leader", "agency", "public_agency", "expired", "revoked", "twin", "orphan"):
        (der,) = read_certificates(folder / "signers" / f"{label}.crt")
        failure = validate_path(der, at=pki.at, policy=policy).failure
        outcome[label] = failure.sub_indication.value if failure else None
    assert outcome == {
        "leader": None,
        "agency": None,
        "public_agency": None,
        "expired": "OUT_OF_BOUNDS_NO_POE",
        "revoked": "REVOKED_NO_POE",
        "twin": "NO_CERTIFICATE_CHAIN_FOUND",
        "orphan": "NO_CERTIFICATE_CHAIN_FOUND",
    }
    assert read_ocsps(folder / "ocsp" / "leader.ors")
    key = pkcs12.load_pkcs12((folder / "signers" / "leader.p12").read_bytes(), PASSWORD.encode()).key
    assert key is not None


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(OutputExistsError, match="the folder is not empty"):
        write_demo_pki(tmp_path, DemoPki(keys="ec"))
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    with pytest.raises(OutputError):
        write_demo_pki(tmp_path / "letter.txt" / "below", DemoPki(keys="ec"))


def test_the_demo_authority_answers_a_request_without_a_nonce() -> None:
    pki = DemoPki(keys="ec")
    make: Any = tsp.TimeStampReq
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes(32)}
    request = make({"version": "v1", "message_imprint": imprint, "cert_req": True}).dump()
    load: Any = tsp.TimeStampResp.load
    token = load(DemoTsa(pki.tsa, DEMO_MOMENT).stamp(request))["time_stamp_token"]["content"]
    assert token["encap_content_info"]["content"].parsed["nonce"].native is None
