-- Mails that wait to be sent, and when those that are not needed any more went. What was said, and to whom, is kept only while a mail waits.

create table mail (
  id uuid primary key,
  recipient text,
  subject text,
  body text,
  about_template text,
  about_object uuid,
  created_at timestamptz not null,
  attempts integer not null default 0,
  last_error text,
  sent_at timestamptz,
  given_up_at timestamptz,
  check ((sent_at is null and given_up_at is null) = (recipient is not null and subject is not null and body is not null))
);
