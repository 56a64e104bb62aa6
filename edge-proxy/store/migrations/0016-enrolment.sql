-- Links that pair a tablet by themselves, once. Of the link only its hash is here; `attempt_hash` is of what the tablet that
-- used it calls its try, so that it alone may ask again when the answer was lost.
CREATE TABLE enrolment (
  id TEXT PRIMARY KEY,
  link_hash TEXT NOT NULL UNIQUE,
  room_id TEXT,
  board_id TEXT,
  replaces TEXT,
  name TEXT,
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  withdrawn_at INTEGER,
  used_at INTEGER,
  attempt_hash TEXT,
  device_id TEXT
) STRICT;

-- Where a tablet of this name hangs unless somebody says otherwise; a star stands for any letters.
CREATE TABLE device_place (
  name TEXT PRIMARY KEY,
  room_id TEXT,
  board_id TEXT
) STRICT;

-- What the tablet is called, by whoever manages it.
ALTER TABLE pairing ADD COLUMN name TEXT;
ALTER TABLE device ADD COLUMN name TEXT;
