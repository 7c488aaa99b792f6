"""``edoc demo-pki``."""

from __future__ import annotations

import datetime as dt
import shlex
from typing import TYPE_CHECKING, Literal, cast

import click

from edoc.cli.common import language_option
from edoc.cli.exit_codes import ExitCode
from edoc.cli.spoken import SpokenCommand, spoken_option
from edoc.edxml.scalars import VIETNAM
from edoc.messages import text

if TYPE_CHECKING:
    from edoc.messages import Language

__all__ = ["command"]


@click.command("demo-pki", cls=SpokenCommand, help_key="cli.demo-pki")
@click.argument("folder", metavar="DIR")
@spoken_option("--keys", type=click.Choice(["rsa", "ec"]), default="rsa", show_default=True, key="cli.demo-pki-keys")
@language_option
def command(folder: str, keys: str, language: Language) -> ExitCode:
    """Write an offline PKI into DIR, to sign and verify with at once: signers good and bad, CRLs, OCSP responses."""
    from edoc.testing.pki import DemoPki  # noqa: PLC0415 - 100 ms of cryptography that other commands do not pay
    from edoc.testing.pki_folder import PASSWORD, write_demo_pki  # noqa: PLC0415 - likewise

    pki = DemoPki(at=dt.datetime.now(VIETNAM), keys=cast("Literal['rsa', 'ec']", keys))
    written = write_demo_pki(folder, pki)
    click.echo(text("certificate.demo-written", language, count=len(written), folder=folder, password=PASSWORD))
    click.echo(f"  edoc cert {shlex.quote(f'{folder}/signers/leader.crt')}")
    return ExitCode.OK
