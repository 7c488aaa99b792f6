"""Many writers, and writers that are killed: nothing is lost, nothing stands twice, nothing is half there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from exchanges import a_document, an_event, recipients_of

from edoc.status import EventKind, Exchange, State
from edoc.status.store import SqlExchangeStore, open_store, updated

if TYPE_CHECKING:
    from edoc.status import Event

ID: Final = str(a_document().document_id)
WRITERS: Final = 3
EACH: Final = 8
SUPPORT: Final = str(Path(__file__).parents[2] / "support")


def report(where: str, writer: int) -> int:
    """Open the store, add the document, and deliver one's own events; and some of all others' as well."""
    with open_store(where) as store:
        store.add(Exchange.of(a_document(recipients=WRITERS)))
        recipient = recipients_of(WRITERS)[writer]
        for minute in range(EACH):
            store.append(ID, an_event(EventKind.ARRIVE, minute, recipient))
            store.append(ID, an_event(EventKind.ARRIVE, minute, recipients_of(1)[0]))
    return writer


def pool(kind: str) -> Executor:
    if kind == "threads":
        return ThreadPoolExecutor(WRITERS)
    return ProcessPoolExecutor(WRITERS, mp_context=get_context("spawn"))


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_many_writers_lose_nothing_and_duplicate_nothing(where: str, kind: str) -> None:
    with pool(kind) as writers:
        assert sorted(writers.map(report, [where] * WRITERS, range(WRITERS))) == list(range(WRITERS))

    with open_store(where) as store:
        stored = store.load(ID)
    assert stored.version == len(stored.exchange.log) == WRITERS * EACH
    assert {(event.by, event.at) for event in stored.exchange.log} == {
        (recipient, an_event(EventKind.ARRIVE, minute).at)
        for recipient in recipients_of(WRITERS)
        for minute in range(EACH)
    }


def test_threads_share_a_store_in_memory() -> None:
    with open_store(":memory:") as store, ThreadPoolExecutor(WRITERS) as writers:
        store.add(Exchange.of(a_document(recipients=WRITERS)))

        def deliver(writer: int) -> None:
            for minute in range(EACH):
                store.append(ID, an_event(EventKind.ARRIVE, minute, recipients_of(WRITERS)[writer]))

        list(writers.map(deliver, range(WRITERS)))
        assert store.load(ID).version == WRITERS * EACH


def decide(where: str) -> bool:
    """Refuse the document unless it was accepted, or accept it unless it was refused: only one may win."""
    won: list[bool] = []

    def change(exchange: Exchange) -> Event | None:
        is_open = exchange.receivers[0].state is State.ARRIVED
        won.append(is_open)
        return an_event(EventKind.REFUSE, os.getpid() % 1000 + 1) if is_open else None

    with open_store(where) as store:
        updated(store, ID, change)
    return won[-1]


def test_of_many_that_decide_on_what_they_see_one_wins(where: str) -> None:
    with open_store(where) as store:
        store.add(Exchange.of(a_document()).apply(an_event(EventKind.ARRIVE, 0)))
    with pool("processes") as writers:
        won = list(writers.map(decide, [where] * WRITERS))

    assert sorted(won) == [False] * (WRITERS - 1) + [True]
    with open_store(where) as store:
        assert store.load(ID).version == 2


_WRITER: Final = """
import sys
sys.path.insert(0, {support!r})
from edoc.status import EventKind, Exchange
from edoc.status.store import open_store
from exchanges import a_document, an_event, recipients_of

with open_store({where!r}) as store:
    store.add(Exchange.of(a_document(recipients=3)))
    for minute in range({start}, 100000):
        # three events at once: all or none
        store.append({document!r}, *(an_event(EventKind.ARRIVE, minute, recipient) for recipient in recipients_of(3)))
        print(minute, flush=True)
"""


def test_a_writer_that_is_killed_loses_nothing_it_committed_and_leaves_nothing_half_done(where: str) -> None:
    promised = -1
    for delay in (0.0, 0.013, 0.029):
        code = _WRITER.format(support=SUPPORT, where=where, document=ID, start=promised + 1)
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            for _ in range(4):
                promised = int(writer.stdout.readline())
            time.sleep(delay)  # somewhere within what it does next
            writer.send_signal(signal.SIGKILL)
            promised = max([promised, *(int(line) for line in writer.stdout.read().split())])
        assert writer.returncode == -signal.SIGKILL

        with open_store(where) as store:
            stored = store.load(ID)
            minutes = sorted((event.at, event.by) for event in stored.exchange.log if event.at is not None)
            assert stored.version == len(minutes)
            assert len(minutes) % 3 == 0, "three events at once: all or none"
            assert len(minutes) // 3 >= promised + 1, "what was committed is there"
            assert len(minutes) // 3 <= promised + 2, "and at most what was not told any more"
            _lookups_agree(store)
            promised = len(minutes) // 3 - 1


def _lookups_agree(store: SqlExchangeStore) -> None:
    """What is looked up says what the log says."""
    assert [stored.version for stored in store.find(state=State.ARRIVED)] == [store.load(ID).version]
