-- With what a program asks in the name of its account. The token itself is kept nowhere; until it has been shown, once, there is no hash either.

create table api_token (
  id uuid primary key,
  account_id uuid not null references account,
  name text not null,
  hash text unique,
  -- The only permissions it gives; null for all that the account holds.
  only_words text[],
  -- Networks it may be used from; empty for any.
  addresses text[] not null default '{}',
  -- Requests a minute.
  rate integer not null,
  created_at timestamptz not null,
  created_by uuid not null references account,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz,
  last_address text
);
create index api_token_of_account on api_token (account_id, created_at desc);
