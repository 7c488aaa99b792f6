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


def test_signatures_are_verified_at_the_same_time() -> None:
    pki = DemoPki(keys="ec")
    signed = edoc.sign(
        sample_package(1), key=pki.agency.key, certificate=pki.agency.certificate, at=DEMO_MOMENT
    ).to_bytes()
    policy = edoc.VerificationPolicy(
        trust=TrustStore.load(pki.root.der), at=DEMO_MOMENT, intermediates=pki.intermediates, crls=pki.crls
    )
    alone = edoc.verify(signed, policy=policy)

    def work(number: int) -> object:
        changed = signed.replace(b"Subject>", b"Subject> ", 1) if number % 2 else signed
        return edoc.verify(changed, policy=policy).indication

    found = at_once(work)
    assert set(found[::2]) == {alone.indication}
    assert set(found[1::2]) == {edoc.Indication.TOTAL_FAILED}


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
