"""``edoc schema``: the contracts, for programs in other languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from edoc.schemas import FILES, schema_text

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("name", FILES)
def test_a_contract_is_printed_byte_for_byte(edoc: Command, name: str) -> None:
    assert edoc("schema", name) == (0, schema_text(name), "")


def test_without_a_name_all_contracts_are_listed(edoc: Command) -> None:
    code, out, _ = edoc("schema")
    assert code == 0
    lines = out.splitlines()
    assert [line.split()[:2] for line in lines] == [[name, file] for name, (file, _) in FILES.items()]


def test_a_process_writes_utf_8_wherever_it_runs(process: Command) -> None:
    assert process("schema", "document-xsd") == (0, schema_text("document-xsd"), "")
