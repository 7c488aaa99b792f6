"""Revocation data inside a PDF is evidence, and what is broken there takes nothing from the rest."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.validation.dss import DocumentSecurityStore
from throwaway import pdf

import edoc
from edoc import Indication, SubIndication
from edoc.limits import DEFAULT_LIMITS
from edoc.signature.cms.tokens import Carried
from edoc.signature.pdf.reading import open_pdf
from edoc.signature.pdf.security_store import security_store
from edoc.signature.pdf.verify import verify_pdf
from edoc.testing.pki import DEMO_MOMENT, DemoPki

if TYPE_CHECKING:
    from edoc import SigningKey, VerificationPolicy
    from edoc.testing.tsa import DemoTsa


@pytest.fixture(scope="module")
def signed(pki: DemoPki, tsa: DemoTsa) -> bytes:
    """A PDF with a time stamp, whose signature carries no certificate but the signer's."""
    key: SigningKey = edoc.SigningKey.of(pki.leader.key, pki.leader.certificate)
    return edoc.sign_pdf(pdf(), key, at=DEMO_MOMENT, time_stamper=tsa).data


def with_store(data: bytes, pki: DemoPki, *, ocsp: bool = False) -> bytes:
    """Let pyHanko write the store, with a VRI dictionary for the signature."""
    load_crl: Any = asn1_crl.CertificateList.load
    load_ocsp: Any = asn1_ocsp.OCSPResponse.load
    load_certificate: Any = asn1_x509.Certificate.load
    out = io.BytesIO(data)
    (found,) = open_pdf(data, DEFAULT_LIMITS).signatures
    add: Any = DocumentSecurityStore.add_dss
    responses = [load_ocsp(pki.ocsp(entry)) for entry in (pki.leader, pki.tsa)]
    add(
        out,
        found.contents.hex().encode(),
        certs=[load_certificate(pki.sub.der)],
        ocsps=responses if ocsp else [],
        crls=[load_crl(pki.crl("root")), *([] if ocsp else [load_crl(pki.crl("sub"))])],
    )
    return out.getvalue()


@pytest.mark.parametrize("ocsp", [False, True])
def test_revocation_data_and_authorities_in_the_file_are_enough(
    signed: bytes, pki: DemoPki, policy: VerificationPolicy, *, ocsp: bool
) -> None:
    bare = replace(policy, crls=(), intermediates=())

    (result,) = verify_pdf(with_store(signed, pki, ocsp=ocsp), location="attachment:a", policy=bare)

    assert result.indication == Indication.TOTAL_PASSED, result.reason
    assert (result.time.proven, result.time.judged_by) == (DEMO_MOMENT, "proven")
    assert (result.revocation.origin, result.revocation.checked) == ("document", True)
    assert {item.origin for item in result.material if item.kind in {"crl", "ocsp"}} == {"document"}


def test_without_it_nothing_is_known_of_revocation(signed: bytes, policy: VerificationPolicy) -> None:
    (result,) = verify_pdf(signed, location="attachment:a", policy=replace(policy, crls=()))
    assert (result.indication, result.sub_indication) == (Indication.INDETERMINATE, SubIndication.TRY_LATER)


def test_a_withdrawn_certificate_stays_withdrawn(pki: DemoPki, policy: VerificationPolicy) -> None:
    key: SigningKey = edoc.SigningKey.of(pki.revoked.key, pki.revoked.certificate, (pki.sub.certificate,))
    data = with_store(edoc.sign_pdf(pdf(), key, at=DEMO_MOMENT).data, pki)
    (result,) = verify_pdf(data, location="attachment:a", policy=replace(policy, crls=()))
    assert result.sub_indication == SubIndication.REVOKED_NO_POE


def store_of(value: Any) -> Carried:
    """Put *value* where the store should be."""
    writer: Any = IncrementalPdfFileWriter
    made = writer(io.BytesIO(pdf()))
    made.root["/DSS"] = value
    made.update_root()
    out = io.BytesIO()
    made.write(out)
    return open_pdf(out.getvalue(), DEFAULT_LIMITS).carried


def test_what_is_no_store_holds_nothing() -> None:
    name: Any = generic.NameObject
    null: Any = generic.NullObject
    array: Any = generic.ArrayObject
    assert store_of(name("/None")) == Carried()
    dictionary: Any = generic.DictionaryObject
    broken = dictionary({name("/CRLs"): name("/x"), name("/OCSPs"): array([null()])})
    assert store_of(broken) == Carried()
    assert security_store({}, DEFAULT_LIMITS) == Carried()


def test_what_a_vri_dictionary_alone_lists_is_read_and_its_time_stamp_is_named(pki: DemoPki) -> None:
    writer: Any = IncrementalPdfFileWriter
    name: Any = generic.NameObject
    made = writer(io.BytesIO(pdf()))
    dictionary: Any = generic.DictionaryObject
    stream: Any = generic.StreamObject
    array: Any = generic.ArrayObject

    def streams(*ders: bytes) -> Any:
        return array([made.add_object(stream(stream_data=der)) for der in ders])

    entry = dictionary({name("/Cert"): streams(pki.sub.der), name("/CRL"): streams(*pki.crls)})
    entry[name("/TS")] = made.add_object(stream(stream_data=b"token"))
    entries = dictionary({name("/A"): entry, name("/B"): name("/none")})
    made.root["/DSS"] = dictionary({name("/Certs"): streams(pki.sub.der), name("/VRI"): entries})
    made.update_root()
    out = io.BytesIO()
    made.write(out)
    opened = open_pdf(out.getvalue(), DEFAULT_LIMITS)
    assert opened.carried == Carried(certificates=(pki.sub.der,), crls=pki.crls)
    assert opened.unread == ("VRI/TS",)
    assert open_pdf(pdf(), DEFAULT_LIMITS).unread == ()
