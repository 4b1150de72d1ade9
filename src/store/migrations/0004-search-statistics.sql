-- How many objects hold a part of a name is estimated from samples of their text. With the usual hundred, a name that one in two hundred has
-- was taken for one in ten thousand: all of them were fetched and sorted, where a walk along the order ends after the first page.

alter table card alter column search set statistics 1000;
alter table person alter column search set statistics 1000;
