"""``Signature`` of the envelope as metadata: what it claims, never whether it is right."""

from __future__ import annotations

from typing import Annotated, ClassVar

from edoc.edxml.model import Model
from edoc.edxml.table import Attribute, Element, Structure

__all__ = ["KeyInfo", "Signature", "SignatureReference", "SignedInfo", "X509Data"]


class SignatureReference(Model):
    """What is claimed to be signed."""

    __edxml__: ClassVar = Structure(name="Reference", vi="Tham chiếu", en="reference", mixed_namespace=True)

    uri: Annotated[str | None, Attribute(name="URI", vi="Địa chỉ", en="URI")] = None
    transforms: Annotated[
        tuple[str, ...],
        Element(name="Transform", vi="Phép biến đổi", en="transform", inside="Transforms", value="Algorithm"),
    ] = ()
    digest_method: Annotated[
        str | None,
        Element(name="DigestMethod", vi="Thuật toán băm", en="digest method", value="Algorithm"),
    ] = None
    digest_value: Annotated[str | None, Element(name="DigestValue", vi="Giá trị băm", en="digest value")] = None


class SignedInfo(Model):
    """The signed part of the signature."""

    __edxml__: ClassVar = Structure(name="SignedInfo", vi="Thông tin ký", en="signed information", mixed_namespace=True)

    canonicalization_method: Annotated[
        str | None,
        Element(name="CanonicalizationMethod", vi="Chuẩn hóa", en="canonicalisation method", value="Algorithm"),
    ] = None
    signature_method: Annotated[
        str | None,
        Element(name="SignatureMethod", vi="Thuật toán ký", en="signature method", value="Algorithm"),
    ] = None
    references: Annotated[
        tuple[SignatureReference, ...], Element(name="Reference", vi="Tham chiếu", en="reference")
    ] = ()


class X509Data(Model):
    """The certificate that comes with the signature.

    Those of the authorities may stand behind it (W3C XML Signature, section 4.5.4).
    """

    __edxml__: ClassVar = Structure(
        name="X509Data", vi="Chứng thư số", en="certificate", repeated="several", mixed_namespace=True
    )

    x509_subject_name: Annotated[str | None, Element(name="X509SubjectName", vi="Chủ thể", en="subject")] = None
    x509_certificate: Annotated[str | None, Element(name="X509Certificate", vi="Chứng thư", en="certificate")] = None


class KeyInfo(Model):
    """The key that is claimed."""

    __edxml__: ClassVar = Structure(name="KeyInfo", vi="Thông tin khóa", en="key", mixed_namespace=True)

    x509_data: Annotated[X509Data | None, Element(name="X509Data", vi="Chứng thư số", en="certificate")] = None


class Signature(Model):
    """The envelope signature (QCVN 102:2016/BTTTT, section 3; W3C XML Signature).

    These are the texts that stand in the package. Whether they are right, and whether the law
    lets them count, is not said here.
    """

    __edxml__: ClassVar = Structure(name="Signature", vi="Chữ ký số", en="signature", section="3", mixed_namespace=True)

    signed_info: Annotated[
        SignedInfo | None, Element(name="SignedInfo", vi="Thông tin ký", en="signed information")
    ] = None
    signature_value: Annotated[
        str | None, Element(name="SignatureValue", vi="Giá trị chữ ký", en="signature value")
    ] = None
    key_info: Annotated[KeyInfo | None, Element(name="KeyInfo", vi="Thông tin khóa", en="key")] = None
