"""Trust stores: only what the caller loads, recognised and labelled, never changed."""

from __future__ import annotations

import hashlib
from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING

import pytest

from edoc.edxml.scalars import VIETNAM
from edoc.errors import CertificateError, InputError, InputMissingError, UsageError
from edoc.signature.authorities import TrustGroup, authorities, by_name
from edoc.signature.certificate import read_certificate
from edoc.signature.certificate_file import read_certificates
from edoc.signature.path import PathCase, Purpose, validate_path
from edoc.signature.policy import RevocationMode, VerificationPolicy
from edoc.signature.trust import TrustAnchor, TrustStore

if TYPE_CHECKING:
    from pathlib import Path

    from edoc.testing.pki import DemoPki


def test_nothing_is_trusted_by_default() -> None:
    assert len(TrustStore()) == 0
    assert list(TrustStore()) == []


def test_a_store_never_changes(pki: DemoPki) -> None:
    empty = TrustStore()
    one = empty.add(pki.root.der)
    none = one.remove(pki.root.der)

    assert (len(empty), len(one), len(none)) == (0, 1, 0)
    with pytest.raises(FrozenInstanceError):
        one.anchors = ()  # type: ignore[misc]  # that is the point


def test_a_root_that_is_loaded_twice_is_there_once(pki: DemoPki) -> None:
    assert len(TrustStore.load(pki.root.der, pki.root.pem)) == 1


def test_a_root_is_found_and_removed_by_certificate_or_fingerprint(pki: DemoPki) -> None:
    store = TrustStore.load(pki.root.pem, pki.public_root.pem)
    pin = hashlib.sha256(pki.root.der).hexdigest()

    assert store.find(pki.root.der) is not None
    assert store.find(pki.sub.der) is None
    assert [anchor.sha256 for anchor in store.remove(pki.public_root.pem)] == [pin]
    assert len(store.remove(pin.upper())) == 1
    with pytest.raises(UsageError, match=f"not in the trust store: {pin}"):
        store.remove(pin, pin)


@pytest.mark.parametrize(("group", "expected"), [(None, "custom"), ("state", "state"), (TrustGroup.PUBLIC, "public")])
def test_the_group_is_the_callers_word(pki: DemoPki, group: str | None, expected: str) -> None:
    assert [anchor.group.value for anchor in TrustStore.load(pki.root.der, group=group)] == [expected]


def test_a_group_that_does_not_exist_is_a_fault_of_the_caller(pki: DemoPki) -> None:
    with pytest.raises(UsageError, match="no such group of roots: 'gov'; there are state, public, custom"):
        TrustStore.load(pki.root.der, group="gov")


def test_folders_named_after_groups_give_the_group(pki: DemoPki, tmp_path: Path) -> None:
    for folder, identity in (("state", pki.root), ("public", pki.public_root)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "root.cer").write_bytes(identity.der)
    (tmp_path / "own.pem").write_bytes(pki.evil_root.pem)
    (tmp_path / "notes.txt").write_text("no certificate")

    with pytest.raises(CertificateError, match=r"notes\.txt"):
        TrustStore.load(tmp_path)
    (tmp_path / "notes.txt").unlink()
    assert {anchor.group.value: anchor.der for anchor in TrustStore.load(str(tmp_path))} == {
        "state": pki.root.der,
        "public": pki.public_root.der,
        "custom": pki.evil_root.der,
    }


def test_a_folder_without_groups_is_read_whatever_lies_below(pki: DemoPki, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "all.pem").write_bytes(pki.root.pem + b"\ncomment\n" + pki.public_root.pem)
    (tmp_path / "notes.txt").write_text("no certificate")

    assert len(TrustStore.load(tmp_path)) == 2


@pytest.mark.parametrize("label", ["leader", "agency", "tsa"])
def test_a_signers_certificate_cannot_be_a_root(pki: DemoPki, label: str) -> None:
    with pytest.raises(CertificateError, match="not an authority's certificate, it cannot be a root"):
        TrustStore.load(getattr(pki, label).der)


def test_what_is_missing_or_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputMissingError, match="no such file"):
        TrustStore.load(tmp_path / "none.crt")
    with pytest.raises(CertificateError, match="no certificate file in this folder"):
        TrustStore.load(tmp_path)
    with pytest.raises(InputError):
        TrustStore.load(tmp_path / "\0")
    (tmp_path / "file.txt").touch()
    with pytest.raises(InputError, match="Not a directory"):
        TrustStore.load(tmp_path / "file.txt" / "root.crt")


