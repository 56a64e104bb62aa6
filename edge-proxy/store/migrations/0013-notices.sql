-- What facilities put on doors: rooms out of service, notices, and the pictures in them. Few, and read whole; `until_ms`
-- (null: no end) is only there so that what is long over can be dropped without reading it.
CREATE TABLE closure (
  id TEXT PRIMARY KEY,
  until_ms INTEGER,
  closure TEXT NOT NULL
) STRICT;

CREATE TABLE notice (
  id TEXT PRIMARY KEY,
  until_ms INTEGER,
  notice TEXT NOT NULL
) STRICT;

-- By the SHA-256 of its bytes: the same picture is kept once.
CREATE TABLE notice_picture (
  hash TEXT PRIMARY KEY,
  media_type TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  kept_ms INTEGER NOT NULL
) STRICT;
