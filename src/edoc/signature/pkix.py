"""pyhanko-certvalidator behind a wall: paths, their rules, revocation; each question on its own.

certvalidator answers everything in one go and stops at the first thing that is wrong. A report needs all of it, so
each question is put separately: structure without looking at dates, revocation of each certificate by itself.
Dates and algorithms are compared by `edoc.signature.path`.

What certvalidator 0.33 gets wrong or leaves open, and what is done here (each pinned by a test):

* Path building takes exponential time on cross-certified authorities: the steps are counted, `PathBudgetError`.
* An OCSP response is not looked at unless the certificate names a responder: `verify_ocsp_response` is asked itself.
* A list says "not revoked" at the very second of the revocation, OCSP does not: a moment later is asked for.
* Lists of a trusted authority that is not self-signed cannot be used: their signature is checked here.
* The signatures of CRLs and OCSP responses are not held against the table of algorithms: `edoc.signature.revocation`.
* A list issued after a certificate expired counts as if it named it: likewise.
* Coroutines without anything to wait for are run without an event loop, so that callers may have one.
"""
# certvalidator stands on asn1crypto, which has no types; what leaves this module is typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false, reportPrivateUsage=false

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeVar

from cryptography.exceptions import InvalidSignature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator._state import ValProcState
from pyhanko_certvalidator.errors import (
    CRLNoMatchesError,
    CRLValidationIndeterminateError,
    OCSPNoMatchesError,
    OCSPValidationIndeterminateError,
    PathBuildingError,
    PathValidationError,
    RevokedError,
)
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import (
    NO_REVOCATION,
    AcceptAllAlgorithms,
    CertRevTrustPolicy,
    PKIXValidationParams,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)
from pyhanko_certvalidator.registry import CertificateRegistry, PathBuilder, SimpleTrustManager
from pyhanko_certvalidator.revinfo.validate_crl import verify_crl
from pyhanko_certvalidator.revinfo.validate_ocsp import verify_ocsp_response
from pyhanko_certvalidator.sig_validate import DefaultSignatureValidator
from pyhanko_certvalidator.util import ConsList
from pyhanko_certvalidator.validate import async_validate_path

from edoc.signature.asn1 import oddity
from edoc.signature.asn1_classes import make_ready

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable, Iterator, Sequence

    from edoc.signature.material import RevocationItem

__all__ = [
    "Fault",
    "Finding",
    "PathBudgetError",
    "PathRules",
    "Standing",
    "build_paths",
    "revocation_of",
    "structure_fault",
]

T = TypeVar("T")

make_ready("pyhanko_certvalidator")

# It writes tracebacks of ordinary failures at WARNING; reports say the same in words.
logging.getLogger("pyhanko_certvalidator").addHandler(logging.NullHandler())

#: Dates are compared elsewhere: a moment and a tolerance that leave no date outside, nor the calendar.
_SOME_MOMENT: Final = dt.datetime(5000, 1, 1, tzinfo=dt.UTC)
_WHATEVER_THE_DATE: Final = _SOME_MOMENT - dt.datetime.min.replace(tzinfo=dt.UTC)


class PathBudgetError(Exception):
    """Path building took more steps than it is worth; stays within this layer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathRules:
    """What is asked of the certificate policies of a path (RFC 5280, 6.1.1).

    Args:
        policies: Object identifiers of which one must hold; empty for any.
        explicit: Whether some policy must hold at all.
        no_mapping: Whether policies may not be mapped to others.
        no_any: Whether anyPolicy does not count.
    """

    policies: frozenset[str] = frozenset()
    explicit: bool = False
    no_mapping: bool = False
    no_any: bool = False

    def parameters(self) -> PKIXValidationParams:
        """Put them into certvalidator's terms."""
        return PKIXValidationParams(
            user_initial_policy_set=self.policies or frozenset({"any_policy"}),
            initial_explicit_policy=self.explicit,
            initial_policy_mapping_inhibit=self.no_mapping,
            initial_any_policy_inhibit=self.no_any,
        )


class Fault(Enum):
    """What is wrong with the structure of a path."""

    #: The issuer's key did not make the signature: another key under the same name.
    SIGNATURE = "signature"
    #: A rule of RFC 5280 is broken: not an authority, path too long, names, policies, critical extensions.
    RULE = "rule"


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that has nothing to wait for, with or without an event loop around it."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]  # what the coroutine returns
    raise AssertionError("certvalidator waits for something, though it was given all it needs")


