"""A certificate in words, and whose it is: a person's or an organisation's, with the reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from cryptography import x509

from edoc.errors import CertificateError
from edoc.signature.authorities import TrustGroup
from edoc.signature.certificate import CertificateFacts, plain, read_certificate, role_of, signer_of
from edoc.signature.described import describe_certificate
from edoc.signature.model import Role
from edoc.signature.usage import Purpose, usage_fault
from edoc.testing.issuing import issue, key_for, name_of

if TYPE_CHECKING:
    from edoc.testing.pki import DemoPki


def facts_about(*, extensions: tuple[tuple[x509.ExtensionType, bool], ...] = (), **parts: str) -> CertificateFacts:
    made = issue(
        name_of(**parts),
        key_for("somebody", "ec"),
        issuer=None,
        serial=1,
        valid=(dt.datetime(2025, 1, 1, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC)),
        extensions=extensions,
    )
    return read_certificate(made.der)


def test_everything_that_a_certificate_says_is_there(pki: DemoPki) -> None:
    facts = read_certificate(pki.leader.der)

    assert (facts.common_name, facts.organization, facts.locality) == ("Trần Thị Mẫu", "Sở Mẫu", "Tỉnh Mẫu")
    assert facts.issuer == "CN=CA phục vụ các cơ quan Nhà nước G2 (DEMO),O=Ban Cơ yếu Chính phủ (DEMO),C=VN"
    assert (facts.version, facts.is_authority, facts.path_length, facts.self_issued) == (3, False, None, False)
    assert (facts.key_algorithm, facts.key_bits, facts.curve) == ("ec", 256, "secp256r1")
    assert facts.signature_algorithm == "sha256_ecdsa"
    assert facts.serial_number == f"{pki.leader.certificate.serial_number:x}"
    assert facts.crl_addresses == ("http://pki.demo.invalid/crl/sub.crl",)
    assert facts.ocsp_addresses == ("http://pki.demo.invalid/ocsp/sub",)
    assert facts.issuer_addresses == ("http://pki.demo.invalid/cert/sub.crt",)
    assert facts.issuer_group is TrustGroup.STATE
    assert facts.not_before is not None
    assert facts.not_before.isoformat() == "2025-03-02T08:00:00+07:00"
    assert facts.brief.sha256 == facts.sha256


def test_a_signer_is_put_into_the_terms_of_results(rsa_pki: DemoPki) -> None:
    signer = signer_of(read_certificate(rsa_pki.g1_leader.der))

    assert (signer.name, signer.organization, signer.unit, signer.email, signer.identifier) == (
        "Trần Thị Mẫu",
        "Uy ban nhan dan tinh Mau",
        "So Mau",
        "mautt@mau.gov.vn",
        None,
    )


def test_what_the_first_generation_writes_is_read(rsa_pki: DemoPki) -> None:
    facts = read_certificate(rsa_pki.g1_leader.der)

    assert facts.key_usage == ("non_repudiation",)
    assert facts.netscape == ("2.16.840.1.113730.1.1", "2.16.840.1.113730.1.13")
    assert (facts.signature_algorithm, facts.ocsp_addresses, facts.issuer_addresses) == ("sha1_rsa", (), ())


def test_a_name_is_written_as_rfc_4514_has_it() -> None:
    facts = facts_about(CN=' Sở "Mẫu", A+B\\C<;> ', O="#1")

    assert facts.subject == r"O=\#1,CN=\ Sở \"Mẫu\"\, A\+B\\C\<\;\>\ "
    assert facts.subject == x509.Name(list(name_of(CN=' Sở "Mẫu", A+B\\C<;> ', O="#1"))).rfc4514_string()


def test_accents_and_case_do_not_count_when_names_are_compared() -> None:
    assert plain("Ban Cơ yếu Chính phủ") == plain("BAN CO YEU CHINH PHU")


@pytest.mark.parametrize("data", [b"", b"\x30\x03\x02\x01\x05", b"MIIFqTCCBJG"])
def test_what_is_no_certificate_is_an_error_of_edoc(data: bytes) -> None:
    with pytest.raises(CertificateError):
        read_certificate(data)


# --- whose it is ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "role", "key"),
    [
        ({"UID": "CMND:010000002", "CN": "Sở Mẫu"}, Role.PERSONAL, "person-id"),
        ({"UID": "CCCD:001180000001", "CN": "A"}, Role.PERSONAL, "person-id"),
        ({"UID": "HC:B1234567", "CN": "A"}, Role.PERSONAL, "person-id"),
        ({"UID": "MST:0100000001", "CN": "Nguyễn Văn Mẫu"}, Role.ORGANISATION, "organisation-id"),
        ({"UID": "MNS:1000001", "CN": "A"}, Role.ORGANISATION, "organisation-id"),
        ({"UID": "cccd: 001180000001", "CN": "A"}, Role.PERSONAL, "person-id"),
        ({"UID": "001180000001", "CN": "A"}, Role.UNKNOWN, "unsure"),
        ({"UID": "XYZ:1", "CN": "Trần Thị Mẫu"}, Role.PERSONAL, "family-name"),
        ({"CN": "Trần Thị Mẫu", "O": "Sở Mẫu"}, Role.PERSONAL, "family-name"),
        ({"CN": "TRẦN THỊ MẪU"}, Role.PERSONAL, "family-name"),
        ({"CN": "Sở Mẫu", "O": "UBND tỉnh Mẫu"}, Role.ORGANISATION, "agency-word"),
        ({"CN": "Ủy ban nhân dân tỉnh Mẫu"}, Role.ORGANISATION, "agency-word"),
        ({"CN": "UBND xã Mẫu"}, Role.ORGANISATION, "agency-word"),
        ({"CN": "Mẫu Tổng hợp", "OU": "MAU TONG HOP"}, Role.ORGANISATION, "named-as-organisation"),
        ({"CN": "Mẫu Tổng hợp", "O": "mẫu tổng hợp"}, Role.ORGANISATION, "named-as-organisation"),
        ({"CN": "Ong Thử Mẫu", "T": "Chánh Văn phòng"}, Role.PERSONAL, "title"),
        ({"CN": "Vu Phap che"}, Role.ORGANISATION, "agency-word"),
        ({"CN": "Vụ Văn hóa"}, Role.ORGANISATION, "agency-word"),
        ({"CN": "Ban Văn hóa"}, Role.ORGANISATION, "agency-word"),
        ({"CN": "Vũ Mẫu"}, Role.PERSONAL, "family-name"),
        ({"CN": "Vu Thi Mau"}, Role.PERSONAL, "family-name"),
        ({"CN": "Vu"}, Role.ORGANISATION, "agency-word"),
        ({"CN": "Zzz Yyy"}, Role.UNKNOWN, "unsure"),
        ({"CN": "Mẫu"}, Role.UNKNOWN, "unsure"),
        ({"O": "Sở Mẫu"}, Role.UNKNOWN, "nameless"),
    ],
)
def test_whose_it_is_follows_from_numbers_then_names_and_doubt_stays_doubt(
    parts: dict[str, str], role: Role, key: str
) -> None:
    found, reason = role_of(facts_about(extensions=(), **parts))

    assert (found, reason.key) == (role, f"certificate.holder-{key}")


@pytest.mark.parametrize(
    ("mail", "key"),
    [("mautt@mau.gov.vn", "person-mail"), ("tt.mau@mau.gov.vn", "person-mail"), ("vanthu@mau.gov.vn", "unsure")],
)
def test_a_mail_address_made_of_a_name_speaks_for_a_person(mail: str, key: str) -> None:
    alternative = ((x509.SubjectAlternativeName([x509.RFC822Name(mail), x509.DNSName("mau.gov.vn")]), False),)
    _, reason = role_of(facts_about(CN="Tzan Thi Mau", extensions=alternative))

    assert reason.key == f"certificate.holder-{key}"


@pytest.mark.parametrize(
    ("label", "key"), [("sub", "authority"), ("tsa", "service"), ("responder", "service"), ("leader", "person-id")]
)
def test_authorities_and_services_are_no_signers(pki: DemoPki, label: str, key: str) -> None:
    assert role_of(read_certificate(getattr(pki, label).der))[1].key == f"certificate.holder-{key}"


# --- what it is for ---------------------------------------------------------------------------------


def usage(**bits: bool) -> tuple[tuple[x509.ExtensionType, bool], ...]:
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return ((x509.KeyUsage(**{name: bits.get(name, False) for name in names}), True),)


@pytest.mark.parametrize(
    ("extensions", "key"),
    [
        (usage(content_commitment=True), None),
        (usage(digital_signature=True, key_encipherment=True), None),
        ((), None),
        (usage(key_encipherment=True), "chain.usage-key"),
    ],
)
def test_non_repudiation_or_digital_signature_either_will_do(
    extensions: tuple[tuple[x509.ExtensionType, bool], ...], key: str | None
) -> None:
    said = usage_fault(facts_about(CN="A", extensions=extensions), Purpose.SIGNING)

    assert (said.key if said else None) == key


# --- as a report ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "keys"),
    [
        ("leader", []),
        ("expired", ["certificate.expired"]),
        ("future", ["certificate.not-yet-valid"]),
        ("tsa", []),
        ("responder", []),
        ("root", []),
    ],
)
def test_what_has_to_be_known_at_that_moment_is_told(pki: DemoPki, label: str, keys: list[str]) -> None:
    described = describe_certificate(getattr(pki, label).der, at=pki.at)

    assert [said.key for said in described.warnings] == keys


@pytest.mark.parametrize(
    ("label", "keys"),
    [("weak", ["chain.weak-key"]), ("g1_leader", ["chain.weak-digest"]), ("g1_root", [])],
)
def test_weak_keys_and_digests_are_told_but_not_of_a_roots_own_signature(
    rsa_pki: DemoPki, label: str, keys: list[str]
) -> None:
    described = describe_certificate(getattr(rsa_pki, label).der, at=rsa_pki.at)

    assert [said.key for said in described.warnings] == keys


def test_a_signer_without_an_issuer_and_one_for_other_purposes_are_told() -> None:
    made = issue(
        name_of(CN="A"),
        key_for("somebody", "ec"),
        issuer=None,
        serial=1,
        valid=(dt.datetime(2025, 1, 1, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC)),
        extensions=usage(key_agreement=True),
    )
    described = describe_certificate(made.der, at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))

    assert [said.key for said in described.warnings] == ["chain.usage-key", "certificate.self-signed"]


def test_whoever_borrows_the_name_of_a_known_authority_is_told_of(pki: DemoPki) -> None:
    made = issue(
        name_of(CN="RootCA chuyên dùng Chính phủ G2", O="Ban Cơ yếu Chính phủ", C="VN"),
        key_for("evil_root", "ec"),
        issuer=None,
        serial=1,
        valid=(pki.at, pki.at + dt.timedelta(days=9)),
        extensions=((x509.BasicConstraints(ca=True, path_length=None), True),),
    )
    described = describe_certificate(made.der, at=pki.at)

    assert [said.key for said in described.warnings] == ["certificate.other-pin"]
    assert (described.authority, described.group) == (None, None)
