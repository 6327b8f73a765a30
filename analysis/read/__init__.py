"""A file to a document: its text, as printed, with the marks that its format gave."""
