"""The XSD 1.0 of the strict form, made from the table.

It is the form that edoc writes: element order of the national SDK, dates as the standard spells
them. Readers take more than it allows; lengths are not in it, since nothing in circulation keeps
them. The base64 text is a plain string in it: it is proved elsewhere, a thousand times faster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from edoc._xml.names import EDXML, XMLDSIG
from edoc.edxml.attachment import Attachment
from edoc.edxml.envelope_signature import Signature
from edoc.edxml.header import DocumentHeader, StatusHeader
from edoc.edxml.manifest import Manifest
from edoc.edxml.table import Attribute, FieldPlan, Kind, Plan, plan
from edoc.edxml.trace import TraceHeaderList

if TYPE_CHECKING:
    from edoc.edxml.model import Model

__all__ = ["document_xsd", "status_xsd"]

_TYPES: Final = {
    Kind.TEXT: "xs:string",
    Kind.TEXTS: "xs:string",
    Kind.INT: "xs:int",
    Kind.BOOL: "TrueOrFalse",
    Kind.DATE: "Date",
    Kind.TIMESTAMP: "Timestamp",
}
_SIMPLE: Final = """
  <xs:simpleType name="Date">
    <xs:annotation><xs:documentation>yyyy/MM/dd</xs:documentation></xs:annotation>
    <xs:restriction base="xs:string">
      <xs:pattern value="[0-9]{4}/(0[1-9]|1[0-2])/(0[1-9]|[12][0-9]|3[01])"/>
    </xs:restriction>
  </xs:simpleType>
  <xs:simpleType name="Timestamp">
    <xs:annotation><xs:documentation>yyyy/MM/dd HH:mm:ss, local time of Vietnam</xs:documentation></xs:annotation>
    <xs:restriction base="xs:string">
      <xs:pattern value="[0-9]{4}/(0[1-9]|1[0-2])/(0[1-9]|[12][0-9]|3[01]) ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"/>
    </xs:restriction>
  </xs:simpleType>
  <xs:simpleType name="TrueOrFalse">
    <xs:restriction base="xs:string"><xs:enumeration value="true"/><xs:enumeration value="false"/></xs:restriction>
  </xs:simpleType>
  <xs:complexType name="Algorithm">
    <xs:attribute name="Algorithm" type="xs:string" use="required"/>
  </xs:complexType>
"""
_SIGNATURE: Final = f"""\
              <xs:choice minOccurs="0">
                <xs:element name="Signature" type="Signature"/>
                <xs:any namespace="{XMLDSIG}" processContents="lax"/>
              </xs:choice>
"""


def document_xsd() -> str:
    """Give the schema of a document package.

    >>> 'name="PromulgationDate" type="Date"' in document_xsd()
    True
    """
    body = """\
        <xs:element name="edXMLBody" minOccurs="0">
          <xs:complexType>
            <xs:sequence><xs:element name="edXMLManifest" type="Manifest" minOccurs="0"/></xs:sequence>
          </xs:complexType>
        </xs:element>
"""
    attachments = """\
        <xs:element name="AttachmentEncoded">
          <xs:complexType>
            <xs:sequence>
              <xs:element name="Attachment" type="Attachment" minOccurs="0" maxOccurs="unbounded"/>
            </xs:sequence>
          </xs:complexType>
        </xs:element>
"""
    return _schema("document", DocumentHeader, (Manifest, Attachment), body, attachments)


def status_xsd() -> str:
    """Give the schema of a status message."""
    return _schema("status message", StatusHeader, (), "", "")


def _schema(what: str, header: type[Model], others: tuple[type[Model], ...], body: str, attachments: str) -> str:
    types: dict[str, str] = {}
    models: tuple[type[Model], ...] = (header, TraceHeaderList, Signature, *others)
    for model in models:
        _complex_type(plan(model), types)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- edXML {what}, strict form (QCVN 102:2016/BTTTT). Made by edoc from its table: do not edit. -->
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{EDXML}"
    targetNamespace="{EDXML}" elementFormDefault="qualified">
  <xs:element name="edXML">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="edXMLEnvelope">
          <xs:complexType>
            <xs:sequence>
              <xs:element name="edXMLHeader">
                <xs:complexType>
                  <xs:sequence>
                    <xs:element name="MessageHeader" type="{header.__name__}"/>
                    <xs:element name="TraceHeaderList" type="TraceHeaderList" minOccurs="0"/>
{_indent(_SIGNATURE, 6)}                  </xs:sequence>
                </xs:complexType>
              </xs:element>
{_indent(body, 6)}            </xs:sequence>
          </xs:complexType>
        </xs:element>
{attachments}      </xs:sequence>
    </xs:complexType>
  </xs:element>
{_SIMPLE}{"".join(types.values())}</xs:schema>
"""


def _indent(text: str, blanks: int) -> str:
    return "".join(" " * blanks + line for line in text.splitlines(keepends=True))


def _complex_type(made: Plan, types: dict[str, str]) -> None:
    """Add the type of one model, and those of what is in it."""
    name = made.model.__name__
    if name in types:
        return
    types[name] = ""  # keeps the place: structures before what is in them
    about = f"{escape(made.structure.vi)} / {escape(made.structure.en)}"
    lines = [
        f"\n  <xs:complexType name={quoteattr(name)}>",
        f"    <xs:annotation><xs:documentation>{about}</xs:documentation></xs:annotation>",
        "    <xs:sequence>",
    ]
    for entry in made.fields:
        lines += _element(entry)
        if entry.plan is not None:
            _complex_type(entry.plan, types)
    if made.model is Attachment:
        lines.append('      <xs:element name="ContentTransferEncoded" type="xs:string"/>')
    lines.append("    </xs:sequence>")
    lines += [f'    <xs:attribute name="{entry.spec.name}" type="xs:string"/>' for entry in made.attributes]
    types[name] = "\n".join([*lines, "  </xs:complexType>", ""])


def _element(entry: FieldPlan) -> list[str]:
    spec = entry.spec
    assert not isinstance(spec, Attribute)
    type_ = entry.plan.model.__name__ if entry.plan else "Algorithm" if spec.value else _TYPES[entry.kind]
    if spec.inside is None:
        many = ' maxOccurs="unbounded"' if entry.is_list else ""
        return [f'      <xs:element name="{spec.name}" type="{type_}" minOccurs="0"{many}/>']
    item = f'<xs:element name="{spec.name}" type="{type_}" minOccurs="0" maxOccurs="unbounded"/>'
    return [
        f'      <xs:element name="{spec.inside}" minOccurs="0">',
        "        <xs:complexType>",
        f"          <xs:sequence>{item}</xs:sequence>",
        "        </xs:complexType>",
        "      </xs:element>",
    ]
