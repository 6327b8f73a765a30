"""Documents to lines to articles."""
