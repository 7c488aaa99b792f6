"""The machine-readable contracts: XSDs of the format, JSON Schemas of what edoc prints.

The files beside this module are made from the models (``tools/generate.py``); a test says when
they are stale.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from edoc.errors import UsageError

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["FILES", "generated", "schema_text"]

#: The name on the command line, the file, what it describes.
FILES: Final[dict[str, tuple[str, str]]] = {
    "document-xsd": ("edxml-document.xsd", "XSD 1.0 of a document package, strict form"),
    "status-xsd": ("edxml-status.xsd", "XSD 1.0 of a status message, strict form"),
    "cert": ("cert-1.schema.json", "JSON Schema of edoc cert --format json (edoc/cert/1)"),
    "show": ("show-1.schema.json", "JSON Schema of edoc show --format json (edoc/show/1)"),
    "rules": ("rules-1.schema.json", "JSON Schema of edoc rules --format json (edoc/rules/1)"),
    "explain": ("explain-1.schema.json", "JSON Schema of edoc explain --format json (edoc/explain/1)"),
    "diff": ("diff-1.schema.json", "JSON Schema of edoc diff --format json (edoc/diff/1)"),
    "verify": ("verify-1.schema.json", "JSON Schema of edoc verify --format json (edoc/verify/1)"),
    "signature-evidence": (
        "signature-evidence-1.schema.json",
        "JSON Schema of the evidence of a verdict and of its tombstone (edoc/signature-evidence/1)",
    ),
    "validate": ("validate-1.schema.json", "JSON Schema of edoc validate --format json (edoc/validate/1)"),
    "exchange": ("exchange-1.schema.json", "JSON Schema of edoc.Exchange.to_json (edoc/exchange/1)"),
    "status-machine": (
        "status-machine-1.schema.json",
        "JSON Schema of edoc status diagram --format json (edoc/status-machine/1)",
    ),
    "status-trace": (
        "status-trace-1.schema.json",
        "JSON Schema of edoc status trace --format json (edoc/status-trace/1)",
    ),
    "status-next": (
        "status-next-1.schema.json",
        "JSON Schema of edoc status next --format json (edoc/status-next/1)",
    ),
    "limits": ("limits-1.schema.json", "JSON Schema of edoc limits --format json (edoc/limits/1)"),
    "id": ("id-1.schema.json", "JSON Schema of edoc id --format json (edoc/id/1)"),
    "scan": ("scan-1.schema.json", "JSON Schema of edoc scan --format json (edoc/scan/1)"),
}


def schema_text(name: str) -> str:
    """Give the text of a schema.

    Args:
        name: One of `FILES`.

    Raises:
        UsageError: No such schema.

    Example:
        >>> schema_text("status-xsd").startswith("<?xml")
        True
    """
    if name not in FILES:
        message = f"no such schema: {name!r}; there are {', '.join(FILES)}"
        raise UsageError(message)
    return (resources.files(__name__) / FILES[name][0]).read_text("utf-8")


def generated() -> dict[str, str]:
    """Make every schema from the tables; give the texts by file name."""
    from edoc.edxml.package import DocumentPackage, StatusMessage  # noqa: PLC0415 - for the maker alone
    from edoc.edxml.xsd import document_xsd, status_xsd  # noqa: PLC0415 - for the maker alone
    from edoc.report.diff import ReportDiff  # noqa: PLC0415 - for the maker alone
    from edoc.report.explanation import Explanation  # noqa: PLC0415 - for the maker alone
    from edoc.report.identifiers import IdentifierReport  # noqa: PLC0415 - for the maker alone
    from edoc.report.limits import LimitCatalogue  # noqa: PLC0415 - for the maker alone
    from edoc.report.model import ValidationReport  # noqa: PLC0415 - for the maker alone
    from edoc.report.rules import RuleCatalogue  # noqa: PLC0415 - for the maker alone
    from edoc.scanning import PackageScan  # noqa: PLC0415 - for the maker alone
    from edoc.signature.described import CertificateReport  # noqa: PLC0415 - for the maker alone
    from edoc.status.contract import ExchangeJson  # noqa: PLC0415 - for the maker alone
    from edoc.status.exports.tables import StatusMachine  # noqa: PLC0415 - for the maker alone
    from edoc.status.following import StatusNext  # noqa: PLC0415 - for the maker alone
    from edoc.status.trace import StatusTrace  # noqa: PLC0415 - for the maker alone

    statuses: dict[str, tuple[type[BaseModel], str, str]] = {
        "exchange": (ExchangeJson, "edoc/exchange/1", "A document and the log of what became of it"),
        "status-machine": (StatusMachine, "edoc/status-machine/1", "The status machine, as tables"),
        "status-trace": (
            StatusTrace,
            "edoc/status-trace/1",
            "What became of a document, as edoc status trace prints it",
        ),
        "status-next": (StatusNext, "edoc/status-next/1", "What may come next, as edoc status next prints it"),
    }
    from edoc.signature.evidence import EvidenceTombstone, SignatureEvidence  # noqa: PLC0415 - for the maker alone
    from edoc.signature.model import VerificationResult  # noqa: PLC0415 - for the maker alone

    verified = _json_schema([VerificationResult], "edoc/verify/1", "A verdict on signatures, as edoc verify prints it")
    evidence = _json_schema(
        [SignatureEvidence, EvidenceTombstone], "edoc/signature-evidence/1", "What a verdict on signatures rests on"
    )
    show = _json_schema([DocumentPackage, StatusMessage], "edoc/show/1", "A package, as edoc show prints it")
    certificates = _json_schema([CertificateReport], "edoc/cert/1", "Certificates in words, as edoc cert prints them")
    report = _json_schema([ValidationReport], "edoc/validate/1", "A report, as edoc validate prints it")
    scanned = _json_schema([PackageScan], "edoc/scan/1", "A package, as edoc scan prints what was found")
    return {
        FILES["document-xsd"][0]: document_xsd(),
        FILES["status-xsd"][0]: status_xsd(),
        FILES["cert"][0]: certificates,
        FILES["show"][0]: show,
        FILES["verify"][0]: verified,
        FILES["signature-evidence"][0]: evidence,
        FILES["scan"][0]: scanned,
        FILES["id"][0]: _json_schema([IdentifierReport], "edoc/id/1", "Identifiers, as edoc id explains them"),
        FILES["validate"][0]: report,
        **{FILES[name][0]: _json_schema([model], urn, title) for name, (model, urn, title) in statuses.items()},
        FILES["limits"][0]: _json_schema([LimitCatalogue], "edoc/limits/1", "The limits, as edoc limits prints them"),
        FILES["rules"][0]: _json_schema([RuleCatalogue], "edoc/rules/1", "The rules, as edoc rules prints them"),
        FILES["explain"][0]: _json_schema([Explanation], "edoc/explain/1", "A rule, as edoc explain prints it"),
        FILES["diff"][0]: _json_schema([ReportDiff], "edoc/diff/1", "Two reports, as edoc diff compares them"),
    }


def _json_schema(models: list[type[BaseModel]], identifier: str, title: str) -> str:
    import json  # noqa: PLC0415 - for the maker alone

    from pydantic.json_schema import models_json_schema  # noqa: PLC0415 - for the maker alone

    references, definitions = models_json_schema(
        [(model, "serialization") for model in models], by_alias=True, ref_template="#/$defs/{model}"
    )
    variants = [references[model, "serialization"] for model in models]
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{identifier.replace('/', ':')}",
        "title": title,
    }
    schema |= {"oneOf": variants} if len(variants) > 1 else variants[0]
    schema["$defs"] = definitions["$defs"]
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
