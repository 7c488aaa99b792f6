"""Chains made to hurt: bombs, twins, forged and mangled certificates; never an exception of a library, never a hang."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from hypothesis import given
from hypothesis import strategies as st

from edoc.errors import CertificateError
from edoc.limits import Limits
from edoc.signature import pkix
from edoc.signature.algorithms import algorithm_policy
from edoc.signature.asn1 import load_moment
from edoc.signature.certificate import read_certificate, role_of
from edoc.signature.certificate_file import certificates_in, read_certificates
from edoc.signature.described import describe_certificate
from edoc.signature.path import PathCase, Purpose, validate_path
from edoc.signature.policy import PRESETS, RevocationMode, VerificationPolicy
from edoc.signature.revocation_file import read_crls
from edoc.signature.trust import TrustStore
from edoc.testing.issuing import Identity, issue, key_for, name_of
from edoc.testing.pki import DemoPki

if TYPE_CHECKING:
    from pathlib import Path

PKI = DemoPki(keys="ec")
POLICY = VerificationPolicy(trust=TrustStore.load(PKI.root.der), at=PKI.at, crls=PKI.crls)
SPAN = (PKI.at, PKI.at + dt.timedelta(days=9))
AUTHORITY = ((x509.BasicConstraints(ca=True, path_length=None), True),)


def bomb(levels: int, width: int) -> tuple[Identity, list[bytes]]:
    """Authorities that certify each other: every one of a level by every one of the level above."""
    names = [[name_of(CN=f"Level {level}") for _ in range(width)] for level in range(levels)]
    found: list[bytes] = []
    above = [
        issue(names[0][0], key_for(f"0.{place}", "ec"), issuer=None, serial=place + 1, valid=SPAN, extensions=AUTHORITY)
        for place in range(width)
    ]
    for level in range(1, levels):
        here: list[Identity] = []
        for place in range(width):
            for number, issuer in enumerate(above):
                made = issue(
                    names[level][place],
                    key_for(f"{level}.{place}", "ec"),
                    issuer=issuer,
                    serial=1000 * level + 10 * place + number + 1,
                    valid=SPAN,
                    extensions=AUTHORITY,
                )
                found.append(made.der)
            here.append(made)
        above = here
    leaf = issue(name_of(CN="Leaf"), key_for("leaf", "ec"), issuer=above[0], serial=1, valid=SPAN)
    return leaf, found


@pytest.mark.parametrize("limit", [16, 1000])
def test_a_path_building_bomb_is_given_up_within_a_moment(limit: int) -> None:
    leaf, others = bomb(levels=9, width=2)
    limits = Limits(certificates=limit)
    started = time.process_time()
    result = validate_path(leaf.der, others=others[::-1], at=PKI.at, policy=POLICY, limits=limits)

    assert time.process_time() - started < 5
    assert result.failure is not None
    expected = {16: "NO_CERTIFICATE_CHAIN_FOUND", 1000: "CERTIFICATE_CHAIN_GENERAL_FAILURE"}
    assert result.failure.sub_indication.value == expected[limit]


def test_a_bomb_around_a_good_path_does_not_hide_it() -> None:
    _, others = bomb(levels=5, width=2)
    policy = replace(POLICY, intermediates=tuple(others))

    assert validate_path(PKI.leader.der, others=[PKI.sub.der], at=PKI.at, policy=policy).failure is None


def test_a_bomb_that_ends_at_a_trusted_root_is_judged_by_so_many_paths_only() -> None:
    """Thousands of paths, all of them broken: the best of the first counts."""
    leaf, others = bomb(levels=8, width=2)
    root = issue(name_of(CN="Level 0"), key_for("0.9", "ec"), issuer=None, serial=9, valid=SPAN, extensions=AUTHORITY)
    policy = replace(POLICY, trust=TrustStore.load(root.der))
    limits = Limits(certificates=1000)
    started = time.process_time()
    result = validate_path(leaf.der, others=others, at=PKI.at, policy=policy, limits=limits)

    assert time.process_time() - started < 10
    assert result.failure is not None
    assert result.failure.sub_indication.value == "NO_CERTIFICATE_CHAIN_FOUND"


def test_authorities_that_certify_each_other_do_not_go_round_for_ever() -> None:
    names = [name_of(CN=f"Round {number}") for number in range(2)]
    keys = [key_for(f"round{number}", "ec") for number in range(2)]
    roots = [issue(names[n], keys[n], issuer=None, serial=1, valid=SPAN, extensions=AUTHORITY) for n in range(2)]
    crossed = [
        issue(names[n], keys[n], issuer=roots[1 - n], serial=2, valid=SPAN, extensions=AUTHORITY).der for n in range(2)
    ]
    leaf = issue(name_of(CN="Leaf"), key_for("leaf", "ec"), issuer=roots[0], serial=3, valid=SPAN)
    result = validate_path(leaf.der, others=crossed, at=PKI.at, policy=POLICY)

    assert result.failure is not None
    assert result.failure.sub_indication.value == "NO_CERTIFICATE_CHAIN_FOUND"


def test_a_key_of_512_bits_is_refused_by_every_preset() -> None:
    """No library makes such a key any more; one that says so of itself is enough."""
    odd = asn1_x509.Certificate.load(PKI.leader.der)
    odd["tbs_certificate"]["subject_public_key_info"] = {
        "algorithm": {"algorithm": "rsa"},
        "public_key": {"modulus": (1 << 511) + 95, "public_exponent": 65537},
    }
    facts = read_certificate(odd.dump(force=True))

    assert facts.key_bits == 512
    for preset in PRESETS:
        policy = replace(POLICY, algorithms=algorithm_policy(preset))
        result = validate_path(odd.dump(force=True), others=[PKI.sub.der], at=PKI.at, policy=policy)
        assert "failed" in {use.outcome.value for use in result.algorithms}


# --- the test PKI of the attacks ---------------------------------------------------------------------


@pytest.mark.shared
def test_the_attackers_root_is_not_the_trusted_one_and_the_lists_of_the_suite_count(shared: Path) -> None:
    folder = shared / "attacks" / "pki"
    (sub,) = read_certificates(folder / "sub.pem")
    crls = (*read_crls(folder / "root_fresh.crl"), *read_crls(folder / "sub_fresh.crl"))
    at = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    case = PathCase(purpose=Purpose.ANY)
    trusted = VerificationPolicy(trust=TrustStore.load(folder / "root.pem"), crls=crls)
    attacked = VerificationPolicy(trust=TrustStore.load(folder / "otherroot.pem"), crls=crls)
    good = validate_path(sub, at=at, policy=trusted, case=case)
    bad = validate_path(sub, others=read_certificates(folder / "root.pem"), at=at, policy=attacked, case=case)

    assert good.failure is None
    assert (good.revocation.source, good.revocation.origin) == ("crl", "file")
    assert bad.failure is not None
    assert bad.failure.said.key == "chain.root-not-trusted"


# --- mangled certificates ----------------------------------------------------------------------------


@pytest.mark.property
@given(st.integers(0, len(PKI.leader.der) * 8 - 1))
def test_a_certificate_with_one_bit_changed_never_passes_and_never_raises(place: int) -> None:
    data = bytearray(PKI.leader.der)
    data[place // 8] ^= 1 << (place % 8)
    result = validate_path(bytes(data), others=PKI.leader.chain_der, at=PKI.at, policy=POLICY)

    assert result.failure is not None


@pytest.mark.property
@given(st.integers(0, len(PKI.sub.der) * 8 - 1))
def test_an_authority_with_one_bit_changed_never_passes_and_never_raises(place: int) -> None:
    data = bytearray(PKI.sub.der)
    data[place // 8] ^= 1 << (place % 8)
    result = validate_path(PKI.leader.der, others=[bytes(data)], at=PKI.at, policy=POLICY)

    assert result.failure is not None


@pytest.mark.property
@given(st.integers(0, len(PKI.crls[1]) * 8 - 1))
def test_a_list_with_one_bit_changed_never_clears_anybody_and_never_raises(place: int) -> None:
    data = bytearray(PKI.crls[1])
    data[place // 8] ^= 1 << (place % 8)
    policy = replace(POLICY, crls=(PKI.crls[0], bytes(data)))

    assert validate_path(PKI.leader.der, others=[PKI.sub.der], at=PKI.at, policy=policy).failure is not None


ANSWER = PKI.ocsp(PKI.leader)


@pytest.mark.property
@given(st.integers(0, len(ANSWER) * 8 - 1))
def test_an_answer_with_one_bit_changed_never_raises(place: int) -> None:
    """Some bits stand in parts that nobody signs, so some answers still count."""
    data = bytearray(ANSWER)
    data[place // 8] ^= 1 << (place % 8)
    policy = replace(POLICY, crls=(PKI.crls[0],))
    validate_path(PKI.leader.der, others=[PKI.sub.der], ocsps=[bytes(data)], at=PKI.at, policy=policy)


@pytest.mark.property
@given(st.binary(max_size=64), st.integers(0, 700), st.integers(0, 700))
def test_whatever_stands_in_a_file_is_read_or_refused_in_edocs_own_words(noise: bytes, start: int, end: int) -> None:
    data = PKI.leader.der[:start] + noise + PKI.leader.der[end:]
    for content in (data, PKI.leader.pem[:start] + noise + PKI.leader.pem[end:]):
        with contextlib.suppress(CertificateError):
            for der in certificates_in(content):
                role_of(read_certificate(der))
                describe_certificate(der, at=PKI.at)


@pytest.mark.shared
def test_every_certificate_of_the_suites_is_read_and_described(shared: Path) -> None:
    folder = shared / "vectors" / "nist-pkits" / "certs"
    paths = sorted(folder.glob("*.crt"))
    described = [describe_certificate(der, at=PKI.at) for path in paths for der in read_certificates(path)]

    assert len(described) == len(paths) == 405
    assert all(entry.certificate.subject is not None for entry in described)


def test_revocation_that_nobody_asked_about_does_not_mend_a_broken_chain() -> None:
    policy = replace(POLICY, revocation=RevocationMode.NONE)
    result = validate_path(PKI.twin.der, others=PKI.twin.chain_der, at=PKI.at, policy=policy)

    assert result.failure is not None


def test_a_key_that_cannot_be_used_is_as_good_as_no_signature() -> None:
    """The root's key is replaced by one on no curve: what it signed cannot be checked."""
    odd = asn1_x509.Certificate.load(PKI.sub.der)
    point = PKI.sub.key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    broken = bytes(odd.dump()).replace(point, point[:-1] + bytes([point[-1] ^ 1]))
    policy = replace(POLICY, trust=TrustStore.load(broken), revocation=RevocationMode.NONE)
    result = validate_path(PKI.leader.der, at=PKI.at, policy=policy)

    assert result.failure is not None
    assert result.failure.said.key == "chain.signature-wrong"


