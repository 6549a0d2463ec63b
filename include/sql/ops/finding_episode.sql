-- makes   ops.finding_episode, of the months whose files are typed in this transaction
-- grain   one row each time a finding was there
-- rule    what a file shows is told as soon as the file is typed, before its month is built

select ops.note_findings('click', pending.province_code, pending.period)
from (
    select distinct
        province_code,
        period
    from ops.pending_file
    where province_code = %(province_code)s
) as pending;
