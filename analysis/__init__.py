"""Whole articles, exact slogans and named bodies, and honest comparisons from Chinese local papers."""
