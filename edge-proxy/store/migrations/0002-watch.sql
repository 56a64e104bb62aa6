-- What the proxy has noticed about itself. An alarm is read whole and only ever found by its id.

CREATE TABLE alarm (
  id TEXT PRIMARY KEY,
  alarm TEXT NOT NULL
) STRICT;

-- One row: the last clear answer of the canary mailbox.
CREATE TABLE scope_verdict (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  verdict TEXT NOT NULL,
  since INTEGER NOT NULL,
  tried_at INTEGER NOT NULL
) STRICT;