def test_an_authority_below_a_root_may_be_trusted_itself_and_its_lists_count(pki: DemoPki) -> None:
    """Whoever trusts the authority of the State agencies alone needs no root above it."""
    policy = VerificationPolicy(trust=TrustStore.load(pki.sub.der, group="state"), at=pki.at, crls=(pki.crl("sub"),))

    assert validate_path(pki.leader.der, at=pki.at, policy=policy).failure is None
    revoked = validate_path(pki.revoked.der, at=pki.at, policy=policy).failure
    assert revoked is not None
    assert revoked.sub_indication.value == "REVOKED_NO_POE"


@pytest.mark.parametrize("issuer", ["evil_sub", "root"])
def test_the_lists_of_others_do_not_count_for_it(pki: DemoPki, issuer: str) -> None:
    policy = VerificationPolicy(trust=TrustStore.load(pki.sub.der), at=pki.at, crls=(pki.crl(issuer),))
    failure = validate_path(pki.leader.der, at=pki.at, policy=policy).failure

    assert failure is not None
    assert failure.sub_indication.value == "TRY_LATER"


# --- the authorities of Vietnam ---------------------------------------------------------------------


def test_the_table_of_authorities_is_consistent() -> None:
    rows = authorities()

    assert len({row.key for row in rows}) == len(rows)
    assert len({row.common_name for row in rows}) == len(rows)
    assert all((row.certainty == "seen") == (len(row.sha256) == 64) for row in rows)
    assert all(row.label("vi") and row.label("en") for row in rows)
    assert by_name("nobody") is None


@pytest.mark.shared
def test_known_roots_are_recognised_and_labelled_and_only_then_trusted(shared: Path) -> None:
    store = TrustStore.load(shared / "vectors" / "vn-trust-anchors")
    labels = {anchor.authority.key: anchor.group.value for anchor in store if anchor.authority is not None}

    assert labels == {
        "vgca-cp-g2": "state",
        "mic-root-2008": "public",
        "vgca-root-g2": "state",
        "vgca-root-g1": "state",
        "viettel-ca-2015": "public",
        "vnpt-ca-2009": "public",
        "vnpt-ca-sha2": "public",
        "vn-root-2014": "public",
    }
    assert len(labels) == len(store) == 8


@pytest.mark.shared
def test_what_is_known_of_the_real_authorities_is_read_from_their_certificates(shared: Path) -> None:
    facts = {
        anchor.authority.key: read_certificate(anchor.der)
        for anchor in TrustStore.load(shared / "vectors" / "vn-trust-anchors")
        if anchor.authority is not None
    }
    first, second, agencies = facts["vgca-root-g1"], facts["vgca-root-g2"], facts["vgca-cp-g2"]

    assert (first.key_bits, first.signature_algorithm, second.key_bits) == (2048, "sha1_rsa", 4096)
    assert first.issuer_group is second.issuer_group is agencies.issuer_group is TrustGroup.STATE
    assert (agencies.path_length, agencies.policies) == (0, ("2.16.704.1.1.1.1.1",))
    assert agencies.crl_addresses == ("http://ca.gov.vn/pki/pub/crl/rootcag2.crl",)
    assert facts["vnpt-ca-sha2"].crl_addresses == ("https://rootca.gov.vn/crl/vnrca256.crl",)
    assert facts["vnpt-ca-2009"].issuer_group is None
    assert {entry.is_authority for entry in facts.values()} == {True}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("authority", "root", "group"),
    [
        ("cpcag2.crt", "rootcag2.crt", "state"),
        ("vnpt-ca-2009.crt", "mic-national-root-ca-2008.crt", "public"),
        ("viettel-ca-2015.crt", "mic-national-root-ca-2008.crt", "public"),
        ("vnpt-ca-sha2.crt", "vnrca256.crt", "public"),
    ],
)
def test_the_real_authorities_chain_to_their_roots(shared: Path, authority: str, root: str, group: str) -> None:
    folder = shared / "vectors" / "vn-trust-anchors"
    (der,) = read_certificates(folder / authority)
    begun = read_certificate(der).not_before
    assert begun is not None
    policy = VerificationPolicy(
        trust=TrustStore.load(folder / root), revocation=RevocationMode.IF_AVAILABLE, preset="archive"
    )
    result = validate_path(der, at=begun.astimezone(VIETNAM), policy=policy, case=PathCase(purpose=Purpose.ANY))

    assert result.failure is None
    assert result.chain.anchor_group == group


def test_an_anchor_that_is_not_known_has_no_authority(pki: DemoPki) -> None:
    assert TrustAnchor(der=pki.root.der, group=TrustGroup.CUSTOM, subject="").authority is None
