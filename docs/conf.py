"""How Sphinx builds these pages: without a network, and with every warning an error."""

import sys
from pathlib import Path

from edoc._version import __version__

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "edoc"
author = "The edoc developers"
project_copyright = "The edoc developers, Apache-2.0"
version = release = __version__
language = "en"

extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon", "myst_parser", "from_source", "rule_pages"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"edoc {release}"

myst_heading_anchors = 3

# Docstrings put names of Python between single backticks.
default_role = "literal"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False

# There is no intersphinx, since the build needs no network: names of other projects have no target.
nitpick_ignore_regex = [
    (r"py:.*", r"(collections|datetime|dt|enum|os|pathlib|pydantic|types|typing)\..*"),
    # Aliases and names that are imported for the type checker alone: autodoc has their text and no object.
    (r"py:class", r"Box|Encoding|Kind|Language|M|NewDocumentFields|Path|PresetName|PrivateKeyTypes|Readable"),
    (r"py:class", r"SearchStrategy|Weight|x509\.Certificate|tuple\[.*"),
    (r"py:class", r"CertificateSource|Role|cryptography\..*"),
    (r"py:class", r"Columns|Progress"),  # of edoc.records, likewise
    (r"py:class", r"Budget"),  # of edoc.signature, likewise
    (r"py:class", r"AbstractContextManager|ValidationReport"),  # of edoc.testing and edoc.report, likewise
    (r"py:class", r"edoc\.status\.(document\.Party|events\.Actor|problems\.ProblemKind)"),
    (
        r"py:class",
        r"edoc\.status\.clocks\..*|Sessions|SqlExchangeStore|DeadlineTable|Steps",
    ),  # documented where they are imported from
]
