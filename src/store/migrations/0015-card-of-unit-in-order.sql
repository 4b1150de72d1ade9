-- Of one unit, the newest cards in a state are read as they are listed, however many others there are, or none.
drop index card_of_unit;
create index card_of_unit on card (holder_unit, template, state, created_at, id);