def test_paths_that_were_found_before_the_search_was_given_up_count() -> None:
    leaf, others = bomb(levels=9, width=2)
    root = issue(name_of(CN="Root"), key_for("root9", "ec"), issuer=None, serial=1, valid=SPAN, extensions=AUTHORITY)
    direct = issue(name_of(CN="Level 8"), key_for("8.0", "ec"), issuer=root, serial=2, valid=SPAN, extensions=AUTHORITY)
    policy = VerificationPolicy(
        trust=TrustStore.load(root.der), revocation=RevocationMode.NONE, intermediates=(direct.der, *others)
    )

    assert validate_path(leaf.der, at=PKI.at, policy=policy).failure is None


def test_what_certvalidator_cannot_take_is_a_broken_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    async def falls(*_arguments: object, **_options: object) -> None:
        raise KeyError("odd")

    monkeypatch.setattr(pkix, "async_validate_path", falls)
    result = validate_path(PKI.leader.der, others=[PKI.sub.der], at=PKI.at, policy=POLICY)

    assert result.failure is not None
    assert (result.failure.said.key, result.failure.said.params["what"]) == ("chain.rule-broken", "KeyError: 'odd'")


def test_a_coroutine_that_waits_is_a_fault_of_edoc() -> None:
    with pytest.raises(AssertionError, match="waits for something"):
        pkix.run(asyncio.sleep(0))


