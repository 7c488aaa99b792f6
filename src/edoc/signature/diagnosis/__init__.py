"""Why a signature failed, as far as that can be computed: for the vendor who has to mend it.

A diagnosis never changes a verdict. It is looked for only after a failure, it is proven on the
bytes (this digest comes out right if...), and it says nothing where nothing can be proven.
"""

from edoc.signature.diagnosis.table import DIAGNOSES, diagnose

__all__ = ["DIAGNOSES", "diagnose"]
