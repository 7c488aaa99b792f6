"""The options that say what to sign with: a file, or a token through PKCS#11; secrets are never shown."""

from __future__ import annotations

import os
import sys
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import click

from edoc.cli.click_words import spoken_language
from edoc.cli.spoken import spoken_option
from edoc.messages import text, wrong_usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from edoc.signature.keys import SigningKey

__all__ = ["key_options"]

F = TypeVar("F", bound="Callable[..., Any]")

_OPTIONS: Final = (
    spoken_option("--p12", key="cli-sign.p12", metavar="PATH"),
    spoken_option("--key", "pem_key", key="cli-sign.key", metavar="PATH"),
    spoken_option("--cert", key="cli-sign.cert", metavar="PATH"),
    spoken_option(
        "--password-env", key="cli-sign.password-env", metavar="NAME", default="EDOC_P12_PASSWORD", show_default=True
    ),
    spoken_option("--password-file", key="cli-sign.password-file", metavar="PATH"),
    spoken_option("--pkcs11", key="cli-sign.pkcs11", metavar="PATH"),
    spoken_option("--token", key="cli-sign.token", metavar="LABEL"),
    spoken_option("--key-label", key="cli-sign.key-label", metavar="LABEL"),
    spoken_option("--key-id", key="cli-sign.key-id", metavar="HEX"),
    spoken_option("--pin-env", key="cli-sign.pin-env", metavar="NAME", default="EDOC_PIN", show_default=True),
    spoken_option("--pin-file", key="cli-sign.pin-file", metavar="PATH"),
    spoken_option("--pin-pad", key="cli-sign.pin-pad", is_flag=True),
    spoken_option("--chain", key="cli-sign.chain", multiple=True, metavar="PATH"),
)
_ASK_PASSWORD: Final = "cli-sign.ask-password"  # noqa: S105 - the key of a question
_WITH_PKCS11: Final = ("token", "key_label", "key_id", "pin_file", "pin_pad")


def key_options(command: F) -> F:
    """Add the options; the command gets ``open_key``, which opens the key when it is called."""

    @wraps(command)
    def with_key(**options: Any) -> object:
        given: dict[str, Any] = {name: options.pop(name) for name in _NAMES}
        return command(open_key=lambda: _open(given), **options)

    added: Any = with_key
    for option in reversed(_OPTIONS):
        added = option(added)
    return cast("F", added)


_NAMES: Final = (
    "p12",
    "pem_key",
    "cert",
    "password_env",
    "password_file",
    "pkcs11",
    *_WITH_PKCS11,
    "pin_env",
    "chain",
)


def _open(given: dict[str, Any]) -> SigningKey:
    """Open the one key that is named.

    Raises:
        UsageError: None is named, or several; or an option belongs to another kind of key.
        SigningError: It cannot be opened.
        InputError: A file cannot be read.
    """
    from edoc.signature.certificate_file import read_certificates  # noqa: PLC0415 - cryptography: only to sign
    from edoc.signature.files import read_whole  # noqa: PLC0415 - likewise
    from edoc.signature.keys import SigningKey  # noqa: PLC0415 - likewise

    named = [name for name in ("p12", "pem_key", "pkcs11") if given[name] is not None]
    if len(named) != 1:
        raise wrong_usage("one-key", count=len(named))
    if given["pkcs11"] is None and any(given[name] for name in (*_WITH_PKCS11, "chain")):
        raise wrong_usage("key-option", options=_flags(given, (*_WITH_PKCS11, "chain")), kind="--pkcs11")
    if (given["cert"] is None) != (given["pem_key"] is None):
        raise wrong_usage("key-option", options="--cert", kind="--key")
    if given["pkcs11"] is None:
        pem = None if given["pem_key"] is None else read_whole(given["pem_key"])
        password = None
        if pem is None or b"ENCRYPTED" in pem:  # RFC 7468, 11, and what openssl wrote before it
            password = _secret(given["password_file"], given["password_env"], "--password-file", _ASK_PASSWORD)
        if pem is None:
            return SigningKey.from_pkcs12(given["p12"], password or None)
        return SigningKey.from_pem(pem, given["cert"], password)
    pin = None
    if not given["pin_pad"]:
        pin = _secret(given["pin_file"], given["pin_env"], "--pin-file", "cli-sign.ask-pin")
    return SigningKey.from_pkcs11(
        given["pkcs11"],
        token=given["token"],
        pin=pin,
        label=given["key_label"],
        key_id=_id(given["key_id"]),
        chain=tuple(der for path in given["chain"] for der in read_certificates(path)),
    )


def _flags(given: dict[str, Any], names: tuple[str, ...]) -> str:
    return ", ".join(f"--{name.replace('_', '-')}" for name in names if given[name])


def _id(written: str | None) -> bytes | None:
    """Read the id of a key, as other programs for tokens show it: hexadecimal, with or without colons."""
    if written is None:
        return None
    try:
        return bytes.fromhex(written.replace(":", ""))
    except ValueError:
        raise wrong_usage("key-id", text=written) from None


def _secret(file: str | None, variable: str, option: str, question: str) -> str:
    """Give a password or a PIN: from a file, else from the environment, else asked for where somebody can answer."""
    from edoc.signature.files import read_whole  # noqa: PLC0415 - only to sign

    if file is not None:
        lines = read_whole(file).decode("utf-8", "surrogateescape").splitlines()
        return lines[0] if lines else ""
    found = os.environ.get(variable)
    if found is not None:
        return found
    if not (sys.stdin.isatty() or sys.stderr.isatty()):
        raise wrong_usage("no-secret", variable=variable, option=option)
    asked: str = click.prompt(
        text(question, spoken_language()), hide_input=True, default="", show_default=False, err=True
    )
    return asked
