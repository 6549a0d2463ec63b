-- makes   ops.month_partition
-- grain   one row per table that is parted by month, and month it has a partition of
-- rule    published: every province that sent downloads of the month has its final results out, so that its rows seldom change any more; settled:
--         none of its pages has a row that is not frozen, and the planner knows its rows. Both are seen, nothing is remembered: rows that come
--         later unsettle it
create or replace view ops.month_partition with (security_invoker) as
with

partitions as (
    select
        pg_inherits.inhparent::regclass::text as relation,
        pg_inherits.inhrelid::regclass::text as partition,
        to_date(right(pg_class.relname, 7), 'YYYY_MM') as period,
        pg_class.reltuples >= 0 and pg_class.relallfrozen >= pg_class.relpages as settled
    from pg_catalog.pg_inherits
    inner join pg_catalog.pg_class on pg_class.oid = pg_inherits.inhrelid
    where pg_class.relnamespace = 'months'::regnamespace and pg_class.relkind = 'r'
)

select
    partitions.relation,
    partitions.period,
    partitions.partition,
    exists (
        select from ops.source_file
        where source_file.source = 'app_downloads' and source_file.status = 'loaded' and source_file.period = partitions.period
    )
    and not exists (
        select from ops.source_file
        where
            source_file.source = 'app_downloads' and source_file.status = 'loaded' and source_file.period = partitions.period
            and not exists (
                select from snapshot.publication
                where
                    publication.province_code = source_file.province_code and publication.period = source_file.period
                    and publication.kind <> 'provisional'
            )
    ) as published,
    partitions.settled
from partitions;
alter view ops.month_partition owner to warehouse_owner;
