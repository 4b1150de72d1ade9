-- The desk: people, cards, orders, batches, runs, the journal, and the definitions they follow.
-- A tenant is a schema: nothing here names one. Ids are UUIDs of version 7, made by the program.

create extension if not exists pg_trgm;

create sequence card_number start 10000;
create sequence batch_number start 100;

-- A user: a person the organisation issues cards to.
create table person (
  id uuid primary key,
  template text not null,
  state text not null,
  version integer not null default 1,
  first_name text not null,
  last_name text not null,
  employee_number text,
  email text,
  unit text,
  title text,
  phone text,
  fields jsonb not null default '{}',
  created_at timestamptz not null,
  changed_at timestamptz not null,
  -- It begins with a blank, so that a short word can be looked up at the beginning of a word.
  search text not null generated always as (
    lower(' ' || first_name || ' ' || last_name || ' ' || coalesce(employee_number, '') || ' ' || coalesce(email, '') || ' ' || coalesce(unit, ''))
  ) stored
);
create unique index person_employee_number on person (employee_number) where employee_number is not null;
create unique index person_email on person (lower(email)) where email is not null;
create index person_search on person using gin (search gin_trgm_ops);
create index person_by_name on person (template, last_name, id);
create index person_by_state on person (template, state, last_name, id);
create index person_by_first_name on person (template, first_name, id);
create index person_by_unit on person (template, unit, id);

create table photo (
  person_id uuid primary key references person,
  media_type text not null,
  bytes bytea not null,
  changed_at timestamptz not null
);

-- A card. What is printed on it is copied from its holder when it is made out.
create table card (
  id uuid primary key,
  template text not null,
  state text not null,
  version integer not null default 1,
  number bigint not null default nextval('card_number'),
  person_id uuid references person,
  holder_first_name text,
  holder_last_name text,
  employee_number text,
  unit text,
  common_name text,
  user_principal_name text,
  valid_to date,
  chip_number text,
  failure text,
  fields jsonb not null default '{}',
  created_at timestamptz not null,
  changed_at timestamptz not null,
  search text not null generated always as (
    lower(' ' || coalesce(holder_first_name, '') || ' ' || coalesce(holder_last_name, '') || ' ' || number::text || ' ' || coalesce(employee_number, '') || ' '
      || coalesce(unit, '') || ' ' || coalesce(chip_number, ''))
  ) stored
);
create unique index card_number_once on card (number);
create index card_of_person on card (person_id, state);
create index card_search on card using gin (search gin_trgm_ops);
create index card_by_number on card (template, number, id);
create index card_by_state on card (template, state, number, id);
create index card_by_state_and_name on card (template, state, holder_last_name, id);
create index card_by_name on card (template, holder_last_name, id);
create index card_by_time on card (template, created_at, id);
create index card_by_state_and_time on card (template, state, created_at, id);

-- The orders that go to a bureau together: open, then sealed with a fixed manifest, sent, acknowledged; or returned.
create table batch (
  id uuid primary key,
  number bigint not null default nextval('batch_number'),
  bureau text not null,
  status text not null check (status in ('open', 'sealed', 'sent', 'acknowledged', 'returned')),
  run_id uuid not null,
  orders integer not null default 0,
  manifest_hash text,
  opened_at timestamptz not null,
  sealed_at timestamptz,
  sent_at timestamptz,
  acknowledged_at timestamptz,
  attempts integer not null default 0,
  last_error text
);
create index batch_by_number on batch (number desc);
create index batch_of_run on batch (run_id);
create index batch_under_way on batch (bureau, status) where status in ('open', 'sealed');

