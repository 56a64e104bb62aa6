-- How single tablets look, over what their rooms decide.
CREATE TABLE policy_device (
  device_id TEXT PRIMARY KEY,
  override TEXT NOT NULL
) STRICT;

-- The trail is searched by room; its subjects name one as "room" and its id.
ALTER TABLE audit ADD COLUMN room_id TEXT;
CREATE INDEX audit_by_time ON audit (at);
CREATE INDEX audit_by_room ON audit (room_id, id) WHERE room_id IS NOT NULL;

-- Up to which entry the trail was forgotten, by which rule and when; the entry about it stands in the trail itself.
CREATE TABLE audit_forgotten (
  up_to INTEGER PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT;

-- Append-only, whoever has the file open and whatever our own code may do by mistake.
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit is append-only');
END;

-- INSERT OR REPLACE deletes without asking the trigger below.
CREATE TRIGGER audit_is_never_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'the audit is append-only');
END;

CREATE TRIGGER audit_is_only_forgotten BEFORE DELETE ON audit
WHEN OLD.id > coalesce((SELECT max(up_to) FROM audit_forgotten), 0)
BEGIN
  SELECT RAISE(ABORT, 'the audit is append-only');
END;

CREATE TRIGGER audit_forgotten_is_never_changed BEFORE UPDATE ON audit_forgotten
BEGIN
  SELECT RAISE(ABORT, 'the audit is append-only');
END;

CREATE TRIGGER audit_forgotten_is_never_deleted BEFORE DELETE ON audit_forgotten
BEGIN
  SELECT RAISE(ABORT, 'the audit is append-only');
END;
