"""Signatures in PDF files: judged by ourselves, with pyHanko doing the cryptography and the parsing."""
