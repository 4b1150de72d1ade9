-- A definition is never deleted and never changes its hash, so the key guarded nothing; but each run took a lock on the one row of its
-- drawing, which all runs of a use case share. Runs at the same time then queued for it.
alter table run drop constraint run_drawing_fkey;
