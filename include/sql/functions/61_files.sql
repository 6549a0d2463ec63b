-- What is asked of a received file by all that goes by its source. Written into their callers, so that indexes are used as if they were not there.

-- measures.md, No grade without its sources: a file counts when it loaded; one whose every row was refused delivers nothing.
create or replace function ops.delivers(file ops.source_file)
returns boolean
language sql immutable parallel safe as $$
    select file.status = 'loaded' and file.typed_with is not null and (file.rows_read = 0 or file.rows_loaded + file.rows_known > 0)
$$;

-- Whether each file of a source is of one month; those of all others say something of many.
create or replace function ops.is_of_one_month(source text)
returns boolean
language sql immutable parallel safe as $$
    select source in ('submissions', 'app_downloads', 'content_records')
$$;
