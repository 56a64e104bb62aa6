-- Whether anybody came. The start is part of the key: a meeting that was moved is another one to come to.
CREATE TABLE attendance (
  room_id TEXT NOT NULL,
  occurrence TEXT NOT NULL,
  start_at INTEGER NOT NULL,
  end_at INTEGER NOT NULL,
  -- Empty for a single meeting: NULLs would not be grouped with each other's rows by an index.
  series_id TEXT NOT NULL,
  state TEXT NOT NULL,
  cause TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (room_id, occurrence, start_at)
) STRICT, WITHOUT ROWID;

CREATE INDEX attendance_by_room_and_end ON attendance (room_id, end_at);
CREATE INDEX attendance_by_series ON attendance (room_id, series_id, start_at);
CREATE INDEX attendance_by_end ON attendance (end_at);

CREATE TABLE fault_report (
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  what TEXT NOT NULL,
  words TEXT,
  reported_at INTEGER NOT NULL,
  done_at INTEGER,
  done_by TEXT
) STRICT;

CREATE INDEX fault_report_by_time ON fault_report (reported_at);