def test_a_moment_in_the_year_0_is_none() -> None:
    with pytest.raises(TypeError):
        load_moment(b"\x18\x0f00000101000000Z")


def made_by_edwards() -> tuple[bytes, bytes]:
    """A root and a signer with Ed25519 keys: the digest is part of the algorithm."""
    keys = [ed25519.Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2)]
    names = [name_of(CN="Root"), name_of(CN="Leaf")]
    made = [
        x509.CertificateBuilder()
        .subject_name(names[number])
        .issuer_name(names[0])
        .public_key(keys[number].public_key())
        .serial_number(number + 1)
        .not_valid_before(SPAN[0])
        .not_valid_after(SPAN[1])
        .add_extension(x509.BasicConstraints(ca=number == 0, path_length=None), critical=True)
        .sign(keys[0], None)
        for number in (0, 1)
    ]
    root, leaf = (entry.public_bytes(serialization.Encoding.DER) for entry in made)
    return root, leaf


def test_an_algorithm_that_brings_its_digest_is_judged_by_key_and_digest() -> None:
    root, leaf = made_by_edwards()
    policy = VerificationPolicy(trust=TrustStore.load(root), revocation=RevocationMode.NONE)
    result = validate_path(leaf, at=PKI.at, policy=policy)

    assert result.failure is None
    assert [(use.use, use.name, use.bits) for use in result.algorithms] == [
        ("key", "ed25519", 256),
        ("digest", "sha512", None),
    ]


