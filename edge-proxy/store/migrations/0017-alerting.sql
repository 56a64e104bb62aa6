-- Whom alarms are told outside of the console, and which of them have been told. One row, as it is read and written whole.
CREATE TABLE alerting (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  settings TEXT NOT NULL,
  -- What webhooks are signed with; null where there is none.
  secret TEXT,
  told TEXT NOT NULL
) STRICT;
