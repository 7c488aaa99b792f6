"""Certificates in words, with what has to be known about them at a moment: ``edoc/cert/1``.

Circular 15/2025/TT-BKHCN, Article 6: what software shows of a certificate.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from edoc.edxml.model import Model
from edoc.signature.algorithms import algorithm_policy
from edoc.signature.authorities import by_name, by_pin
from edoc.signature.certificate import CertificateFacts, read_certificate, role_of
from edoc.signature.check import Outcome
from edoc.signature.model import Role
from edoc.signature.moments import shown_moment
from edoc.signature.said import Said
from edoc.signature.usage import Purpose, usage_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.signature.algorithms import AlgorithmPolicy

__all__ = ["CERT_SCHEMA", "CertificateReport", "DescribedCertificate", "describe_certificate"]

#: The contract that the JSON of a report follows.
CERT_SCHEMA: Literal["edoc/cert/1"] = "edoc/cert/1"

#: Purposes of services, whose certificates are not for documents and need not be.
_SERVICES = frozenset({"time_stamping", "ocsp_signing"})


class DescribedCertificate(Model):
    """One certificate.

    Args:
        path: The file it came from; None for bytes.
        certificate: What it says of itself.
        role: Whose it is.
        role_reason: Why that is thought.
        authority: Key of the well-known authority that it is, by its pin; None for others.
        group: Whose roots it belongs to, by its pin; None for others.
        warnings: What has to be known at the moment of the report.
    """

    path: str | None = None
    certificate: CertificateFacts
    role: Role
    role_reason: Said
    authority: str | None = None
    group: str | None = None
    warnings: tuple[Said, ...] = ()


class CertificateReport(Model):
    """Certificates of one or more files.

    Args:
        at: The moment for which warnings hold.
        certificates: Each certificate, file by file.
    """

    schema_id: Literal["edoc/cert/1"] = Field(default=CERT_SCHEMA, alias="schema")
    at: dt.datetime
    certificates: tuple[DescribedCertificate, ...] = ()

    def to_json_dict(self) -> dict[str, Any]:
        """Give the JSON of the contract ``edoc/cert/1`` as a dict."""
        return self.model_dump(mode="json", by_alias=True)


def describe_certificate(
    der: bytes, *, at: dt.datetime, path: str | None = None, algorithms: AlgorithmPolicy | None = None
) -> DescribedCertificate:
    """Describe a certificate.

    Args:
        der: Its bytes.
        at: The moment for which warnings hold.
        path: The file it came from.
        algorithms: What algorithms and keys are taken; None stands for the table ``current``.

    Raises:
        CertificateError: They are no certificate, or a broken one.

    Example:
        >>> from edoc.testing.pki import DemoPki
        >>> pki = DemoPki(keys="ec")
        >>> [said.key for said in describe_certificate(pki.expired.der, at=pki.at).warnings]
        ['certificate.expired']
    """
    facts = read_certificate(der)
    role, reason = role_of(facts)
    known = by_pin(facts.sha256 or "")
    return DescribedCertificate(
        path=path,
        certificate=facts,
        role=role,
        role_reason=reason,
        authority=known.key if known is not None else None,
        group=known.group.value if known is not None else None,
        warnings=tuple(_warnings(facts, at, algorithms or algorithm_policy("current"))),
    )


def _warnings(facts: CertificateFacts, at: dt.datetime, algorithms: AlgorithmPolicy) -> Iterator[Said]:
    assert facts.not_before is not None
    assert facts.not_after is not None
    if at > facts.not_after:
        yield Said.of("certificate.expired", date=shown_moment(facts.not_after))
    if at < facts.not_before:
        yield Said.of("certificate.not-yet-valid", date=shown_moment(facts.not_before))
    judgements = [algorithms.key(facts.key_algorithm, facts.key_bits, at)]
    digest = facts.signature_digest
    if digest is not None and not facts.self_issued:  # a root's signature over itself proves nothing
        judgements.append(algorithms.digest(digest, at))
    for judgement in judgements:
        if judgement.outcome is not Outcome.PASSED and judgement.reason is not None:
            yield judgement.reason
    if not facts.is_authority and not _SERVICES & set(facts.extended_key_usage):
        fault = usage_fault(facts, Purpose.SIGNING)
        if fault is not None:
            yield fault
        if facts.self_issued:
            yield Said.of("certificate.self-signed")
    named = by_name(facts.common_name or "")
    if named is not None and named.sha256 and named.sha256 != facts.sha256:
        yield Said.of("certificate.other-pin", name=facts.common_name, pin=named.sha256)
