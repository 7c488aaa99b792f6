"""Digital signatures: what was signed, by whom, when, and whether the law lets it count.

`edoc.verify` judges a package, `edoc.sign` signs one. Below them stand parts that know nothing of
each other and speak through these models:

**A format** (``xmldsig``, PDF, CMS, Office files) has one function::

    def verify_xxx(content: bytes | Source, *, location: str, policy: VerificationPolicy) -> tuple[SignatureResult, ...]

It finds every signature in *content*, gathers `edoc.signature.facts.Facts` of each and lets
`edoc.signature.judge.judge` make the result. Nothing signed gives an empty tuple. It never raises
for what *content* says: an exception of a library below becomes a result with INDETERMINATE or
TOTAL_FAILED, FORMAT_FAILURE and the cause in ``reason``. It looks at no clock, no file and no network; *policy* has
a moment (``policy.moment``). `edoc.signature.attachments` hands every attachment to the format that its
content is of; what could not be looked at is told in ``not_run`` and leaves the package undecided.

**Chains** have one function, in ``path.py``::

    def validate_path(leaf: bytes, *, others: Iterable[bytes], crls: Iterable[bytes], ocsps: Iterable[bytes],
                      at: datetime, policy: VerificationPolicy) -> PathResult

*leaf* is the signer's certificate, *others*, *crls* and *ocsps* what the document carried (all DER);
what the caller gave stands in *policy*. It never raises for bad certificates either. ``algorithms.py``
has `AlgorithmPolicy`, by date, and ``certificate.py`` reads a `Signer` and a `Role` out of a certificate.

**The judge** combines both, the same way for every format:

1. `Facts.failure` (broken digest, broken signature value, refused form) decides: TOTAL_FAILED with
   HASH_FAILURE, SIG_CRYPTO_FAILURE, FORMAT_FAILURE... whoever signed.
2. Without a signer's certificate: INDETERMINATE, NO_SIGNING_CERTIFICATE_FOUND.
3. What the algorithm policy refuses: INDETERMINATE, CRYPTO_CONSTRAINTS_FAILURE (``_NO_POE``).
4. `PathResult.failure` decides what is left: INDETERMINATE or TOTAL_FAILED with its own code.

Texts are `Said`: a key of the message catalogue with its values. Each part keeps its texts in a
section of its own (``signature``, ``chain``, ``pdf``...), in Vietnamese and English.

Only this layer and `edoc.testing` import cryptography, asn1crypto and pyHanko, and only when used.
"""

from __future__ import annotations