class _CountedRegistry(CertificateRegistry):
    """Counts the steps of path building."""

    steps_left: int = 0

    def find_potential_issuers(self, cert: Any, trust_manager: Any) -> Iterator[Any]:
        """Give the possible issuers, as long as there are steps left."""
        self.steps_left -= 1
        if self.steps_left < 0:
            raise PathBudgetError
        return super().find_potential_issuers(cert, trust_manager)


def build_paths(
    leaf: Any, roots: Sequence[Any], others: Sequence[Any], *, steps: int, most: int
) -> tuple[ValidationPath, ...]:
    """Give the paths from a certificate to the roots, the builder's first ones first.

    Args:
        leaf: The certificate.
        roots: The trusted roots.
        others: Certificates that may stand between them.
        steps: How many steps the search may take.
        most: How many paths are wanted at most.

    Raises:
        PathBudgetError: The steps were used up before a single path was found.
    """
    registry = _CountedRegistry.build(others)
    manager = SimpleTrustManager.build(trust_roots=list(roots))
    for root in roots:
        registry.register(root)
    registry.steps_left = steps
    return run(_collect(PathBuilder(trust_manager=manager, registry=registry), leaf, most))


async def _collect(builder: PathBuilder, leaf: Any, most: int) -> tuple[ValidationPath, ...]:
    found: list[ValidationPath] = []
    try:
        async for path in builder.async_build_paths_lazy(leaf):
            found.append(path)
            if len(found) == most:
                break
    except PathBuildingError:
        pass
    except PathBudgetError:
        if not found:
            raise
    return tuple(found)


class _WatchedSignatures(DefaultSignatureValidator):
    """Remembers whether it was a signature that failed: the exception above it does not say so."""

    def __init__(self) -> None:
        self.failed = False

    def validate_signature(self, *args: Any, **kwargs: Any) -> None:
        """Validate, and remember."""
        try:
            super().validate_signature(*args, **kwargs)
        except InvalidSignature:
            self.failed = True
            raise
        except Exception as error:  # a key that cannot be used: as good as no signature
            self.failed = True
            raise InvalidSignature(str(error)) from error


def structure_fault(path: ValidationPath, rules: PathRules) -> tuple[Fault, str] | None:
    """Check signatures, names, constraints and policies of a path (RFC 5280, 6.1), whatever the dates.

    Args:
        path: The path.
        rules: What the caller asks of certificate policies.

    Returns:
        What is wrong and how certvalidator puts it; None for nothing.
    """
    odd = next(filter(None, (oddity(path[index]) for index in range(1, path.pkix_len + 1))), None)
    if odd is not None:
        return Fault.SIGNATURE, odd
    signatures = _WatchedSignatures()
    context = ValidationContext(
        trust_roots=[path.trust_anchor],
        moment=_SOME_MOMENT,
        time_tolerance=_WHATEVER_THE_DATE,
        revinfo_policy=CertRevTrustPolicy(NO_REVOCATION),
        algorithm_usage_policy=AcceptAllAlgorithms(),
        signature_validator=signatures,
    )
    try:
        run(async_validate_path(context, path, parameters=rules.parameters()))
    except PathValidationError as error:
        return (Fault.SIGNATURE if signatures.failed else Fault.RULE), error.failure_msg
    except Exception as error:  # noqa: BLE001 - an extension that certvalidator cannot take
        return Fault.RULE, f"{type(error).__name__}: {error}"
    return None


