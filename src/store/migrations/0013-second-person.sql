-- Some commands wait until a second person agrees: when they asked, who agreed and when, and how they were closed where nobody did.

alter table run drop constraint run_state_check;
alter table run add constraint run_state_check check (state in ('asking', 'awaiting', 'walking', 'waiting', 'ended', 'cancelled'));
alter table run add asked_at timestamptz;
alter table run add approved_by uuid;
alter table run add approved_name text;
alter table run add approved_at timestamptz;
-- When whoever began it made it act: what they did by themselves within a day is counted together.
alter table run add acted_at timestamptz;
alter table run add closed_by text;
alter table run add closed_why text;
alter table run add constraint run_awaiting_check check (state <> 'awaiting' or (asked_at is not null and approved_at is null));
alter table run add constraint run_approved_check
  check ((approved_at is null) = (approved_by is null) and (approved_at is null) = (approved_name is null) and (approved_at is null or asked_at is not null));
-- Nobody agrees to what they asked for themselves; that they are not one person with two accounts is asked where accounts are read.
alter table run add constraint run_second_person_check check (approved_by is distinct from actor_id or approved_by is null);
update run set acted_at = started_at where state in ('walking', 'waiting', 'ended');

drop index run_open;
create index run_open on run (actor_id, started_at desc) where state in ('asking', 'awaiting', 'walking', 'waiting');
create index run_awaiting on run (asked_at) where state = 'awaiting';
drop index run_of_use_case;
create index run_of_use_case on run (use_case, acted_at desc);

alter table journal drop constraint journal_kind_check;
alter table journal add constraint journal_kind_check check (kind in
  ('created', 'changed', 'moved', 'done', 'refused', 'cancelled', 'asked', 'approved', 'declined', 'lapsed', 'published', 'signed-in', 'other'));

