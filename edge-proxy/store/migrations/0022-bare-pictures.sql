-- Pictures that a release before this one kept as they were sent, with what a camera wrote into them: each is cleaned once, at
-- the next start, and keeps its name.
ALTER TABLE notice_picture ADD COLUMN is_bare INTEGER NOT NULL DEFAULT 0;
ALTER TABLE plan_picture ADD COLUMN is_bare INTEGER NOT NULL DEFAULT 0;
