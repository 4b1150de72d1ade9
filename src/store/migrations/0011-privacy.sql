-- What a row of the journal says of people is sealed or looked up, so that the row never has to change.

-- The name of a person who acted is read from the account. Rows of before keep what they hold.
alter table journal alter column actor_name drop not null;

-- The key that what the journal keeps about somebody is sealed with. It belongs to a person or, where an object has no holder, to the object.
-- Erased, the row stays without the key: what was sealed with it cannot be read again, and nothing more is sealed about them.
create table personal_key (
  id uuid primary key,
  subject_id uuid not null,
  sealed text,
  made_at timestamptz not null,
  destroyed_at timestamptz
);
create unique index personal_key_of_subject on personal_key (subject_id);

-- The text of a manifest that named somebody who was erased is gone; which orders and cards were in it stays, with the hash and its signature.
alter table batch add manifest_lines jsonb;
alter table batch add manifest_erased_at timestamptz;
