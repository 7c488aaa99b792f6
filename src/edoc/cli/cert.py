"""``edoc cert``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from edoc.cli.common import format_option, json_text, language_option, moment_option, now, say_error
from edoc.cli.exit_codes import ExitCode, of_error, worst
from edoc.cli.spoken import SpokenCommand, spoken_option
from edoc.errors import EdocError
from edoc.messages import text, wrong_usage
from edoc.report import visible
from edoc.signature.authorities import by_pin
from edoc.signature.certificate_file import read_certificates, read_file
from edoc.signature.described import CertificateReport, DescribedCertificate, describe_certificate
from edoc.signature.model import Role
from edoc.signature.moments import shown_moment
from edoc.signature.pkcs12 import is_pkcs12, pkcs12_certificates
from edoc.signature.said import in_language

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from edoc.messages import Language

__all__ = ["command", "lines"]


@click.command("cert", cls=SpokenCommand, help_key="cli.cert")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@moment_option("cli.cert-at")
@spoken_option("--password", key="cli.cert-password")
@format_option("text", "json")
@language_option
def command(
    files: tuple[str, ...], at: dt.datetime | None, password: str | None, format_: str, language: Language
) -> ExitCode:
    """Explain certificates: who, from whom, for what, until when, and what is weak or expired."""
    moment = at or now().replace(microsecond=0)
    found: list[DescribedCertificate] = []
    codes = [ExitCode.OK]
    for name in files:
        try:
            described = [describe_certificate(der, at=moment, path=name) for der in _certificates(name, password)]
            found += [in_language(entry, language) for entry in described]
        except EdocError as error:
            say_error(error, language)
            codes.append(of_error(error))
    if format_ == "json":
        click.echo(json_text(CertificateReport(at=moment, certificates=tuple(found)).to_json_dict()))
    else:
        for entry in found:
            for line in lines(entry, language):
                click.echo(visible(line))
        warnings = sum(len(entry.warnings) for entry in found)
        click.echo(text("certificate.count", language, count=len(found), warnings=warnings))
    return worst(codes)


def _certificates(name: str, password: str | None) -> tuple[bytes, ...]:
    if not Path(name).is_dir():
        data = read_file(name)
        if is_pkcs12(data):
            return pkcs12_certificates(data, _password(name, password), name)
    return read_certificates(name)


def _password(name: str, password: str | None) -> str:
    if password is not None:
        return password
    if not sys.stdin.isatty():
        raise wrong_usage("needs-password", name=name)
    asked: str = click.prompt(name, hide_input=True, err=True, default="", show_default=False)
    return asked


def lines(described: DescribedCertificate, language: Language) -> Iterator[str]:
    """Give the lines of one certificate for people."""
    facts = described.certificate
    yield f"{facts.common_name or facts.subject} ({described.path})"
    known = by_pin(facts.sha256 or "")
    start, end = (shown_moment(moment) for moment in (facts.not_before, facts.not_after) if moment is not None)
    kind = "authority" if facts.is_authority else described.role.value
    reason = "" if described.role is Role.UNKNOWN and facts.is_authority else f" ({described.role_reason.message})"
    usage = [text(f"certificate.usage-{name}", language) for name in facts.key_usage]
    rows = (
        ("kind", text(f"certificate.{kind}", language) + reason),
        ("known", known.label(language) if known is not None else None),
        ("subject", facts.subject),
        ("identifiers", ", ".join(facts.identifiers)),
        ("emails", ", ".join(facts.emails)),
        ("issuer", facts.issuer),
        ("serial", facts.serial_number),
        ("sha256", facts.sha256),
        ("valid", text("certificate.until", language, start=start, end=end)),
        ("key", _key(described, language)),
        ("usage", ", ".join((*usage, *facts.extended_key_usage)) or text("certificate.usage-unsaid", language)),
        ("policies", ", ".join(facts.policies)),
        ("crl", ", ".join(facts.crl_addresses)),
        ("ocsp", ", ".join(facts.ocsp_addresses)),
        ("issuers", ", ".join(facts.issuer_addresses)),
        ("netscape", ", ".join(facts.netscape)),
    )
    for key, value in rows:
        if value:
            yield f"  {text(f'certificate.{key}', language)}: {value}"
    for warning in described.warnings:
        yield f"  {text('certificate.warning', language)}: {warning.message}"


def _key(described: DescribedCertificate, language: Language) -> str:
    facts = described.certificate
    name = facts.key_algorithm.upper() + (f" {facts.curve}" if facts.curve else "")
    return text(
        "certificate.key-words", language, name=name, bits=facts.key_bits or "?", signature=facts.signature_algorithm
    )
