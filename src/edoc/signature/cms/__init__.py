"""CMS signatures (RFC 5652, CAdES): in files of their own, and inside PDF files and time stamps."""
