-- What happened to each intent, step by step, in the order of id. Words of ours and kinds of refusals; never a title.
CREATE TABLE intent_step (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL REFERENCES intent (key) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  reason TEXT
) STRICT;

CREATE INDEX intent_step_by_key ON intent_step (key);

-- What the meeting was when a change of it was decided, and whether Exchange has taken that change.
ALTER TABLE intent ADD COLUMN etag TEXT;
ALTER TABLE intent ADD COLUMN written INTEGER NOT NULL DEFAULT 0;

CREATE INDEX intent_standing ON intent (end_at) WHERE status = 'confirmed';
