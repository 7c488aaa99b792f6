"""asn1crypto's classes are ready before threads use them: it prepares them without a lock."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from asn1crypto import core
from throwaway import pdf

import edoc
from edoc.testing import sample_package
from edoc.testing.pki import DEMO_MOMENT

if TYPE_CHECKING:
    from pathlib import Path

    from edoc.testing.pki import DemoPki
    from edoc.testing.tsa import DemoTsa

#: Verifies a package and a PDF in a process of its own, and prints which classes had to be prepared meanwhile.
_FIRST_USE = """
import datetime as dt, pathlib, sys
import edoc
from edoc.signature import {module}
from asn1crypto import core

prepared = []
for kind in (core.Sequence, core.Set, core.Choice, core.ValueMap):
    def noted(self, real=kind._setup):
        prepared.append(type(self).__name__)
        real(self)
    kind._setup = noted
folder = pathlib.Path(sys.argv[1])
policy = edoc.VerificationPolicy(
    trust=edoc.TrustStore.load((folder / "root.der").read_bytes()),
    at=dt.datetime.fromisoformat(sys.argv[2]),
    intermediates=((folder / "sub.der").read_bytes(),),
    crls=tuple(path.read_bytes() for path in folder.glob("*.crl")),
)
result = edoc.verify(folder / "signed.edxml", policy=policy)
print(len(result.signatures), *(signature.indication.value for signature in result.signatures), *sorted(set(prepared)))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, pki: DemoPki, key_of: Any, tsa: DemoTsa) -> Path:
    """A package with a signed PDF, itself signed, and what it takes to judge it."""
    made = tmp_path_factory.mktemp("first-use")
    signed = edoc.sign_pdf(pdf(), key_of("leader"), at=DEMO_MOMENT, time_stamper=tsa).data
    package = sample_package(1, attachments=[edoc.Attachment.of(signed, name="a.pdf")])
    key = pki.agency
    edoc.sign(package, key=key.key, certificate=key.certificate, at=DEMO_MOMENT).write(made / "signed.edxml")
    (made / "root.der").write_bytes(pki.root.der)
    (made / "sub.der").write_bytes(pki.sub.der)
    for number, der in enumerate(pki.crls):
        (made / f"{number}.crl").write_bytes(der)
    return made


def test_no_class_is_prepared_while_signatures_are_verified(folder: Path) -> None:
    script = _FIRST_USE.format(module="pkix, pyhanko_names")
    command = [sys.executable, "-c", script, str(folder), DEMO_MOMENT.isoformat()]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert said.split() == ["2", "TOTAL_PASSED", "TOTAL_PASSED"]


def test_an_abstract_choice_cannot_be_made() -> None:
    """That is why it is passed over."""
    with pytest.raises(TypeError):
        core.Choice()
