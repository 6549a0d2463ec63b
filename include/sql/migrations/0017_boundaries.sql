-- Places that begin and end: what followed an ended one, and room to change a district's time together with its subdistricts'.
set local role warehouse_owner;

create table rulebook.successor (
    province_code text not null,
    level text not null check (level in ('district', 'subdistrict')),
    code text not null,
    ended_on date not null check (ended_on = date_trunc('month', ended_on)),
    successor_code text not null check (left(successor_code, 2) = province_code),
    notice_th text not null,
    primary key (code, successor_code)
);

alter table rulebook.subdistrict
drop constraint subdistrict_district_code_valid_during_fkey,
add foreign key (district_code, period valid_during) references rulebook.district (district_code, period valid_during)
deferrable initially deferred;
