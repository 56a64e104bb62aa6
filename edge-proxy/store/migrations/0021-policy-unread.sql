-- What a level decided in words that a release could not read, kept when an admin decides anew over it.
CREATE TABLE policy_unread (
  id INTEGER PRIMARY KEY,
  scope TEXT NOT NULL,
  override TEXT NOT NULL
) STRICT;
