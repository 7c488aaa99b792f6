"""Registers of documents that go out, that come in, and of how they are handled.

Source: Decree 30/2020/NĐ-CP, Articles 15, 22, 24 and Annex IV; Decision 1123/QĐ-UBND, Article 3.9.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, Self

from pydantic import Field

from edoc.edxml.model import Model
from edoc.errors import UsageError
from edoc.records.column import Columns, cells, columns_of
from edoc.records.entry import Entry
from edoc.records.kind import RegisterKind
from edoc.records.progress import Progress
from edoc.records.rows import HandlingRow, IncomingRow, OutgoingRow
from edoc.records.table import Table, TableColumn
from edoc.records.warnings import RegisterWarning, find_warnings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.edxml.package import DocumentPackage
    from edoc.messages import Language

__all__ = ["Register"]


_ROWS: Final = {
    RegisterKind.OUTGOING: OutgoingRow,
    RegisterKind.INCOMING: IncomingRow,
    RegisterKind.HANDLING: HandlingRow,
}


class Register(Model):
    """One register of one agency for one year; adding gives another one.

    Args:
        kind: Which register.
        organ_id: The agency that keeps it.
        organ_name: Its name, for the title.
        year: The year; numbers start from 1 on 1 January.
        rows: The documents, in the order they were registered.

    Example:
        >>> from edoc.testing import sample_package
        >>> package = sample_package(1)
        >>> register = Register.outgoing(package.header.sender.organ_id, 2026).add(package)
        >>> register.rows[0].number == str(package.header.code.number)
        True
    """

    schema_id: Literal["edoc/register/1"] = Field(default="edoc/register/1", alias="schema")
    kind: RegisterKind
    organ_id: str
    organ_name: str | None = None
    year: int = Field(ge=1, le=9999)
    rows: tuple[OutgoingRow, ...] | tuple[IncomingRow, ...] | tuple[HandlingRow, ...] = ()

    @classmethod
    def outgoing(cls, organ_id: str, year: int, *, organ_name: str | None = None) -> Self:
        """Open a register of documents that go out (`sổ đăng ký văn bản đi`)."""
        return cls(kind=RegisterKind.OUTGOING, organ_id=str(organ_id), organ_name=organ_name, year=year)

    @classmethod
    def incoming(cls, organ_id: str, year: int, *, organ_name: str | None = None) -> Self:
        """Open a register of documents that come in (`sổ đăng ký văn bản đến`)."""
        return cls(kind=RegisterKind.INCOMING, organ_id=str(organ_id), organ_name=organ_name, year=year)

    @classmethod
    def handling(cls, organ_id: str, year: int, *, organ_name: str | None = None) -> Self:
        """Open a register of how documents are handled (`sổ theo dõi giải quyết văn bản đến`)."""
        return cls(kind=RegisterKind.HANDLING, organ_id=str(organ_id), organ_name=organ_name, year=year)

    def add(self, package: DocumentPackage, **details: Any) -> Self:
        """Give the register with one more document.

        Args:
            package: The document.
            details: What the package does not say; see `Entry`.

        Raises:
            UsageError: No such detail, or a time without a time zone.
        """
        try:
            entry = Entry(package=package, **details)
        except TypeError as error:
            raise UsageError(str(error).replace("Entry.__init__()", "Register.add()")) from None
        return self.add_all((entry,))

    def add_all(self, entries: Iterable[Entry]) -> Self:
        """Give the register with more documents, in the order given.

        Raises:
            UsageError: A time has no time zone.
        """
        rows: list[Any] = list(self.rows)
        last = max((row.arrival_number or 0 for row in rows if not isinstance(row, OutgoingRow)), default=0)
        for entry in entries:
            row = self._row(entry, last + 1)
            last = max(last, getattr(row, "arrival_number", None) or 0)
            rows.append(row)
        return self.model_copy(update={"rows": tuple(rows)})

    def _row(self, entry: Entry, next_number: int) -> OutgoingRow | IncomingRow | HandlingRow:
        if self.kind is RegisterKind.OUTGOING:
            return OutgoingRow.of(entry, Progress.of_all(entry.exchange))
        progress = Progress.of_one(entry.exchange, self.organ_id)
        row = IncomingRow if self.kind is RegisterKind.INCOMING else HandlingRow
        return row.of(entry, progress, arrival_number=entry.arrival_number or next_number)

    @property
    def columns(self) -> Columns:
        """The columns that Annex IV asks for."""
        return columns_of(_ROWS[self.kind])

    @property
    def warnings(self) -> tuple[RegisterWarning, ...]:
        """What a records clerk should look at: duplicates, gaps, what does not belong here."""
        return find_warnings(self)

    def table(self, language: Language = "vi") -> Table:
        """Give the register as a table, for export."""
        from edoc.messages import text  # noqa: PLC0415 - only who exports needs texts

        return Table(
            title=text(f"record.title-{self.kind.value}", language, year=self.year),
            organ=self.organ_name or self.organ_id,
            columns=tuple(
                TableColumn(heading=column.heading(language), no=column.no, width=column.width)
                for _, column in self.columns
            ),
            rows=tuple(cells(row, language) for row in self.rows),
            source=text(f"record.source-{self.kind.value}", language),
        )
