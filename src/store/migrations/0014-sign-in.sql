-- How people sign in: with what they prove who they are, and where they are signed in.

-- A session that somebody else ended stays for a while, so that its browser can be told why.
delete from session;
alter table session add id uuid not null unique;
-- The token is changed now and then. The one before counts for requests that were under way, and until the new one was seen: an answer may
-- be lost on its way.
alter table session add former_hash text;
alter table session add token_seen boolean not null default true;
alter table session add renewed_at timestamptz not null;
alter table session add proved_at timestamptz not null;
-- What is still asked before the session is good for anything: a second factor, or to set one up.
alter table session add stage text not null check (stage in ('open', 'second-factor', 'set-up'));
-- How somebody signed in, as sentences name it.
alter table session add way text not null;
alter table session add agent text not null;
alter table session add address text not null;
alter table session add ended_at timestamptz;
alter table session add ended_why text;
create index session_former on session (former_hash) where former_hash is not null;

alter table account add totp_since timestamptz;
-- The last step of thirty seconds whose code was used; none is used twice.
alter table account add totp_step bigint;

create table recovery_code (
  account_id uuid not null references account,
  hash text not null,
  used_at timestamptz,
  primary key (account_id, hash)
);

create table passkey (
  id uuid primary key,
  account_id uuid not null references account,
  credential text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamptz not null,
  used_at timestamptz
);
create index passkey_of_account on passkey (account_id);

-- What was given out to be brought back once: a challenge for a passkey, the state of a way to an identity provider. Known by its hash.
create table sign_in_challenge (
  hash text primary key,
  purpose text not null,
  account_id uuid references account,
  facts jsonb not null,
  expires_at timestamptz not null
);

-- A code that lets somebody choose how to sign in: the first administrator, whoever was invited, whoever forgot. Known by its hash.
create table one_time_code (
  hash text primary key,
  purpose text not null check (purpose in ('first-administrator', 'invitation', 'reset')),
  account_id uuid references account,
  expires_at timestamptz not null
);
create unique index one_time_code_of_account on one_time_code (coalesce(account_id::text, purpose));

-- Codes to be handed over: the code itself is made when it is sent, or printed.
create table code_delivery (
  run_id uuid not null,
  account_id uuid not null references account,
  purpose text not null check (purpose in ('invitation', 'reset')),
  asked_by uuid,
  created_at timestamptz not null,
  primary key (run_id, account_id)
);

-- Names that were tried in vain from an address, each by a part of its hash that fits millions of names: whoever reads this learns none.
create table sign_in_failure (
  address text not null,
  mark text not null,
  at timestamptz not null,
  primary key (address, mark)
);

create table account_link (
  provider text not null,
  subject text not null,
  account_id uuid not null references account,
  linked_at timestamptz not null,
  primary key (provider, subject)
);
create index account_link_of_account on account_link (account_id);

-- Grants that came with the claims of an identity provider are its to take back.
alter table role_grant add provider text;
drop index role_grant_once;
create unique index role_grant_once on role_grant (account_id, role, scope, coalesce(unit, ''), coalesce(provider, ''));

-- Identity providers that could not be reached, and since when.
create table provider_trouble (
  provider text primary key,
  why text not null,
  since timestamptz not null
);
