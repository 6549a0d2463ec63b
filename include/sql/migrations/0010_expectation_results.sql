-- What an expectation found: which rows, of which districts, and what asking cost.
set local role warehouse_owner;

alter table ops.expectation_result
add column examples jsonb not null default '[]' check (jsonb_typeof(examples) = 'array'),
add column district_codes text[] not null default '{}',
add column duration_seconds numeric check (duration_seconds >= 0),
add column missing_values text check (missing_values in ('skip_if_any', 'skip_if_all', 'never_skip'));
