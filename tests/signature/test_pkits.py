"""The NIST PKITS suite, every case, through our chain API."""

from __future__ import annotations

import datetime as dt
import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from edoc.signature.algorithms import AlgorithmRule, algorithm_policy
from edoc.signature.path import PathCase, PathRules, Purpose, validate_path
from edoc.signature.policy import RevocationMode, VerificationPolicy
from edoc.signature.trust import TrustStore

if TYPE_CHECKING:
    from pathlib import Path

    from edoc.signature.facts import PathResult

pytestmark = pytest.mark.shared
MOMENT = dt.datetime(2022, 5, 1, tzinfo=dt.UTC)
#: SHA-1 and DSA of any size, as the suite of 2011 needs: one of its keys inherits its parameters.
ALGORITHMS = replace(
    algorithm_policy("archive"),
    rules=(*algorithm_policy("archive").rules, AlgorithmRule(key="dsa")),
)


def judged(folder: Path, case: dict[str, Any]) -> PathResult:
    params = case.get("params", {})
    certificates = folder / "certs"
    crls = ["TrustAnchorRootCRL.crl", *case.get("crls", [])]
    policy = VerificationPolicy(
        trust=TrustStore.load(certificates / "TrustAnchorRootCertificate.crt"),
        crls=tuple((folder / "crls" / name).read_bytes() for name in crls),
        revocation=RevocationMode.REQUIRE if case.get("revocation", True) else RevocationMode.IF_AVAILABLE,
        algorithms=ALGORITHMS,
    )
    rules = PathRules(
        policies=frozenset(params.get("user_initial_policy_set", ())),
        explicit=params.get("initial_explicit_policy", False),
        no_mapping=params.get("initial_policy_mapping_inhibit", False),
        no_any=params.get("initial_any_policy_inhibit", False),
    )
    others = [*case.get("other_certs", []), *case.get("path_intermediates", [])]
    return validate_path(
        (certificates / case["cert"]).read_bytes(),
        others=[(certificates / name).read_bytes() for name in others],
        at=MOMENT,
        policy=policy,
        case=PathCase(purpose=Purpose.ANY, rules=rules),
    )


def test_all_246_cases_come_out_as_declared_within_seconds(shared: Path) -> None:
    folder = shared / "vectors" / "nist-pkits"
    cases = json.loads((folder / "pkits.json").read_text("utf-8"))
    started = time.process_time()
    results = {f"{case['id']} {case['name']}": (judged(folder, case), case) for case in cases}
    spent = time.process_time() - started
    wrong = {
        name: result.failure and result.failure.said.message
        for name, (result, case) in results.items()
        if (result.failure is None) == ("error" in case)
    }

    assert len(cases) == 246
    assert wrong == {}
    assert spent < 30
