"""``edoc sign``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final, Literal

import click

from edoc.cli.common import language_option, read_moment
from edoc.cli.exit_codes import ExitCode
from edoc.cli.limits import limits_option
from edoc.cli.registers import put
from edoc.cli.signing_key import key_options
from edoc.cli.signing_pdf import pdf_options
from edoc.cli.spoken import SpokenCommand, spoken_option
from edoc.messages import dated, text, wrong_usage
from edoc.signature.moments import in_vietnam

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from edoc.cli.signing_pdf import Shown
    from edoc.limits import Limits
    from edoc.messages import Language
    from edoc.signature.keys import SigningKey
    from edoc.signature.stamping import TimeStamper

__all__ = ["command"]

_DIGESTS: Final = ("sha256", "sha384", "sha512")
#: ISO 32000-2, 7.5.2 and its readers: the header stands within the first kilobyte.
_HEAD: Final = 1024


@click.command("sign", cls=SpokenCommand, help_key="cli.sign")
@click.argument("file")
@spoken_option("-o", "--output", key="cli-sign.output", required=True, metavar="PATH")
@key_options
@spoken_option("--at", key="cli-sign.at", callback=read_moment, metavar="TIME")
@spoken_option("--tsa", key="cli-sign.tsa", metavar="URL")
@spoken_option("--part", "parts", key="cli-sign.part", multiple=True, metavar="ID")
@spoken_option("--digest", key="cli-sign.digest", type=click.Choice(_DIGESTS))
@spoken_option("--signing-time", key="cli-sign.signing-time", type=click.Choice(["property", "xades", "none"]))
@spoken_option("--replace", key="cli-sign.replace", is_flag=True)
@pdf_options
@spoken_option("--allow-expired", key="cli-sign.allow-expired", is_flag=True)
@spoken_option("--force", key="cli-sign.force", is_flag=True)
@limits_option
@language_option
def command(  # noqa: PLR0913 - the options of the command
    *,
    file: str,
    output: str,
    open_key: Callable[[], SigningKey],
    at: dt.datetime | None,
    tsa: str | None,
    parts: tuple[str, ...],
    digest: str | None,
    signing_time: Literal["property", "xades", "none"] | None,
    replace: bool,
    shown: Shown,
    allow_expired: bool,
    force: bool,
    limits: Limits,
    language: Language,
) -> ExitCode:
    """Sign a package or a PDF; the help stands in the catalogue."""
    source = sys.stdin.buffer.read() if file == "-" else file
    common: dict[str, Any] = {"at": at, "allow_expired": allow_expired, "time_stamper": _stamper(tsa), "limits": limits}
    if _is_pdf(source, limits):
        of_packages = {"--part": parts, "--digest": digest, "--signing-time": signing_time, "--replace": replace}
        _refuse([name for name, value in of_packages.items() if value], "PDF")
        told = _sign_pdf(source, output, shown, open_key, common | {"force": force}, language)
    else:
        _refuse(shown.flags, "edXML")
        how = {
            "parts": parts,
            "digest": digest or _DIGESTS[0],
            "signing_time": None if signing_time == "none" else signing_time or "property",
            "replace": replace,
        }
        told = _sign_package(source, output, open_key, common | how, force=force)
    click.echo(told)
    return ExitCode.OK


def _refuse(options: list[str] | tuple[str, ...], kind: str) -> None:
    if options:
        raise wrong_usage("not-for", options=", ".join(options), kind=kind)


def _is_pdf(source: str | bytes, limits: Limits) -> bool:
    from edoc._xml.source import open_source  # noqa: PLC0415 - only to sign

    opened = open_source(source, limits)
    try:
        return b"%PDF-" in opened.read_at(0, _HEAD)
    finally:
        opened.close()


def _stamper(url: str | None) -> TimeStamper | None:
    """Nothing is asked over the network unless an address is given."""
    if url is None:
        return None
    from edoc.signature.fetch_http import time_stamper_at  # noqa: PLC0415 - of an extra

    return time_stamper_at(url)


def _sign_package(
    source: str | bytes, output: str, open_key: Callable[[], SigningKey], how: dict[str, Any], *, force: bool
) -> str:
    from edoc.signature.signing import sign  # noqa: PLC0415 - only to sign

    with open_key() as key:
        package = sign(source, key=key, **how)
    with package:
        written = package.write(output, overwrite=force)
    return f"{written.path}: {written.size} bytes, SHA-256 {written.sha256}"


def _sign_pdf(
    source: str | bytes,
    output: str,
    shown: Shown,
    open_key: Callable[[], SigningKey],
    common: dict[str, Any],
    language: Language,
) -> str:
    from edoc.signature.pdf.sign import sign_pdf  # noqa: PLC0415 - only to sign

    force = common.pop("force")
    appearance = shown.appearance()
    with open_key() as key:
        signed = sign_pdf(source, key, appearance, **common, **shown.details)
    put(signed.data, output, force=force, is_text=False)
    where = text("cli-sign.unseen", language)
    if signed.box is not None:
        box = ",".join(f"{number:g}" for number in signed.box)
        where = text("cli-sign.seen", language, page=signed.page + 1, box=box)
    return text(
        "cli-sign.signed-pdf",
        language,
        path=output,
        field=signed.field,
        where=where,
        time=dated(in_vietnam(signed.signing_time.replace(microsecond=0))),
        proof=text("cli-sign.stamped" if signed.time_stamped else "cli-sign.claimed", language),
    )
