-- Photos on their way: what somebody uploaded and has not put in place yet. They are forgotten after an hour.

create table uploaded_photo (
  id uuid primary key,
  account_id uuid not null references account,
  bytes bytea not null,
  width integer not null,
  height integer not null,
  created_at timestamptz not null
);
create index uploaded_photo_of_account on uploaded_photo (account_id, created_at);
