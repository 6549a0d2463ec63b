-- makes   room in quarantine.rejected_row for the files about to be typed: the staging models write what they refuse
-- grain   one row per refused row
-- rule    a file typed anew is judged anew, whole

delete from quarantine.rejected_row
where file_id in (select pending_file.file_id from ops.pending_file where province_code = %(province_code)s);
