-- Everything that outlives a restart. Instants are epoch milliseconds; what is only ever read whole is JSON in the form
-- of its wire codec, and what is searched for has a column.

CREATE TABLE life (
  generation TEXT NOT NULL
) STRICT;

CREATE TABLE room (
  id TEXT PRIMARY KEY,
  room TEXT NOT NULL
) STRICT;

-- Apart from room: a room that leaves the catalogue for a day must come back with its revision, not with an old one.
CREATE TABLE room_day (
  room_id TEXT PRIMARY KEY,
  day TEXT NOT NULL
) STRICT;

CREATE TABLE dirty_room (
  room_id TEXT PRIMARY KEY
) STRICT;

CREATE TABLE subscription (
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL,
  client_state TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE intent (
  key TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  device_id TEXT NOT NULL,
  room_id TEXT NOT NULL,
  intent TEXT NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  refusal TEXT,
  start_at INTEGER NOT NULL,
  end_at INTEGER NOT NULL,
  event_id TEXT,
  ical_uid TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX intent_by_room_and_end ON intent (room_id, end_at);
CREATE INDEX intent_by_room_and_update ON intent (room_id, updated_at);
CREATE INDEX intent_unsettled ON intent (created_at) WHERE status IN ('pending', 'held', 'checking');
CREATE INDEX intent_by_update ON intent (updated_at);

CREATE TABLE device (
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL,
  credential_hash TEXT NOT NULL,
  particulars TEXT,
  paired_at INTEGER NOT NULL,
  paired_by TEXT NOT NULL,
  last_seen_at INTEGER,
  revoked_at INTEGER
) STRICT;

-- Empty until the tablet has fetched its credential.
CREATE UNIQUE INDEX device_by_credential ON device (credential_hash) WHERE credential_hash <> '';

CREATE TABLE pairing (
  code TEXT PRIMARY KEY,
  request_hash TEXT NOT NULL UNIQUE,
  particulars TEXT,
  address TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  status TEXT NOT NULL,
  device_id TEXT REFERENCES device (id)
) STRICT;

-- The tenant's own has an empty room_id: NULLs would not be unique.
CREATE TABLE policy (
  room_id TEXT PRIMARY KEY,
  override TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL
) STRICT;
