-- makes   nothing: waits until nobody else types or builds this province, and keeps others waiting until the transaction ends
-- grain   one lock per province
-- rule    rows typed and months built never see half of each other's work; no key of what is hashed is changed meanwhile

select pg_advisory_xact_lock(hashtext('province ' || %(province_code)s::text));

select pg_advisory_xact_lock_shared(hashtext('personal key'));
