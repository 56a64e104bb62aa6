-- The drawings that boards show their rooms on, by the SHA-256 of their bytes.
CREATE TABLE plan_picture (
  hash TEXT PRIMARY KEY,
  media_type TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  kept_ms INTEGER NOT NULL
) STRICT;
