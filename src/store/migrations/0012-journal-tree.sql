-- The journal, sealed: a Merkle tree (RFC 6962) over its entries, in tiles of 256, and the checkpoints that were signed over it. Appending
-- writes nothing of this; the sealer comes after.

-- Up to where entries were sealed. All of transactions before `next_transaction` are, and of this one those up to `after_id`. Numbers of
-- transactions mean something in one cluster alone; `cluster` tells it from another that the database was brought to, and
-- `restored_until` is the highest number that came along from there.
create table journal_tree (
  origin text primary key,
  cluster text not null,
  size bigint not null,
  next_transaction xid8 not null,
  after_id uuid,
  restored_until xid8
);
create unique index journal_tree_alone on journal_tree ((true));

-- The leaves: position 256 × number + n is the entry ids[n + 1], with its hash in the bytes 32 × n of hashes.
create table journal_tile (
  number bigint primary key,
  ids uuid[] not null,
  hashes bytea not null,
  lowest uuid not null,
  highest uuid not null
);
-- Hashes do not get smaller by compressing them.
alter table journal_tile alter column ids set storage external, alter column hashes set storage external;
-- Where an entry is: ids rise with time, so few tiles can hold it.
create index journal_tile_of_id on journal_tile (highest, lowest);

-- The levels above, by the same measure: each hash of level 1 is over a full tile of leaves, and so on.
create table journal_node (
  level smallint not null,
  number bigint not null,
  hashes bytea not null,
  primary key (level, number)
);
alter table journal_node alter column hashes set storage external;

-- Signed checkpoints, as text: the newest, and the last one of each hour before it.
create table journal_checkpoint (
  size bigint primary key,
  at timestamptz not null,
  note text not null
);

-- The public halves of the keys that sign checkpoints. One that was replaced signs along until `ends_at`.
create table journal_key (
  verifier text primary key,
  made_at timestamptz not null,
  ends_at timestamptz
);

-- Where checkpoints are kept besides, and how that went the last time.
create table journal_anchor (
  kind text primary key check (kind in ('folder', 'file', 'url', 'mail')),
  tried_at timestamptz not null,
  worked_at timestamptz,
  size bigint,
  trouble text
);

-- What was found when the journal was verified. `ended_at` is null while it is being done.
create table journal_verification (
  id uuid primary key,
  started_at timestamptz not null,
  ended_at timestamptz,
  by_name text not null,
  checked bigint not null default 0,
  total bigint not null default 0,
  faults integer not null default 0,
  findings jsonb not null default '[]'
);

-- The sealer looks for what came since. A summary of each stretch of the table is enough, costs appending nothing, and is tiny. There is none
-- for numbers of transactions as such.
create index journal_by_transaction on journal using brin ((transaction::text::bigint)) with (pages_per_range = 16);
