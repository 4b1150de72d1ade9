-- The legs of a large run that are still to come: the objects of one each, in their order. Whoever walks a leg takes its row, and enters the
-- objects in run_object with what became of them. So several can be walked at the same time, and no object is written twice.

create table run_leg (
  run_id uuid not null references run,
  number integer not null,
  objects uuid[] not null,
  primary key (run_id, number)
);
