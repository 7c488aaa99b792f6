"""The one door through which pyHanko and asn1crypto come in.

Neither ships type information, so every name is declared to be of any type, once. Importing this
module takes half a second: it is imported where a signature is really looked at or made, never
at the top of a module that others import.
"""

# asn1crypto has no types of its own; what leaves this module is declared.
# pyright: reportMissingTypeStubs=false

from __future__ import annotations

import logging
from typing import Any

from pyhanko.pdf_utils import generic as _generic
from pyhanko.pdf_utils import misc as _misc
from pyhanko.pdf_utils.reader import PdfFileReader as _PdfFileReader
from pyhanko.sign import diff_analysis as _diff_analysis
from pyhanko.sign import fields as _fields
from pyhanko.sign import general as _general
from pyhanko.sign.validation import errors as _errors
from pyhanko.sign.validation import generic_cms as _generic_cms
from pyhanko.sign.validation import pdf_embedded as _pdf_embedded
from pyhanko.sign.validation import status as _status

from edoc.signature.asn1_classes import algos, cms, core, keys, make_ready, ocsp, parser, pem, tsp, x509
from edoc.signature.asn1_classes import pdf as adobe

__all__ = [
    "PdfFileReader",
    "adobe",
    "algos",
    "cms",
    "core",
    "diff_analysis",
    "errors",
    "fields",
    "general",
    "generic",
    "generic_cms",
    "keys",
    "misc",
    "ocsp",
    "parser",
    "pdf_embedded",
    "pem",
    "status",
    "tsp",
    "x509",
]

PdfFileReader: Any = _PdfFileReader
diff_analysis: Any = _diff_analysis
errors: Any = _errors
fields: Any = _fields
general: Any = _general
generic: Any = _generic
generic_cms: Any = _generic_cms
misc: Any = _misc
pdf_embedded: Any = _pdf_embedded
status: Any = _status

# Ordinary verdicts are warnings with a traceback to pyHanko; here they are rows of a result. A
# program that handles its logs still gets them; one that does not is not shown any.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

make_ready("asn1crypto", "pyhanko", "pyhanko_certvalidator", identifiers=True)
