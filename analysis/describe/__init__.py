"""What a page says of itself: paper, place, day, reporters, genre, each with its basis."""
