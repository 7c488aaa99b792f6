"""The rules, by what they are about; importing this package fills the catalogue."""

from edoc.conformance.rules import attachments, header, reading, schema, status

__all__ = ["attachments", "header", "reading", "schema", "status"]
