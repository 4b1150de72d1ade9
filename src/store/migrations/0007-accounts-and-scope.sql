-- Accounts become objects, with a state, a version and a history; what an account may do is a row for each grant. Every object that a scope
-- can be about carries the unit of its holder.

alter table account add template text not null default 'account';
alter table account add state text not null default 'active';
alter table account add version integer not null default 1;
alter table account add kind text not null default 'person' check (kind in ('person', 'client'));
alter table account alter column kind drop default;
alter table account add email text;
-- What it holds, in words, for lists; `role_grant` is what counts.
alter table account add held text not null default '';
alter table account add fields jsonb not null default '{}';
alter table account add changed_at timestamptz;
update account set state = case when disabled then 'disabled' else 'active' end, changed_at = created_at, held = array_to_string(roles, ', ');
alter table account alter column changed_at set not null;
alter table account alter column template drop default;
alter table account alter column state drop default;

create table role_grant (
  id uuid primary key,
  account_id uuid not null references account,
  -- The name of a role, or a single permission such as `start:CardsAddonExtProdProcAbort`.
  role text not null,
  scope text not null check (scope in ('own', 'unit', 'all')),
  unit text,
  until date,
  granted_by uuid,
  granted_at timestamptz not null,
  check ((scope = 'unit') = (unit is not null))
);
create unique index role_grant_once on role_grant (account_id, role, scope, coalesce(unit, ''));
insert into role_grant (id, account_id, role, scope, granted_at)
  select gen_random_uuid(), id, unnest(roles), 'all', created_at from account;

alter table account drop column roles;
alter table account drop column disabled;
alter table account add search text not null generated always as (lower(' ' || name || ' ' || display_name || ' ' || coalesce(email, ''))) stored;
create index account_of_person on account (person_id) where person_id is not null;
create index account_by_name on account (template, name, id);
create index account_search on account using gin (search gin_trgm_ops);

-- The unit of the holder as it is now; what is printed on a card stays in its own column.
alter table card add holder_unit text;
alter table recall add holder_unit text;
alter table incident add holder_unit text;
alter table account add holder_unit text;
update card set holder_unit = p.unit from person p where p.id = card.person_id and p.unit is not null;
update recall set holder_unit = p.unit from person p where p.id = recall.person_id and p.unit is not null;
update incident set holder_unit = p.unit from person p where p.id = incident.person_id and p.unit is not null;
update account set holder_unit = p.unit from person p where p.id = account.person_id and p.unit is not null;
create index card_of_unit on card (holder_unit, template, state);
create index person_of_unit on person (unit, template, state);