def test_an_algorithm_that_nobody_knows_fits_no_signature() -> None:
    unknown = PKI.leader.der.replace(bytes.fromhex("06082a8648ce3d040302"), bytes.fromhex("06082a8648ce3d04037f"))
    result = validate_path(unknown, others=[PKI.sub.der], at=PKI.at, policy=POLICY)

    assert result.failure is not None
    assert result.failure.said.key == "chain.signature-wrong"
    assert [use.use for use in result.algorithms] == ["key", "key", "digest"]
    assert describe_certificate(unknown, at=PKI.at).certificate.signature_digest is None


@pytest.mark.parametrize(("digest", "fails"), [(hashes.SHA256(), False), (hashes.SHA1(), True)])
def test_the_digest_in_the_parameters_of_pss_is_judged(digest: hashes.HashAlgorithm, fails: bool) -> None:
    pki = DemoPki(keys="rsa")
    odd = asn1_x509.Certificate.load(pki.leader.der)
    name = {"algorithm": digest.name}
    algorithm = {
        "algorithm": "rsassa_pss",
        "parameters": {
            "hash_algorithm": name,
            "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": name},
            "salt_length": digest.digest_size,
        },
    }
    odd["tbs_certificate"]["signature"] = odd["signature_algorithm"] = algorithm
    assert isinstance(pki.sub.key, rsa.RSAPrivateKey)
    pss = padding.PSS(mgf=padding.MGF1(digest), salt_length=digest.digest_size)
    odd["signature_value"] = pki.sub.key.sign(odd["tbs_certificate"].dump(force=True), pss, digest)
    policy = VerificationPolicy(trust=TrustStore.load(pki.root.der), revocation=RevocationMode.NONE)
    result = validate_path(odd.dump(force=True), others=[pki.sub.der], at=pki.at, policy=policy)

    assert (result.failure.said.key if result.failure else None) == ("chain.weak-digest" if fails else None)
