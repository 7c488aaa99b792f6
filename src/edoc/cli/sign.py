"""``edoc sign``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from edoc.cli.common import language_option, source_of
from edoc.cli.exit_codes import ExitCode
from edoc.signature.keys import SigningKey
from edoc.signature.signing import sign

if TYPE_CHECKING:
    from edoc.messages import Language

__all__ = ["command"]


@click.command("sign")
@click.argument("file")
@click.option("-o", "--output", required=True, metavar="PATH", help="Where the signed package goes.")
@click.option("--p12", required=True, metavar="PATH", help="Key and certificates, PKCS #12 (.p12, .pfx).")
@click.option(
    "--password-env",
    default="EDOC_P12_PASSWORD",
    show_default=True,
    help="The variable that holds the password; asked for on a terminal if it is not set.",
)
@click.option("--part", "parts", multiple=True, metavar="ID", help="Sign this element instead of the whole package.")
@click.option(
    "--digest",
    type=click.Choice(["sha256", "sha384", "sha512"]),
    default="sha256",
    show_default=True,
    help="What is hashed with.",
)
@click.option("--replace", is_flag=True, help="Put the signature in the place of one that is there.")
@click.option("--allow-expired", is_flag=True, help="Take a certificate outside its validity.")
@click.option("--force", is_flag=True, help="Replace the output if it exists.")
@language_option
def command(  # noqa: PLR0913 - the options of the command
    file: str,
    output: str,
    p12: str,
    password_env: str,
    parts: tuple[str, ...],
    digest: str,
    *,
    replace: bool,
    allow_expired: bool,
    force: bool,
    language: Language,  # noqa: ARG001 - every command takes it
) -> ExitCode:
    """Sign the envelope of a package; every other byte stays what it was."""
    password = os.environ.get(password_env)
    if password is None:
        password = click.prompt("PKCS #12", hide_input=True, default="", show_default=False, err=True)
    with SigningKey.from_pkcs12(p12, password or None) as key:
        package = sign(
            source_of(file), key=key, parts=parts, digest=digest, replace=replace, allow_expired=allow_expired
        )
    with package:
        written = package.write(output, overwrite=force)
    click.echo(f"{written.path}: {written.size} bytes, SHA-256 {written.sha256}")
    return ExitCode.OK
