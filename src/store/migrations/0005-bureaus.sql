-- Bureaus, what was said to them and by them, recalls, and incidents.

-- A bureau as an object: its press runs or is stopped. How it is reached is a definition of the same name.
create table bureau (
  id uuid primary key,
  template text not null,
  state text not null,
  version integer not null default 1,
  name text not null,
  label text not null,
  stopped_why text,
  fields jsonb not null default '{}',
  created_at timestamptz not null,
  changed_at timestamptz not null,
  search text not null generated always as (lower(' ' || name || ' ' || label)) stored
);
create unique index bureau_name on bureau (name);
create index bureau_by_label on bureau (template, label, id);
insert into bureau (id, template, state, name, label, created_at, changed_at)
  values ('00000000-0000-7000-8000-000000000001', 'bureau', 'running', 'bureau', 'Bureau', now(), now());

-- A held order stays in the queue and is not claimed; it may still be aborted.
alter table production_order add held_at timestamptz;
alter table production_order add held_by text;
alter table production_order add held_why text;
alter table production_order drop constraint production_order_status_check;
alter table production_order add constraint production_order_status_check
  check (status in ('queued', 'claimed', 'sent', 'answered', 'withdrawn', 'recalled'));
drop index production_order_queue;
create index production_order_queue on production_order (bureau, queued_at, id) where status = 'queued' and held_at is null;
create index production_order_held on production_order (bureau, held_at) where status = 'queued' and held_at is not null;

-- The manifest as it was sealed, to the byte: what is repeated is what was sent.
alter table batch add manifest text;
alter table batch add signature_key text;
alter table batch add signature text;
-- Until then the bureau can take orders of the batch back, as it announced.
alter table batch add cut_off_at timestamptz;

create table batch_attempt (
  batch_id uuid not null references batch,
  number integer not null,
  at timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in ('taken', 'not delivered', 'unclear')),
  why text,
  primary key (batch_id, number)
);

-- Photos that sealed batches name, as they were then; kept until the bureau has acknowledged the batch.
create table sealed_photo (
  batch_id uuid not null references batch,
  sha256 text not null,
  media_type text not null,
  bytes bytea not null,
  primary key (batch_id, sha256)
);

-- Everything a bureau said, once each; what it said before is passed over for as long as it is remembered here.
create table bureau_message (
  bureau text not null,
  message uuid not null,
  kind text not null,
  source text not null,
  said_at timestamptz,
  received_at timestamptz not null,
  repeats integer not null default 0,
  body jsonb,
  recorded_at timestamptz,
  lines integer not null default 0,
  recorded integer not null default 0,
  unmatched jsonb not null default '[]',
  sentence text,
  primary key (bureau, message)
);
create index bureau_message_newest on bureau_message (received_at desc, message desc);
create index bureau_message_unrecorded on bureau_message (bureau, received_at) where recorded_at is null;

alter table card add serial_number text;
alter table card add carrier text;
alter table card add tracking_number text;
alter table card add shipped_at timestamptz;
alter table card add block_on_arrival text;
drop index card_search;
alter table card drop column search;
alter table card add search text not null generated always as (
  lower(' ' || coalesce(holder_first_name, '') || ' ' || coalesce(holder_last_name, '') || ' ' || number::text || ' ' || coalesce(employee_number, '') || ' '
    || coalesce(unit, '') || ' ' || coalesce(chip_number, '') || ' ' || coalesce(serial_number, ''))
) stored;
create index card_search on card using gin (search gin_trgm_ops);
alter table card alter column search set statistics 1000;

-- An order that the bureau is asked to stop.
create sequence recall_number start 1;
create table recall (
  id uuid primary key,
  template text not null,
  state text not null,
  version integer not null default 1,
  number bigint not null default nextval('recall_number'),
  person_id uuid references person,
  card_id uuid not null references card,
  order_id uuid not null references production_order,
  bureau text not null,
  message_id uuid not null,
  reason text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  deadline_at timestamptz not null,
  sent_at timestamptz,
  answered_at timestamptz,
  answer text,
  trouble text,
  fields jsonb not null default '{}',
  created_at timestamptz not null,
  changed_at timestamptz not null,
  search text not null generated always as (lower(' ' || number::text || ' ' || bureau || ' ' || reason)) stored
);
create unique index recall_open on recall (order_id) where state in ('asked', 'sent', 'overdue');
create index recall_of_card on recall (card_id, created_at desc);
create index recall_of_message on recall (message_id);
create index recall_due on recall (deadline_at) where state in ('asked', 'sent');
create index recall_by_number on recall (template, number, id);
create index recall_by_state on recall (template, state, number, id);

-- Something that a person must look into.
create sequence incident_number start 1;
create table incident (
  id uuid primary key,
  template text not null,
  state text not null,
  version integer not null default 1,
  number bigint not null default nextval('incident_number'),
  person_id uuid references person,
  card_id uuid references card,
  batch_id uuid references batch,
  bureau text,
  message_id uuid,
  kind text not null,
  what text not null,
  owner text,
  closing_note text,
  fields jsonb not null default '{}',
  created_at timestamptz not null,
  changed_at timestamptz not null,
  search text not null generated always as (lower(' ' || number::text || ' ' || kind || ' ' || what || ' ' || coalesce(bureau, '') || ' ' || coalesce(owner, ''))) stored
);
create index incident_of_card on incident (card_id, created_at desc) where card_id is not null;
create index incident_of_message on incident (message_id) where message_id is not null;
create index incident_by_number on incident (template, number, id);
create index incident_by_state on incident (template, state, number, id);
