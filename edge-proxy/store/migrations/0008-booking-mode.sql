-- The room of the door that asked, where that is another one than the intent is about.
ALTER TABLE intent ADD COLUMN asked_from TEXT;

-- Whose calendar the meeting was written to. Till now the service user's alone, of whatever may have been asked for.
ALTER TABLE intent ADD COLUMN booking_mode TEXT;
UPDATE intent SET booking_mode = 'invite';

CREATE INDEX intent_asked_from ON intent (asked_from) WHERE asked_from IS NOT NULL;
