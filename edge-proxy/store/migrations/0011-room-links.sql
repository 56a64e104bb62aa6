-- What stands behind the code on a door: a name for its room that tells nothing and that nobody guesses.
CREATE TABLE room_link (
  room_id TEXT PRIMARY KEY,
  short_id TEXT NOT NULL UNIQUE
) STRICT;
