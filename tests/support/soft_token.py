"""Tokens in software (softhsm2 of Debian) for tests of keys that cannot be taken out."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_private_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edoc import SigningKey

__all__ = ["PIN", "TOKEN", "soft_token"]

PIN: Final = "5678"
TOKEN: Final = "thiet-bi"
_MODULE: Final = next(
    (
        path
        for path in ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
        if Path(path).is_file()
    ),
    None,
)


def soft_token(folder: Path, monkeypatch: pytest.MonkeyPatch, keys: Mapping[str, SigningKey]) -> str:
    """Make the token `TOKEN` with these keys by their labels, with the ids 01, 02...; gives the PKCS#11 module."""
    if _MODULE is None or shutil.which("softhsm2-util") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("softhsm2 is missing: .ci/run installs it")
        pytest.skip("softhsm2 is not installed (Debian: softhsm2)")
    store = folder / "tokens"
    store.mkdir()
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {store}\nobjectstore.backend = file\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(configuration))
    initialise = ["softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--so-pin", "1234", "--pin", PIN]
    subprocess.run(initialise, check=True, capture_output=True)
    _put(keys, _MODULE)
    return _MODULE


def _put(keys: Mapping[str, SigningKey], module: str) -> None:
    import pkcs11  # noqa: PLC0415 - of an extra
    from pkcs11.util.ec import decode_ec_private_key  # noqa: PLC0415 - likewise
    from pkcs11.util.rsa import decode_rsa_private_key  # noqa: PLC0415 - likewise
    from pkcs11.util.x509 import decode_x509_certificate  # noqa: PLC0415 - likewise

    library: Any = pkcs11.lib(module)
    library.reinitialize()
    with library.get_token(token_label=TOKEN).open(user_pin=PIN, rw=True) as session:
        for number, (label, key) in enumerate(keys.items(), 1):
            private = load_der_private_key(key.signer.signing_key.dump(), None)
            der = private.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
            decode = decode_rsa_private_key if isinstance(private, rsa.RSAPrivateKey) else decode_ec_private_key
            common = {
                pkcs11.Attribute.LABEL: label,
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.ID: number.to_bytes(),
            }
            session.create_object(decode(der) | common | {pkcs11.Attribute.SIGN: True})
            session.create_object(decode_x509_certificate(key.certificate) | common)
