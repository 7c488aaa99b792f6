"""XML signatures (W3C XML Signature Syntax and Processing), in a restricted profile of our own.

Own code, because no library fits: one refuses valid signatures of the usual Vietnamese form, the
other reads local files that a reference names. Cryptography is that of `cryptography`, canonical
XML that of libxml2. What is not in the allow-lists of ``algorithms`` is refused by name.
"""
