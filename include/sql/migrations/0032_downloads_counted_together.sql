-- The downloads of a province's files are counted in one go; before, the month was read once for each of them.
set local role warehouse_owner;

drop function if exists warehouse.count_downloads(text, date, bigint);
