"""Every status sample in circulation, traced against its document: what comes of it stands here, written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

import edoc

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.shared

#: The documents that the samples answer: one id, 7816/VPCP-TTĐT, in several packages.
REAL, SDK = "real/all4u_builder_output_dc0bdef0", "sdk/e01_base"


class Sample(NamedTuple):
    """A status sample, its document, the recipient's state after it, and every problem."""

    name: str
    document: str
    state: str
    problems: str = ""


# The samples of the national SDK tell a time (2015 or 2018) before their documents (2019, 2015).
SAMPLES = (
    Sample("real/vpcp_status_01_builder", REAL, "ARRIVED", "before-the-document"),
    Sample("real/vpcp_status_01_inbox", REAL, "ARRIVED", "before-the-document"),
    Sample("real/vpcp_status_02_rejection", REAL, "REJECTED", "before-the-document"),
    Sample("real/vpcp_status_03_acceptance", REAL, "ACCEPTED", "before-the-document"),
    Sample("real/vpcp_status_04_assignment", REAL, "ASSIGNED", "before-the-document"),
    Sample("real/vpcp_status_05_processing", REAL, "PROCESSING", "before-the-document"),
    Sample("real/vpcp_status_06_finish", REAL, "SENT", "before-the-document not-allowed"),
    Sample("real/vpcp_status_15_change_acceptance", REAL, "SENT", "before-the-document no-request"),
    Sample("real/vpcp_status_16_change_rejection", REAL, "SENT", "before-the-document no-request"),
    Sample("sdk/status_01", SDK, "ARRIVED"),
    Sample("sdk/status_03", SDK, "ACCEPTED"),
    Sample("sdk/status_04", SDK, "ASSIGNED"),
    Sample("sdk/status_06", SDK, "SENT", "not-allowed"),
    Sample("sdk/status_14", SDK, "SENT", "unknown-code"),
    Sample("sdk/status_15", SDK, "SENT", "no-request"),
    Sample("sdk/status_m1_minimal", SDK, "SENT", "no-document"),
    Sample("sdk/status_m3_nfd", SDK, "SENT", "sub-unit"),
    Sample("sdk/status_m4_no_timestamp", SDK, "SENT", "missing-time unknown-code"),
)


def _read(shared: Path, name: str) -> edoc.DocumentPackage | edoc.StatusMessage:
    return edoc.read(shared / "samples" / f"{name}.edxml")


def _exchange(shared: Path, name: str) -> edoc.Exchange:
    document = _read(shared, name)
    assert isinstance(document, edoc.DocumentPackage)
    return edoc.Exchange.of(document)


def _problems(exchange: edoc.Exchange) -> list[str]:
    trace = exchange.trace()
    inner = (problem for receiver in trace.receivers for problem in receiver.problems)
    return [problem.code for problem in (*trace.problems, *inner)]


def test_no_status_sample_is_left_out(shared: Path) -> None:
    found = set()
    for path in (shared / "samples").rglob("*.edxml"):
        try:
            with edoc.peek(path) as peeked:
                is_status = peeked.kind == "status"
        except edoc.PackageError:
            continue
        if is_status and path.parent.name != "probes":
            found.add(f"{path.parent.name}/{path.stem}")

    assert found == {sample.name for sample in SAMPLES}


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])
def test_a_sample_alone_comes_to_what_is_written_here(sample: Sample, shared: Path) -> None:
    traced = _exchange(shared, sample.document).apply(_read(shared, sample.name))

    assert traced.receivers[0].state.value == sample.state
    assert all(receiver.state == "SENT" for receiver in traced.receivers[1:])
    assert _problems(traced) == sample.problems.split()
    assert len(traced.log) == 1


def test_all_samples_of_the_sdk_together(shared: Path) -> None:
    """They tell one time: the order of the table decides, and 06 may follow 04."""
    names = [sample.name for sample in SAMPLES if sample.document == SDK]

    traced = _exchange(shared, SDK).apply(*(_read(shared, name) for name in reversed(names)))

    assert [receiver.state.value for receiver in traced.receivers] == ["COMPLETED"]
    outcomes = [(record.event.code, record.outcome.value) for record in traced.receivers[0].history]
    assert outcomes == [
        ("01", "applied"),
        ("03", "applied"),
        ("04", "applied"),
        ("06", "applied"),
        ("15", "refused"),
        ("14", "refused"),
        ("00", "refused"),
    ]
    assert sorted(_problems(traced)) == [
        "missing-time",
        "no-document",
        "no-request",
        "sub-unit",
        "unknown-code",
        "unknown-code",
    ]


#: Packages of business, the document they are about, and what comes of them.
BUSINESS: tuple[tuple[str, str, list[str], list[str]], ...] = (
    # its ResponseFor names a document of another agency
    ("real/vpcp_edoc_revocation", REAL, ["SENT", "SENT", "SENT"], ["another-document"]),
    # its Bussiness/DocumentId names 7806/VPCP-TTĐT
    ("real/vpcp_edoc_update", REAL, ["SENT", "SENT", "SENT"], ["another-document"]),
    ("sdk/e31_revocation_documentid", SDK, ["RECALL_PENDING"], []),
    ("sdk/e30_revocation_responsefor", SDK, ["SENT"], ["another-document"]),
    ("sdk/e32_update_receivers", SDK, ["SENT"], ["another-document"]),
    ("sdk/e27_replacement_one", SDK, ["SENT"], ["another-document"]),
)


@pytest.mark.parametrize(("name", "document", "states", "problems"), BUSINESS, ids=[row[0] for row in BUSINESS])
def test_packages_of_business_find_their_document(
    name: str, document: str, states: list[str], problems: list[str], shared: Path
) -> None:
    traced = _exchange(shared, document).apply(_read(shared, name))

    assert [receiver.state.value for receiver in traced.receivers] == states
    assert _problems(traced) == problems


def test_a_document_to_both_codes_of_one_agency_has_one_recipient(shared: Path) -> None:
    exchange = _exchange(shared, "sdk/e38_enterprise_ids")

    assert [receiver.organ_id for receiver in exchange.receivers] == ["G12"]
    assert _problems(exchange) == ["recipient-twice"]
