"""The sources of law and their clauses: one row for each act, with its dates and what is known of it."""

from edoc.law.act import ACTS, Act
from edoc.law.clause import Clause, clause, clause_of

__all__ = ["ACTS", "Act", "Clause", "clause", "clause_of"]
