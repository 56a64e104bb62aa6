-- What tablets were told to do, one row for each tablet.
CREATE TABLE device_command (
  id TEXT PRIMARY KEY,
  batch TEXT NOT NULL,
  device_id TEXT NOT NULL,
  command TEXT NOT NULL,
  state TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  sent_by TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  failure TEXT
) STRICT;
CREATE INDEX device_command_by_time ON device_command (sent_at);