class Standing(Enum):
    """What is known of a certificate's revocation."""

    GOOD = "good"
    REVOKED = "revoked"
    #: Data of its issuer is there, but too old for the moment.
    STALE = "stale"
    #: Data of its issuer is there, but issued after the moment.
    TOO_NEW = "too_new"
    #: Data is there that cannot be used: wrong signature, other scope, status "unknown".
    UNUSABLE = "unusable"
    #: Nothing is there that is about it.
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the material says of one certificate.

    Args:
        standing: In one word.
        source: ``crl`` or ``ocsp``, whichever decided; None when there was nothing.
        revoked_at: Since when it is revoked.
        reason: Why it was revoked, in certvalidator's word.
        said: How certvalidator puts what is wrong.
    """

    standing: Standing
    source: str | None = None
    revoked_at: dt.datetime | None = None
    reason: str = ""
    said: str = ""


#: What is asked, and how far those who sign the answers are checked themselves: who signs a CRL by its own CRL;
#: a responder when its certificate says where (RFC 6960, 4.2.2.2.1).
_QUESTIONS: Final = (
    ("ocsp", verify_ocsp_response, RevocationCheckingRule.CHECK_IF_DECLARED),
    ("crl", verify_crl, RevocationCheckingRule.CRL_OR_OCSP_REQUIRED),
)


def revocation_of(
    path: ValidationPath,
    index: int,
    items: Iterable[RevocationItem],
    others: Sequence[Any],
    *,
    at: dt.datetime,
    retroactive: bool,
) -> Finding:
    """Say what is known of the certificate at *index* of a path, from OCSP and from CRLs.

    Args:
        path: The path; its structure is in order.
        index: 1 for the certificate below the root, and so on.
        items: CRLs and OCSP responses.
        others: Certificates that may have signed them.
        at: The moment of judgement.
        retroactive: Whether data issued after *at* says something about *at*: only if that is when it was signed.
    """
    certificate = path[index]
    known = tuple(items)
    findings: list[Finding] = []
    for source, ask, rule in _QUESTIONS:
        policy = CertRevTrustPolicy(RevocationCheckingPolicy(rule, rule), retroactive_revinfo=retroactive)
        context = _revocation_context(path, index, known, others, at, policy)
        state = ValProcState(cert_path_stack=ConsList.sing(path), init_index=index)
        findings.append(_asked(source, ask(certificate, path, context, proc_state=state)))
    order = (Standing.REVOKED, Standing.GOOD, Standing.STALE, Standing.TOO_NEW, Standing.UNUSABLE, Standing.NONE)
    return min(findings, key=lambda finding: order.index(finding.standing))


def _revocation_context(
    path: ValidationPath,
    index: int,
    items: tuple[RevocationItem, ...],
    others: Sequence[Any],
    at: dt.datetime,
    policy: CertRevTrustPolicy,
) -> ValidationContext:
    context = ValidationContext(
        trust_roots=[path.trust_anchor],
        other_certs=others,
        # a CRL counts what was revoked before the moment, and not at the moment
        moment=at + dt.timedelta(microseconds=1),
        crls=[item.parsed for item in items if item.kind == "crl"],
        ocsps=[item.parsed for item in items if item.kind == "ocsp"],
        revinfo_policy=policy,
        algorithm_usage_policy=AcceptAllAlgorithms(),
        signature_validator=_WatchedSignatures(),
    )
    root: Any = path.trust_anchor.authority
    _name_root_as_issuer(context, root.certificate, items)
    above = ValidationPath(path.trust_anchor, interm=[], leaf=None)
    for place in range(1, index):  # whoever stands above is taken as checked: each is asked about by itself
        above = above.copy_and_append(path[place])
        context.record_validation(path[place], above)  # type: ignore[no-untyped-call]  # certvalidator leaves it so
    return context


def _name_root_as_issuer(context: ValidationContext, root: Any, items: tuple[RevocationItem, ...]) -> None:
    """Say which lists a trusted authority signed that is not self-signed: certvalidator looks for one above it."""
    usage = root.key_usage_value
    if root.self_signed != "no" or (usage and "crl_sign" not in usage.native):
        return
    for item in items:
        if item.kind != "crl" or item.parsed.issuer != root.subject:
            continue
        try:
            _WatchedSignatures().validate_signature(
                item.parsed["signature"].native,
                item.parsed["tbs_cert_list"].dump(),
                root.public_key,
                item.parsed["signature_algorithm"],
            )
        except InvalidSignature:
            continue
        context.revinfo_manager.record_crl_issuer(item.parsed, root)  # type: ignore[no-untyped-call]  # as above


def _asked(source: str, question: Coroutine[Any, Any, None]) -> Finding:
    try:
        run(question)
    except RevokedError as error:
        return Finding(
            standing=Standing.REVOKED,
            source=source,
            revoked_at=error.revocation_dt,
            reason=str(error.reason.native),
        )
    except (OCSPNoMatchesError, CRLNoMatchesError):
        return Finding(standing=Standing.NONE)
    except (OCSPValidationIndeterminateError, CRLValidationIndeterminateError) as error:
        reasons = tuple(dict.fromkeys(str(failure[0]) for failure in error.failures))
        said = "; ".join(reasons)
        if error.suspect_stale is not None:
            standing = Standing.STALE
        elif reasons and all(reason.endswith("is too recent") for reason in reasons):
            standing = Standing.TOO_NEW
        else:
            standing = Standing.UNUSABLE
        return Finding(standing=standing, source=source, said=said)
    except Exception as error:  # noqa: BLE001 - its own errors, and what it cannot take (an unknown digest)
        return Finding(standing=Standing.UNUSABLE, source=source, said=str(error) or type(error).__name__)
    return Finding(standing=Standing.GOOD, source=source)
