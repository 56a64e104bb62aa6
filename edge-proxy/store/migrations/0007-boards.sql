-- Screens of many rooms. Few, and only ever read whole.
CREATE TABLE board (
  id TEXT PRIMARY KEY,
  board TEXT NOT NULL
) STRICT;

-- A screen that is a board has an empty room_id: SQLite cannot take a NOT NULL off a column.
ALTER TABLE device ADD COLUMN board_id TEXT;
