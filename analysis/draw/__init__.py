"""Tables to Axes."""
