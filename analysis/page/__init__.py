"""Notebooks to pages: what they open, say and link."""
