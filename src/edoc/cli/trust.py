"""The options that say whom to trust, for every command that verifies signatures."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import click

from edoc.cli.common import moment_option
from edoc.cli.spoken import spoken_option
from edoc.signature.policy import PRESETS, RevocationMode
from edoc.signature.policy_files import load_policy

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

__all__ = ["policy_options"]

F = TypeVar("F", bound="Callable[..., Any]")

_OPTIONS: Final = (
    spoken_option("--trust", multiple=True, metavar="PATH", key="cli.trust"),
    spoken_option("--intermediates", multiple=True, metavar="PATH", key="cli.intermediates"),
    spoken_option("--crl", multiple=True, metavar="PATH", key="cli.crl"),
    spoken_option("--ocsp", multiple=True, metavar="PATH", key="cli.ocsp"),
    moment_option("cli.trust-at"),
    spoken_option(
        "--policy",
        type=click.Choice(list(PRESETS)),
        default="current",
        show_default=True,
        key="cli.policy",
    ),
    spoken_option(
        "--revocation",
        type=click.Choice([mode.value for mode in RevocationMode]),
        default="require",
        show_default=True,
        key="cli.revocation",
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
        files = {"trust": trust, "intermediates": intermediates, "crl": crl, "ocsp": ocsp}
        made = load_policy(**files, at=at, preset=policy, revocation=RevocationMode(revocation))
        return command(policy=made, **others)

    added: Any = with_policy
    for option in reversed(_OPTIONS):
        added = option(added)
    return cast("F", added)
