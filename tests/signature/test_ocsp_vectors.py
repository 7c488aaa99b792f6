"""OpenSSL's OCSP vectors through our chain API."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

from edoc.signature.algorithms import algorithm_policy
from edoc.signature.certificate_file import read_certificates
from edoc.signature.path import PathCase, Purpose, validate_path
from edoc.signature.policy import VerificationPolicy
from edoc.signature.revocation_file import read_ocsps
from edoc.signature.trust import TrustStore

if TYPE_CHECKING:
    from pathlib import Path

    from edoc.signature.facts import PathResult

pytestmark = pytest.mark.shared
NOT_REVOKED = "chain.not-revoked"


def judged(folder: Path, case: dict[str, Any]) -> PathResult:
    others = [der for name in case.get("other_certs", []) for der in read_certificates(folder / name)]
    policy = VerificationPolicy(
        trust=TrustStore.load(folder / case["root"]),
        ocsps=tuple(der for name in case["ocsps"] for der in read_ocsps(folder / name)),
        algorithms=algorithm_policy("archive"),
    )
    return validate_path(
        read_certificates(folder / case["cert"])[0],
        others=others,
        at=dt.datetime.fromisoformat(case["moment"]),
        policy=policy,
        case=PathCase(purpose=Purpose.ANY),
    )


def test_all_vectors_come_out_as_declared(shared: Path) -> None:
    folder = shared / "vectors" / "pyhanko-ocsp"
    cases = json.loads((folder / "openssl-ocsp.json").read_text("utf-8"))
    wrong: dict[str, tuple[str, ...]] = {}
    for case in cases:
        signer, *above = judged(folder, case).revocations
        keys = tuple(axis.reason.key for axis in (signer, *above) if axis.reason is not None)
        declared = case.get("error", {}).get("class")
        expected = {
            # the suite hands out nothing about some authorities, and does not ask about them
            None: keys[0] == NOT_REVOKED and set(keys[1:]) <= {NOT_REVOKED, "chain.revocation-none"},
            "InsufficientRevinfoError": "chain.revocation-unusable" in keys,
            "StaleRevinfoError": "chain.revocation-stale" in keys,
        }
        if not expected[declared]:
            wrong[case["name"]] = keys

    assert len(cases) == 29
    assert wrong == {}
