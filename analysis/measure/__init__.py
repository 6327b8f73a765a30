"""Counts and what is made of them: keyness, dispersion, collocation, comparisons, lines."""
