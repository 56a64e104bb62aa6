-- One row: who is sent what happened, how often, and the day up to which they have been told.
CREATE TABLE report_mail (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  mail TEXT NOT NULL,
  told_until TEXT
) STRICT;
