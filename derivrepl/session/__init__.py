"""A session: one line in, one answer out. Nothing here prints, colours or knows a terminal."""
