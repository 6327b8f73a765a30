"""Any row to its sentences with file and line; the addresses of evidence."""
