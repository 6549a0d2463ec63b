-- Codes and names of abolished places: `abolished` where a notice names the successor, `former` where one is only likely, to be suggested.
set local role warehouse_owner;

alter table rulebook.name drop constraint name_origin_check;
alter table rulebook.name add constraint name_origin_check check (origin in ('code', 'name', 'alias', 'abolished', 'former'));
