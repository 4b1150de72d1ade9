-- What whoever acted held then, and from where they asked; a run keeps both for its legs to come. Neither is told of the system and of bureaus.
alter table journal add actor_roles text[];
alter table journal add actor_address text;
alter table run add actor_roles text[];
alter table run add actor_address text;
