"""One budget for all of a verification: what is left of the time, and what is said when nothing is."""

from __future__ import annotations

from itertools import count
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from signed_packages import policy_of, signed_by
from xml_signatures import check_bytes, filled, package_with, signature

import edoc
from edoc import Attachment, Indication, Limits
from edoc.signature.budget import Budget
from edoc.signature.deadline import OvertimeError
from edoc.testing import sample_package
from edoc.testing.files import zip_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from edoc.testing.pki import DemoPki


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let the time of a verification be over after so many looks at the clock."""

    def runs_out(looks: int) -> None:
        ticks = count()
        fake = SimpleNamespace(monotonic=lambda: 0.0 if next(ticks) <= looks else 10_000.0)
        monkeypatch.setattr("edoc.signature.budget.time", fake)

    return runs_out


def limits_told(result: edoc.VerificationResult) -> list[str]:
    told = [*result.not_run, *(entry.reason for entry in result.signatures if entry.reason)]
    return [said.params["limit"] for said in told if "limit" in said.params]


def test_work_has_the_time_of_one_signature_or_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[float] = []

    def run(seconds: float, work: Callable[[], int]) -> int:
        given.append(seconds)
        return work()

    monkeypatch.setattr("edoc.signature.guarded.run_within", run)
    budget = Budget(Limits(signature_seconds=5, seconds=1000))
    assert budget.tried(lambda: 1) == (1, None)
    assert budget.tried(lambda: 2, waiting=True) == (2, None)
    assert Budget(Limits(signature_seconds=5, seconds=3)).tried(lambda: 3) == (3, None)
    assert given[0] == 5
    assert 900 < given[1] <= 1000
    assert 0 < given[2] <= 3


def test_without_time_nothing_is_begun(clock: Callable[[int], None]) -> None:
    clock(0)
    budget = Budget()
    result, failure = budget.tried(lambda: pytest.fail("it was begun"))
    assert result is None
    assert failure is not None
    assert failure.said.params["limit"] == "seconds"


@pytest.mark.parametrize("looks", range(12))
def test_whenever_the_time_is_over_the_limit_is_told_and_nothing_passes(
    looks: int, clock: Callable[[int], None], pki: DemoPki
) -> None:
    archive = zip_of({"a.txt": b"a", "b.txt": b"b"})
    source = sample_package(1).with_attachments([Attachment.of(archive, name="a.zip", content_id="a@mau.vn")])
    data = signed_by(pki.leader, source, at=pki.at)
    full = edoc.verify(data, policy=policy_of(pki, intermediates=pki.intermediates))
    assert full.indication is Indication.TOTAL_PASSED
    clock(looks)
    result = edoc.verify(data, policy=policy_of(pki, intermediates=pki.intermediates))
    if limits_told(result):
        assert result.indication is Indication.INDETERMINATE
    else:
        assert result.indication is Indication.TOTAL_PASSED


def test_the_time_may_be_over_between_two_entries_of_an_archive(clock: Callable[[int], None]) -> None:
    archive = zip_of({"a.txt": b"a", "b.txt": b"b"})
    data = sample_package(1).with_attachments([Attachment.of(archive, name="a.zip", content_id="a@mau.vn")]).to_bytes()
    told: set[str] = set()
    for looks in range(12):
        clock(looks)
        told |= {said.params["where"] for said in edoc.verify(data).not_run}
    assert {"attachment:a@mau.vn", "attachment:a@mau.vn/a.txt", "attachment:a@mau.vn/b.txt"} <= told


def test_references_are_no_longer_followed_when_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    data = filled(package_with(signature()))
    assert check_bytes(data).failure is None
    monkeypatch.setattr(Budget, "left", property(lambda _: 0.0))
    failure = check_bytes(data).failure
    assert failure is not None
    assert (failure.indication.value, failure.said.params["limit"]) == ("INDETERMINATE", "seconds")


def test_a_signature_whose_path_takes_too_long_keeps_what_is_known(
    monkeypatch: pytest.MonkeyPatch, pki: DemoPki
) -> None:
    data = signed_by(pki.leader, at=pki.at)

    def overtime(*_: object, **__: object) -> None:
        raise OvertimeError

    monkeypatch.setattr("edoc.signature.judge.validate_path", overtime)
    (entry,) = edoc.verify(data, policy=policy_of(pki)).signatures
    assert entry.indication is Indication.INDETERMINATE
    assert entry.reason is not None
    assert entry.reason.params["limit"] == "signature_seconds"
    assert entry.integrity.digests[0].matches
