-- What each screen last said of itself, and the batch that said it, so that the same batch is counted once.
CREATE TABLE device_state (
  device_id TEXT PRIMARY KEY,
  batch TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT;

-- What each screen showed from when; until the next row of the same device. Bounded by age and by rows.
CREATE TABLE device_shown (
  id INTEGER PRIMARY KEY,
  device_id TEXT NOT NULL,
  since INTEGER NOT NULL,
  state TEXT NOT NULL,
  revision INTEGER,
  read_at INTEGER,
  UNIQUE (device_id, since)
) STRICT;
CREATE INDEX device_shown_by_time ON device_shown (since);

-- Touches and errors, by the day in UTC.
CREATE TABLE device_tally (
  day INTEGER NOT NULL,
  device_id TEXT NOT NULL,
  what TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (day, device_id, what)
) STRICT, WITHOUT ROWID;

-- When each screen was connected, and how that ended.
CREATE TABLE device_link (
  id INTEGER PRIMARY KEY,
  device_id TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  ended_by TEXT NOT NULL,
  UNIQUE (device_id, from_at)
) STRICT;
CREATE INDEX device_link_by_end ON device_link (to_at);

-- What each room was, stretch by stretch: what utilisation is counted from. An open stretch has no end yet.
CREATE TABLE room_use (
  id INTEGER PRIMARY KEY,
  room_id TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER,
  state TEXT NOT NULL,
  origin TEXT,
  UNIQUE (room_id, from_at)
) STRICT;
CREATE INDEX room_use_by_time ON room_use (from_at);
