"""Keys on tokens and HSMs, through PKCS#11 (extra ``pkcs11``)."""

from __future__ import annotations

from typing import Any

from pkcs11 import PROTECTED_AUTH, Attribute, ObjectClass, TokenFlag
from pyhanko.sign import pkcs11

from edoc.errors import SigningError
from edoc.messages import error_of
from edoc.signature.pyhanko_names import x509

__all__ = ["open_token"]

_pkcs11: Any = pkcs11


def open_token(
    module: str,
    *,
    token: str | None,
    pin: str | None,
    label: str | None,
    key_id: bytes | None,
    chain: tuple[bytes, ...],
) -> tuple[Any, bytes, Any]:
    """Open a key; see `edoc.SigningKey.from_pkcs11`.

    Returns:
        What signs, its certificate (DER), and the session that has to be closed.

    Raises:
        SigningError: There is no such library, token or key, there are several, or the PIN is wrong.
    """
    session = None
    try:
        session = _session(module, token, pin)
        if label is None and key_id is None:
            label, key_id = _only_key(session)
        signer = _pkcs11.PKCS11Signer(
            session,
            cert_label=label,
            key_label=label,
            cert_id=key_id,
            key_id=key_id,
            ca_chain=[x509.Certificate.load(der) for der in chain],
        )
        certificate = signer.signing_cert.dump()
        # what tokens offer for ECDSA takes a digest, not the data
        signer.use_raw_mechanism = signer.signing_cert.public_key.algorithm == "ec"
    except Exception as error:
        if session is not None:
            session.close()
        if isinstance(error, SigningError):
            raise
        raise error_of(SigningError, "signing.pkcs11", cause=str(error) or type(error).__name__) from error
    return signer, certificate, session


def _session(module: str, token: str | None, pin: str | None) -> Any:
    slots = _pkcs11.p11_lib(module).get_slots(token_present=True)
    tokens = [held for slot in slots if (held := slot.get_token()).flags & TokenFlag.TOKEN_INITIALIZED]
    fitting = [held for held in tokens if token in {None, held.label}]
    if len(fitting) != 1:
        listed = ", ".join(held.label for held in tokens)
        raise error_of(SigningError, "signing.tokens", name=token or "*", count=len(fitting), tokens=listed or "-")
    (found,) = fitting
    if pin is None and found.flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH:
        return found.open(user_pin=PROTECTED_AUTH)  # it has keys of its own for the PIN
    return found.open(user_pin=pin)


def _only_key(session: Any) -> tuple[str | None, bytes | None]:
    """Give label and id of the one key there is; name them all where there are several."""
    found = session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})
    keys = sorted((key[Attribute.LABEL], key[Attribute.ID]) for key in found)  # tokens give them in any order
    if len(keys) != 1:
        listed = "; ".join(f"{label} (id {held.hex()})" for label, held in keys)
        raise error_of(SigningError, "signing.several-keys", count=len(keys), keys=listed or "-")
    ((label, held),) = keys
    return (None, held) if held else (label, None)
