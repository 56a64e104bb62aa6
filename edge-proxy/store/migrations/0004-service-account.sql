-- One row: the service account that the app acts for, with what renews its sign-in sealed by a key that is not in here.
CREATE TABLE service_account (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  account TEXT NOT NULL,
  sealed_token TEXT NOT NULL,
  signed_in_at INTEGER NOT NULL
) STRICT;
