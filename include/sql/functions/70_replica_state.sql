-- makes   ops.replica_state()
-- grain   one row per replica that was set up, asked of the server it follows; one row, of itself, asked of the replica
-- rule    it follows while it is connected; its lag is none once it has replayed all that it was sent. Acts as warehouse_owner, who alone may see
--         how far others are; it shows no query and no address
create or replace function ops.replica_state()
returns table (replica text, following boolean, lag_seconds numeric, behind_bytes numeric, lost boolean, since timestamptz)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
    if pg_is_in_recovery() then
        return query
        select
            'self'::text,
            exists (select from pg_stat_wal_receiver),
            case
                when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() and exists (select from pg_stat_wal_receiver) then 0
                else extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())
            end,
            pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()),
            false,
            pg_last_xact_replay_timestamp();
    else
        return query
        select
            slots.slot_name::text,
            slots.active,
            case when slots.active then coalesce(extract(epoch from senders.replay_lag), 0) end,
            pg_wal_lsn_diff(pg_current_wal_lsn(), coalesce(senders.replay_lsn, slots.restart_lsn)),
            coalesce(slots.wal_status = 'lost', false),
            slots.inactive_since
        from pg_replication_slots as slots
        left join pg_stat_replication as senders on senders.pid = slots.active_pid
        where slots.slot_type = 'physical' and not slots.temporary;
    end if;
end
$$;
alter function ops.replica_state() owner to warehouse_owner;
revoke execute on function ops.replica_state() from public;
grant execute on function ops.replica_state() to warehouse_etl, analyst, province_analyst;
