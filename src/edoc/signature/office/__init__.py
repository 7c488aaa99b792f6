"""Signatures in Office files (docx, xlsx, pptx): ECMA-376 part 2 on the XML core."""
