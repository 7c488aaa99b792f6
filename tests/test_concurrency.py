"""Many threads at once, and asyncio: every one gets what it would have got alone."""

from __future__ import annotations

import asyncio
import hashlib
import sys
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import TYPE_CHECKING

import pytest

import edoc
from edoc.edxml.attachment import Attachment
from edoc.signature.trust import TrustStore
from edoc.status import Exchange
from edoc.testing import sample_package, sample_status
from edoc.testing.files import sample_pdf
from edoc.testing.pki import DEMO_MOMENT, DemoPki

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

THREADS = 8
ROUNDS = 40


@pytest.fixture(autouse=True)
def frequent_switches() -> Iterator[None]:
    """Let threads take turns as often as the interpreter can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.fixture(scope="module")
def content() -> bytes:
    return Random(3).randbytes(300_000)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> Path:
    """A package that is large enough to be read by cutting the base64 out."""
    made = tmp_path_factory.mktemp("shared") / "a.edxml"
    attached = [Attachment.of(content, name="scan.pdf"), Attachment.of(b"text" * 5000, name="ghi-chu.txt")]
    sample_package(1, attachments=attached).write(made)
    return made


@pytest.fixture(scope="module")
def pki() -> DemoPki:
    return DemoPki(keys="ec")


@pytest.fixture(scope="module")
def trusting(pki: DemoPki) -> edoc.VerificationPolicy:
    return edoc.VerificationPolicy(
        trust=TrustStore.load(pki.root.der), at=DEMO_MOMENT, intermediates=pki.intermediates, crls=pki.crls
    )


def at_once(work: Callable[[int], object]) -> list[object]:
    """Do the same many times from many threads."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, range(ROUNDS)))


def test_one_package_is_read_from_many_threads(path: Path, content: bytes) -> None:
    with edoc.read(path) as package:
        first, second = package.attachments

        def work(number: int) -> object:
            if number % 3 == 0:
                return hashlib.sha256(first.read()).hexdigest() == hashlib.sha256(content).hexdigest()
            if number % 3 == 1:
                with first.open() as stream:
                    stream.seek(number * 1000)
                    return stream.read(500) == content[number * 1000 : number * 1000 + 500]
            return second.read() == b"text" * 5000 and second.size == 20_000

        assert set(at_once(work)) == {True}


def test_packages_are_read_judged_and_written_at_the_same_time(path: Path, tmp_path: Path) -> None:
    data = path.read_bytes()
    alone = edoc.validate(path).model_copy(update={"path": None})

    def work(number: int) -> object:
        with edoc.read(path) as package:
            written = package.write(tmp_path / f"{number}.edxml")
        assert (tmp_path / f"{number}.edxml").read_bytes() == data
        return edoc.validate(data) == alone, written.sha256

    assert len(set(at_once(work))) == 1


def test_signatures_are_verified_at_the_same_time(pki: DemoPki, trusting: edoc.VerificationPolicy) -> None:
    signed = edoc.sign(
        sample_package(1), key=pki.agency.key, certificate=pki.agency.certificate, at=DEMO_MOMENT
    ).to_bytes()
    alone = edoc.verify(signed, policy=trusting)

    def work(number: int) -> object:
        changed = signed.replace(b"Subject>", b"Subject> ", 1) if number % 2 else signed
        return edoc.verify(changed, policy=trusting).indication

    found = at_once(work)
    assert set(found[::2]) == {alone.indication}
    assert set(found[1::2]) == {edoc.Indication.TOTAL_FAILED}


@pytest.fixture(scope="module")
def with_signed_pdf(pki: DemoPki) -> bytes:
    """A package that the agency signed, with a PDF that the leader signed."""
    leader = edoc.SigningKey.of(pki.leader.key, pki.leader.certificate, (pki.sub.certificate,))
    signed = edoc.sign_pdf(sample_pdf(), leader, at=DEMO_MOMENT).data
    package = sample_package(1, attachments=[Attachment.of(signed, name="cong-van.pdf")])
    agency = pki.agency
    return edoc.sign(package, key=agency.key, certificate=agency.certificate, at=DEMO_MOMENT).to_bytes()


def test_attachments_are_verified_at_the_same_time_with_one_policy(
    with_signed_pdf: bytes, trusting: edoc.VerificationPolicy
) -> None:
    """Each signature of an attachment is looked at in a thread of its own, whoever asks."""
    alone = edoc.verify(with_signed_pdf, policy=trusting)
    assert [found.indication for found in alone.signatures] == [edoc.Indication.TOTAL_PASSED] * 2

    def work(number: int) -> object:
        found = edoc.verify(with_signed_pdf, policy=trusting)
        return found.model_copy(update={"checked_at": alone.checked_at}) == alone

    assert set(at_once(work)) == {True}


def test_verification_may_be_awaited(with_signed_pdf: bytes, trusting: edoc.VerificationPolicy) -> None:
    """In the thread of a running event loop, and from it in others at the same time."""

    async def main() -> set[edoc.Indication]:
        here = edoc.verify(with_signed_pdf, policy=trusting)
        there = await asyncio.gather(
            *(asyncio.to_thread(edoc.verify, with_signed_pdf, policy=trusting) for _ in range(THREADS))
        )
        return {found.indication for result in (here, *there) for found in result.signatures}

    assert asyncio.run(main()) == {edoc.Indication.TOTAL_PASSED}


def test_faulty_packages_are_explained_at_the_same_time() -> None:
    """The explanations come from one schema that all threads share."""
    good = sample_package(1).to_bytes()
    faulty = [
        good.replace(b"<Subject>", b"<Foo/><Subject>", 1),
        good.replace(b"<Subject>", b"<Subject><Bar/>", 1),
        good.replace(b"edXMLHeader>", b"edXMLHead>"),
        good,
    ]
    alone = [edoc.validate(data) for data in faulty]
    assert len({len(result.findings) for result in alone}) > 1

    def work(number: int) -> object:
        return edoc.validate(faulty[number % 4]) == alone[number % 4]

    assert set(at_once(work)) == {True}


def test_one_exchange_is_folded_in_many_threads() -> None:
    package = sample_package(1)
    messages = [sample_status(number, code, about=package) for number, code in enumerate(("01", "03", "04", "06"))]
    alone = Exchange.of(package).apply(*messages)

    def work(number: int) -> object:
        return Exchange.of(package).apply(*Random(number).sample(messages, len(messages))) == alone

    assert set(at_once(work)) == {True}


def test_everything_works_inside_a_running_event_loop(path: Path) -> None:
    """Nothing of edoc starts a loop of its own in the thread that already runs one."""

    async def main() -> list[object]:
        here = (edoc.validate(path).verdict, edoc.verify(path).indication)
        there = await asyncio.gather(*(asyncio.to_thread(edoc.verify, path) for _ in range(4)))
        return [*here, *(result.indication for result in there)]

    verdict, *indications = asyncio.run(main())
    assert verdict is edoc.Verdict.CONFORMANT
    assert set(indications) == {edoc.verify(path).indication}
