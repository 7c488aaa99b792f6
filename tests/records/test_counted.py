"""Which signatures count in the figures, and what was in time."""

from __future__ import annotations

import datetime as dt

import pytest

import edoc
from edoc.records import Direction, Signing, Timeliness, signing_of, timeliness_of
from edoc.signature.indication import Indication
from edoc.signature.model import Role, SignatureResult, VerificationResult
from edoc.status import Exchange
from edoc.testing import sample_package

PASSED, FAILED, OPEN = Indication.TOTAL_PASSED, Indication.TOTAL_FAILED, Indication.INDETERMINATE


@pytest.mark.parametrize(
    ("found", "signing"),
    [
        ((), Signing.UNSIGNED),
        (((Role.PERSONAL, PASSED), (Role.ORGANISATION, PASSED)), Signing.BOTH),
        (((Role.PERSONAL, PASSED), (Role.ORGANISATION, OPEN)), Signing.BOTH),
        (((Role.ORGANISATION, PASSED),), Signing.ORGANISATION),
        (((Role.PERSONAL, PASSED), (Role.ORGANISATION, FAILED)), Signing.PERSONAL),
        (((Role.UNKNOWN, OPEN),), Signing.OTHER),
        (((Role.PERSONAL, FAILED),), Signing.INVALID),
    ],
)
def test_signatures_that_did_not_fail_count_by_whose_they_are(
    found: tuple[tuple[Role, Indication], ...], signing: Signing
) -> None:
    results = tuple(
        SignatureResult(location="envelope", format="xmldsig", role=role, indication=said) for role, said in found
    )
    assert signing_of(VerificationResult(indication=PASSED, signatures=results)) is signing


class TestTimeliness:
    """The sender answers for sending, a recipient for what follows."""

    PACKAGE = sample_package(1)
    SENDER = str(PACKAGE.header.sender.organ_id) if PACKAGE.header.sender else ""
    RECIPIENT = str(PACKAGE.header.recipients[0].organ_id)
    #: A Monday without anything special about it.
    MONDAY = dt.datetime(2026, 3, 2, 8, tzinfo=edoc.VIETNAM)

    def said(
        self,
        *reports: tuple[str, int],
        hours: int,
        signed: int | None = None,
        direction: Direction = Direction.INCOMING,
    ) -> Timeliness:
        """Give what is said some hours after Monday 08:00, when the recipient reported codes at hours."""
        package = self.PACKAGE.with_header(promulgation_info={"promulgation_date": "2026-03-02"}).model_copy(
            update={"trace_header_list": {"trace_headers": [{"organ_id": self.SENDER, "timestamp": self.MONDAY}]}}
        )
        signed_at = None if signed is None else self.MONDAY + dt.timedelta(hours=signed)
        exchange = Exchange.of(package, signed_at=signed_at)
        for code, at in reports:
            exchange = exchange.apply(
                exchange.status_for(
                    code, self.RECIPIENT, at=self.MONDAY + dt.timedelta(hours=at), reason="Lý do thử nghiệm"
                )
            )
        report = exchange.deadlines(self.MONDAY + dt.timedelta(hours=hours), profile="decree-30-2020")
        return timeliness_of(report, self.SENDER if direction is Direction.OUTGOING else self.RECIPIENT, direction)

    def test_what_was_assigned_within_the_day_is_in_time(self) -> None:
        assert self.said(("01", 0), ("03", 1), ("04", 2), hours=100) is Timeliness.ON_TIME

    def test_what_nobody_assigned_by_the_next_working_day_is_late(self) -> None:
        assert self.said(("01", 0), ("03", 1), hours=100) is Timeliness.LATE

    def test_what_has_time_left_is_open(self) -> None:
        assert self.said(("01", 0), hours=1) is Timeliness.OPEN

    def test_what_never_arrived_is_not_known(self) -> None:
        assert self.said(hours=100) is Timeliness.UNKNOWN

    @pytest.mark.parametrize(
        ("signed", "timeliness"), [(-1, Timeliness.ON_TIME), (-24 * 7, Timeliness.LATE), (None, Timeliness.UNKNOWN)]
    )
    def test_the_sender_answers_for_sending_after_signing(self, signed: int | None, timeliness: Timeliness) -> None:
        assert self.said(hours=1, signed=signed, direction=Direction.OUTGOING) is timeliness
