"""One home each for what Chinese text is: words, fixed strings, lexicons, places, surnames."""