-- A card's production order: the referee between abort and hand-over. Each passage is one conditional UPDATE.
create table production_order (
  id uuid primary key,
  card_id uuid not null references card,
  bureau text not null,
  status text not null check (status in ('queued', 'claimed', 'sent', 'answered', 'withdrawn')),
  queued_at timestamptz not null,
  queued_by text not null,
  batch_id uuid references batch,
  claimed_at timestamptz,
  sent_at timestamptz,
  answered_at timestamptz,
  withdrawn_at timestamptz,
  bureau_reference text,
  check (status in ('queued', 'withdrawn') or batch_id is not null)
);
create unique index production_order_open on production_order (card_id) where status in ('queued', 'claimed', 'sent');
create index production_order_of_card on production_order (card_id, queued_at desc);
create index production_order_queue on production_order (bureau, queued_at, id) where status = 'queued';
create index production_order_of_batch on production_order (batch_id) where batch_id is not null;

-- A definition never changes; its hash is its name. What is in force is in current_definition, who put it there in publication.
create table definition (
  hash text primary key,
  kind text not null,
  name text not null,
  body jsonb not null
);
create table publication (
  id uuid primary key,
  at timestamptz not null,
  actor_id uuid,
  actor_name text not null,
  kind text not null,
  name text not null,
  before_hash text references definition,
  hash text not null references definition,
  why text
);
create table current_definition (
  kind text not null,
  name text not null,
  hash text not null references definition,
  primary key (kind, name)
);
-- One row. It grows with every publication, so that a leg sees under its locks whether what it knows is still in force.
create table definition_revision (revision bigint not null);
insert into definition_revision values (1);

-- One execution of a use case by one actor on a set of objects.
create table run (
  id uuid primary key,
  use_case text not null,
  drawing text not null references definition,
  mapping text,
  state text not null check (state in ('asking', 'walking', 'waiting', 'ended', 'cancelled')),
  actor_kind text not null,
  actor_id uuid,
  actor_name text not null,
  input jsonb not null default '{}',
  message jsonb not null default '{}',
  at text not null,
  total integer not null,
  done integer not null default 0,
  refused integer not null default 0,
  started_at timestamptz not null,
  ended_at timestamptz
);
create index run_open on run (actor_id, started_at desc) where state in ('asking', 'walking', 'waiting');
create index run_of_use_case on run (use_case, started_at desc);

-- Where each object of a run stands in its drawing, and what became of it.
create table run_object (
  run_id uuid not null references run,
  object_id uuid not null,
  made_id uuid,
  position integer not null,
  at text not null,
  outcome text check (outcome in ('done', 'refused')),
  refusal jsonb,
  primary key (run_id, object_id)
);
create index run_object_under_way on run_object (run_id, at, position) where outcome is null;

-- What happened, and what was refused: appended in the transaction it tells of, never changed.
create table journal (
  id uuid primary key,
  at timestamptz not null,
  transaction xid8 not null default pg_current_xact_id(),
  kind text not null check (kind in ('created', 'changed', 'moved', 'done', 'refused', 'cancelled', 'published', 'signed-in', 'other')),
  actor_kind text not null,
  actor_id uuid,
  actor_name text not null,
  use_case text,
  run_id uuid,
  template text,
  object_id uuid,
  from_state text,
  to_state text,
  facts jsonb not null default '{}'
);
create index journal_of_object on journal (object_id, id desc) where object_id is not null;
create index journal_of_actor on journal (actor_id, id desc) where actor_id is not null;

-- Who signs in. The account belongs to a person where there is one.
create table account (
  id uuid primary key,
  name text not null,
  display_name text not null,
  person_id uuid references person,
  password_hash text,
  roles text[] not null,
  disabled boolean not null default false,
  failures integer not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null
);
create unique index account_name on account (lower(name));

-- A session is known by the hash of its token; the token itself is only in the cookie.
create table session (
  hash text primary key,
  account_id uuid not null references account,
  csrf text not null,
  created_at timestamptz not null,
  used_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_of_account on session (account_id);

-- What was answered to a POST with an Idempotency-Key, so that a repeat gets the same answer and is done once.
create table idempotency (
  account_id uuid not null,
  key text not null,
  request_hash text not null,
  run_id uuid not null,
  status integer,
  answer jsonb,
  created_at timestamptz not null,
  primary key (account_id, key)
);
create index idempotency_age on idempotency (created_at);

-- Facts about this installation, such as whether the demo organisation was loaded.
create table setting (name text primary key, value jsonb not null);
