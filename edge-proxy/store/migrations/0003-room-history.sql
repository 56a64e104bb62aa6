-- A room that has left the catalogue is marked and kept: its tablet still hangs there, and it may come back.
ALTER TABLE room ADD COLUMN gone_since INTEGER;

-- Beside the day's JSON, so that a day that a later release cannot read still tells which revisions were given out.
ALTER TABLE room_day ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
UPDATE room_day SET revision = coalesce(json_extract(day, '$.revision'), 0) WHERE json_valid(day);

-- What operators decided about a room itself. Apart from room: it outlives whatever the catalogue says.
CREATE TABLE room_setting (
  room_id TEXT PRIMARY KEY,
  time_zone TEXT,
  paused_since INTEGER
) STRICT;
