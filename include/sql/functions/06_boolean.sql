-- makes   thai.boolean_reading, thai.read_boolean
-- grain   one cell in; a value, or the rule that refuses it, or neither when the cell is empty
-- rule    a cross may mean "chosen" or "wrong", so it is refused; what an empty cell means is the caller's rule

do $$
begin
    create type thai.boolean_reading as (value boolean, rule text);
exception
    when duplicate_object then null;
end $$;

-- Rules: boolean_ambiguous, boolean_unreadable.
create or replace function thai.read_boolean(raw text) returns thai.boolean_reading
language sql immutable parallel safe
return case
    when raw is null then row(null, null)::thai.boolean_reading
    else case coalesce(lower(thai.digits(thai.fold(raw))), '')
        when '' then row(null, null)::thai.boolean_reading
        when 'ใช่' then row(true, null)::thai.boolean_reading
        when 'มี' then row(true, null)::thai.boolean_reading
        when 'ครบ' then row(true, null)::thai.boolean_reading
        when 'yes' then row(true, null)::thai.boolean_reading
        when 'true' then row(true, null)::thai.boolean_reading
        when '1' then row(true, null)::thai.boolean_reading
        when '/' then row(true, null)::thai.boolean_reading
        when '✓' then row(true, null)::thai.boolean_reading
        when '√' then row(true, null)::thai.boolean_reading
        when '✔' then row(true, null)::thai.boolean_reading
        when 'ไม่ใช่' then row(false, null)::thai.boolean_reading
        when 'ไม่มี' then row(false, null)::thai.boolean_reading
        when 'ไม่ครบ' then row(false, null)::thai.boolean_reading
        when 'no' then row(false, null)::thai.boolean_reading
        when 'false' then row(false, null)::thai.boolean_reading
        when '0' then row(false, null)::thai.boolean_reading
        else row(
            null, case when lower(thai.fold(raw)) ~ '^[x×✕✖✗✘❌☒]$' then 'boolean_ambiguous' else 'boolean_unreadable' end
        )::thai.boolean_reading
    end
end;
