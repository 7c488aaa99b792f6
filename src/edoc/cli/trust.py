"""The options that say whom to trust, for every command that verifies signatures."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import click

from edoc.cli.common import moment_option
from edoc.signature.policy import PRESETS, RevocationMode, VerificationPolicy

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

__all__ = ["policy_options"]

F = TypeVar("F", bound="Callable[..., Any]")

_OPTIONS: Final = (
    click.option("--trust", multiple=True, metavar="PATH", help="Roots to trust: files or folders (PEM, DER, p7b)."),
    click.option("--intermediates", multiple=True, metavar="PATH", help="Certificates below the roots; not trusted."),
    click.option("--crl", multiple=True, metavar="PATH", help="Certificate revocation lists."),
    click.option("--ocsp", multiple=True, metavar="PATH", help="OCSP responses."),
    moment_option("The moment to judge signatures for; now unless given."),
    click.option(
        "--policy",
        type=click.Choice(list(PRESETS)),
        default="current",
        show_default=True,
        help="Signatures by the law of today, as the circular judged, or as archives have to.",
    ),
    click.option(
        "--revocation",
        type=click.Choice([mode.value for mode in RevocationMode]),
        default="require",
        show_default=True,
        help="What missing CRL and OCSP data means.",
    ),
)


def policy_options(command: F) -> F:
    """Add the options of a policy; the command gets them as one `edoc.VerificationPolicy` named ``policy``."""

    @wraps(command)
    def with_policy(  # noqa: PLR0913 - the options above
        *,
        trust: tuple[str, ...],
        intermediates: tuple[str, ...],
        crl: tuple[str, ...],
        ocsp: tuple[str, ...],
        at: dt.datetime | None,
        policy: str,
        revocation: str,
        **others: object,
    ) -> object:
        material = _material(trust, intermediates, crl, ocsp) if trust or intermediates or crl or ocsp else {}
        made = VerificationPolicy(at=at, preset=cast("Any", policy), revocation=RevocationMode(revocation), **material)
        return command(policy=made, **others)

    added: Any = with_policy
    for option in reversed(_OPTIONS):
        added = option(added)
    return cast("F", added)


def _material(
    trust: tuple[str, ...], intermediates: tuple[str, ...], crl: tuple[str, ...], ocsp: tuple[str, ...]
) -> dict[str, Any]:
    """Read the files."""
    from edoc.signature.certificate_file import read_certificates  # noqa: PLC0415 - cryptography: only for who asks
    from edoc.signature.revocation_file import read_crls, read_ocsps  # noqa: PLC0415 - likewise
    from edoc.signature.trust import TrustStore  # noqa: PLC0415 - likewise

    return {
        "trust": TrustStore.load(*trust) if trust else None,
        "intermediates": tuple(der for path in intermediates for der in read_certificates(path)),
        "crls": tuple(der for path in crl for der in read_crls(path)),
        "ocsps": tuple(der for path in ocsp for der in read_ocsps(path)),
    }
