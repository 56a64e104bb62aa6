-- How many intents were ever recorded. Written beside the database too, which tells a database that was put back.
ALTER TABLE life ADD COLUMN reached INTEGER NOT NULL DEFAULT 0;
