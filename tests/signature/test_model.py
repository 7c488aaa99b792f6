"""The result model: the JSON of the contract, frozen, in two languages."""

from __future__ import annotations

import datetime as dt

import pytest

import edoc
from edoc.errors import FieldError, UsageError
from edoc.law import clause
from edoc.messages import LANGUAGES
from edoc.signature.check import Check, Outcome
from edoc.signature.indication import Indication, SubIndication, worst
from edoc.signature.model import Role, SignatureResult, VerificationResult
from edoc.signature.policy import PRESETS, RevocationMode, VerificationPolicy
from edoc.signature.said import Said, in_language

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=edoc.VIETNAM)


def row() -> Check:
    return Check.row(
        "integrity",
        (clause("tt-41-2017", "7.1"), clause("tt-15-2025", "Phụ lục II")),
        Outcome.FAILED,
        Said.of("signature.outcome-failed"),
        remedy=Said.of("signature.outcome-not_run"),
    )


def result() -> VerificationResult:
    signature = SignatureResult(
        location="envelope",
        format="xmldsig",
        role=Role.PERSONAL,
        indication=Indication.TOTAL_FAILED,
        sub_indication=SubIndication.HASH_FAILURE,
        signing_time=NOON,
        checks=(row(),),
    )
    return VerificationResult(indication=Indication.TOTAL_FAILED, signatures=(signature,))


def test_the_json_is_that_of_the_contract() -> None:
    json = result().to_json_dict()
    assert json["schema"] == "edoc/verify/1"
    assert json["indication"] == "TOTAL_FAILED"
    (signature,) = json["signatures"]
    assert (signature["location"], signature["format"], signature["role"]) == ("envelope", "xmldsig", "personal")
    assert (signature["indication"], signature["sub_indication"]) == ("TOTAL_FAILED", "HASH_FAILURE")
    assert signature["signing_time"] == "2026-11-22T12:00:00+07:00"
    assert isinstance(signature["signer"], dict)
    (check,) = signature["checks"]
    assert check["id"] == "integrity"
    assert check["clause"] == "Circular 41/2017/TT-BTTTT, Article 7.1; Circular 15/2025/TT-BKHCN, Annex II"
    assert (check["outcome"], check["message"]) == ("failed", "failed")


def test_a_result_survives_its_json() -> None:
    json = result().model_dump_json(by_alias=True)
    assert VerificationResult.model_validate_json(json) == result()


def test_a_result_is_frozen() -> None:
    with pytest.raises(FieldError, match="frozen"):
        result().indication = Indication.TOTAL_PASSED  # type: ignore[misc]  # the refusal is the test


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_result_is_told_in_either_language(language: str) -> None:
    told = in_language(result(), language)  # type: ignore[arg-type]  # the type of a parameter
    (check,) = told.signatures[0].checks
    assert check.message == {"vi": "không đạt", "en": "failed"}[language]
    assert check.remedy is not None
    assert check.remedy.message == {"vi": "chưa kiểm tra được", "en": "could not be checked"}[language]
    assert check.clause.startswith({"vi": "Thông tư 41/2017/TT-BTTTT, Điều 7.1", "en": "Circular"}[language])
    assert in_language(told, "en") == result()


def test_sentences_and_rows_can_be_kept_in_sets() -> None:
    assert len({row(), row(), Said.of("signature.outcome-failed"), Said.of("signature.outcome-failed")}) == 2


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        ([], "NO_SIGNATURE"),
        (["TOTAL_PASSED"], "TOTAL_PASSED"),
        (["TOTAL_PASSED", "INDETERMINATE"], "INDETERMINATE"),
        (["INDETERMINATE", "TOTAL_FAILED", "TOTAL_PASSED"], "TOTAL_FAILED"),
    ],
)
def test_the_worst_signature_counts(given: list[str], counts: str) -> None:
    assert worst(Indication(name) for name in given) == counts


def test_there_are_the_25_sub_indications_of_en_319_102_1() -> None:
    assert len(SubIndication) == 25
    assert all(entry.value == entry.name for entry in (*SubIndication, *Indication))


def test_a_policy_trusts_nobody_and_asks_nobody_unless_told() -> None:
    policy = VerificationPolicy()
    assert (policy.trust, policy.fetcher, policy.revocation) == (None, None, RevocationMode.REQUIRE)
    assert policy.rules is PRESETS["current"]


def test_a_moment_needs_a_time_zone() -> None:
    with pytest.raises(UsageError, match="time zone"):
        VerificationPolicy(at=dt.datetime(2026, 11, 22))  # noqa: DTZ001 - the refusal is the test


def test_a_preset_that_is_not_there_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="no such preset: 'lenient'; there are current"):
        VerificationPolicy(preset="lenient")  # type: ignore[arg-type]  # the refusal is the test


def test_the_moment_is_set_once() -> None:
    later = NOON + dt.timedelta(days=1)
    with pytest.raises(UsageError, match="at is not set"):
        VerificationPolicy().moment  # noqa: B018 - asking is the test
    assert VerificationPolicy().at_moment(NOON).moment == NOON
    assert VerificationPolicy(at=NOON).at_moment(later).moment == NOON
