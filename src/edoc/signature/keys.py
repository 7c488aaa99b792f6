"""Keys to sign with: PKCS#12 files, PEM files, and tokens through PKCS#11.

State bodies sign with a USB token or an HSM (Decree 68/2024/NĐ-CP); files are for tests, for
software certificates and for servers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from edoc.errors import SigningError, UsageError
from edoc.messages import error_of
from edoc.signature.files import read_whole

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

__all__ = ["SigningKey"]


class SigningKey:
    """A private key that can be used, with its certificate and the certificates above it.

    Made with `from_pkcs12`, `from_pem`, `from_pkcs11` or `of`. A key on a token holds a session
    that `close` ends; use it as a context manager.
    """

    __slots__ = ("_session", "_signer", "certificate", "chain")

    def __init__(self, signer: Any, certificate: bytes, chain: tuple[bytes, ...], session: Any = None) -> None:
        """Keep what signs (a pyHanko ``Signer``) and what it signs for."""
        self._signer = signer
        self._session = session
        #: The signer's certificate, DER.
        self.certificate = certificate
        #: The certificates above it that were given along, DER.
        self.chain = chain

    @classmethod
    def of(
        cls, private_key: PrivateKeyTypes, certificate: x509.Certificate, chain: Sequence[x509.Certificate] = ()
    ) -> Self:
        """Take a key and certificates that are in memory already.

        Args:
            private_key: Of ``cryptography``.
            certificate: The signer's certificate.
            chain: Certificates to put into signatures beside it.

        Raises:
            SigningError: The key is not the one of the certificate.
        """
        from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - heavy
            Encoding,
            NoEncryption,
            PrivateFormat,
        )
        from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415 - heavy
        from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415 - heavy

        from edoc.signature.pyhanko_names import keys, x509  # noqa: PLC0415 - heavy

        if private_key.public_key() != certificate.public_key():
            raise error_of(SigningError, "signing.key-mismatch")
        leaf = certificate.public_bytes(Encoding.DER)
        above = tuple(entry.public_bytes(Encoding.DER) for entry in chain)
        stores: Any = SimpleCertificateStore
        store = stores.from_certs(x509.Certificate.load(der) for der in above)
        pkcs8 = private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        signer: Any = SimpleSigner(
            signing_cert=x509.Certificate.load(leaf),
            signing_key=keys.PrivateKeyInfo.load(pkcs8),
            cert_registry=store,
        )
        return cls(signer, leaf, above)

    @classmethod
    def from_pkcs12(cls, source: str | os.PathLike[str] | bytes, password: str | bytes | None = None) -> Self:
        """Open a PKCS#12 file (``.p12``, ``.pfx``).

        Args:
            source: Its path, or its bytes.
            password: What it is locked with; None if it is not.

        Raises:
            InputError: The file cannot be read.
            SigningError: It is no PKCS#12, the password is wrong, or a key or certificate is missing.
        """
        from cryptography.hazmat.primitives.serialization.pkcs12 import (  # noqa: PLC0415 - heavy
            load_key_and_certificates,
        )

        data = read_whole(source)
        try:
            key, certificate, chain = load_key_and_certificates(data, _password(password))
        except (ValueError, TypeError) as error:
            raise error_of(SigningError, "signing.pkcs12", cause=error) from error
        if key is None or certificate is None:
            raise error_of(SigningError, "signing.pkcs12-empty")
        return cls.of(key, certificate, chain)

    @classmethod
    def from_pem(
        cls,
        key: str | os.PathLike[str] | bytes,
        certificates: str | os.PathLike[str] | bytes,
        password: str | bytes | None = None,
    ) -> Self:
        """Open a private key and certificates in PEM.

        Args:
            key: Path or bytes of the private key.
            certificates: Path or bytes of the certificates, the signer's first.
            password: What the key is locked with; None if it is not.

        Raises:
            InputError: A file cannot be read.
            SigningError: They are no PEM, the password is wrong, or they do not fit together.
        """
        from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415 - heavy
        from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415 - heavy

        key_data, certificate_data = read_whole(key), read_whole(certificates)
        try:
            private = load_pem_private_key(key_data, _password(password))
            leaf, *chain = load_pem_x509_certificates(certificate_data)
        except (ValueError, TypeError) as error:
            raise error_of(SigningError, "signing.pem", cause=error) from error
        return cls.of(private, leaf, chain)

    @classmethod
    def from_pkcs11(
        cls,
        module: str | os.PathLike[str],
        *,
        token: str | None = None,
        pin: str | None = None,
        label: str | None = None,
        key_id: bytes | None = None,
        chain: Sequence[bytes] = (),
    ) -> Self:
        """Open a key on a token or an HSM; needs the extra ``edoc[pkcs11]``.

        Args:
            module: The vendor's PKCS#11 library (``/usr/lib/softhsm/libsofthsm2.so``).
            token: Label of the token; None if there is one only.
            pin: The user's PIN; None if the token asks for it itself.
            label: Label of the key and of its certificate; None if the token has one key only.
            key_id: Id of both (CKA_ID), where labels are not unique.
            chain: Certificates to put into signatures beside the signer's, DER.

        Raises:
            UsageError: The extra is not installed.
            SigningError: There is no such library, token or key, there are several, or the PIN is wrong.
        """
        try:
            from edoc.signature.pkcs11_key import open_token  # noqa: PLC0415 - heavy, of an extra
        except ImportError as error:
            raise error_of(UsageError, "signing.pkcs11-missing") from error
        signer, certificate, session = open_token(
            str(module), token=token, pin=pin, label=label, key_id=key_id, chain=tuple(chain)
        )
        return cls(signer, certificate, tuple(chain), session)

    @property
    def signer(self) -> Any:
        """The ``pyhanko.sign.signers.Signer`` behind it."""
        return self._signer

    def close(self) -> None:
        """End the session of a token; nothing to do for other keys."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def __enter__(self) -> Self:
        """Give the key itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def __repr__(self) -> str:
        """Say what it is without saying anything of the key."""
        return f"<SigningKey with {1 + len(self.chain)} certificates>"


def _password(password: str | bytes | None) -> bytes | None:
    return password.encode() if isinstance(password, str) else password
