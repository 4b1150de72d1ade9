-- What Cardinal keeps secret for bureaus and for itself, encrypted: the keys are not in the database.

create table secret (
  name text primary key,
  sealed text not null,
  changed_at timestamptz not null,
  changed_by text not null
);

-- The public halves of the keys this installation signs with. One is in use; those before it verify what they signed.
create table signing_key (
  id text primary key,
  public_key text not null,
  made_at timestamptz not null,
  retired_at timestamptz
);
create unique index signing_key_in_use on signing_key ((true)) where retired_at is null;

-- A receipt lists what was sealed since a card was made.
create index batch_by_sealing on batch (sealed_at) where sealed_at is not null;
