"""What a province asks of its districts in a month: all that stands on the form before anybody fills it in.

Numbers come as a Thai reader sees them, printed by the database: Thai digits, Buddhist years, units.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from include import warehouse


class NotAsked(Exception):
    """A province or month about which no rulebook says anything; its text says so in Thai and in English."""


@dataclass(frozen=True)
class Target:
    """One criterion and what a district, or the whole province, must reach for its points."""

    criterion: str
    conditions: str
    points: str
    document: str
    of_province: bool


@dataclass(frozen=True)
class District:
    """A district's places and what is asked of it; `headcounts` by column of the summary, empty where none is known."""

    code: str
    name: str
    subdistricts: tuple[str, ...]
    targets: tuple[Target, ...]
    headcounts: dict[str, int]


@dataclass(frozen=True)
class Asked:
    """A province's month. `related` are the services to report on, `services` these and every other that may be.

    `clock` says which day counts, `reported` or `received`; `hashtags` those ordered, by `publicity` and `activities`,
    of which a post carries one or, with `all_hashtags`, every one.
    """

    programme_code: str
    programme: str
    province_code: str
    province: str
    period: date
    month: str
    due: str
    clock: str
    total_points: str
    related: tuple[str, ...]
    services: tuple[str, ...]
    channels: tuple[str, ...]
    hashtags: dict[str, tuple[str, ...]]
    all_hashtags: bool
    districts: tuple[District, ...]


def asked(connection: Any, province_code: str, period: date) -> Asked:
    """What the rulebook in force asks for a month, in the caller's transaction. Raises NotAsked where there is none."""
    of_month = {"province_code": province_code, "period": period}
    found = warehouse.fetch(connection, _RULEBOOK, of_month)
    if not found:
        raise _not_asked(connection, province_code, period)
    rules = found[0]
    of_programme = of_month | {"programme_code": rules["programme_code"]}
    targets = _targets(connection, of_programme)
    headcounts = {
        row.pop("district_code"): row
        for row in warehouse.fetch(
            connection, "select * from mart.headcounts(%(programme_code)s, %(province_code)s, %(period)s)", of_programme
        )
    }
    districts = tuple(
        District(
            row["district_code"],
            row["name_th"],
            tuple(row["subdistricts"]),
            tuple(targets[row["district_code"]] + targets[None]),
            headcounts.get(row["district_code"], {}),
        )
        for row in warehouse.fetch(connection, _DISTRICTS, of_month)
    )
    return Asked(
        programme_code=rules["programme_code"],
        programme=rules["programme"],
        province_code=province_code,
        province=rules["province"],
        period=period,
        month=rules["month"],
        due=rules["due"],
        clock=rules["clock"],
        total_points=rules["total_points"],
        related=tuple(rules["related"]),
        services=tuple(dict.fromkeys(rules["related"] + rules["services"])),
        channels=tuple(rules["channels"]),
        hashtags={kind: tuple(ordered) for kind, ordered in rules["hashtags"].items()},
        all_hashtags=rules["hashtags_rule"] == "all",
        districts=districts,
    )


def _targets(connection: Any, of_programme: dict[str, Any]) -> defaultdict[str | None, list[Target]]:
    """Targets by district code, None for the province's: computed by the very model that grades, and left nowhere."""
    targets: defaultdict[str | None, list[Target]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute("savepoint before_targets")
        warehouse.run(connection, "mart/target.sql", of_programme)
        for row in warehouse.fetch(connection, _TARGETS, of_programme):
            targets[row.pop("district_code")].append(Target(**row))
        cursor.execute("rollback to savepoint before_targets")
    return targets


def _not_asked(connection: Any, province_code: str, period: date) -> NotAsked:
    rows = warehouse.fetch(connection, _MONTHS, {"province_code": province_code})
    if not rows:
        known = ", ".join(row["province_code"] for row in warehouse.fetch(connection, _PROVINCES))
        return NotAsked(
            f"จังหวัดรหัส “{province_code}” ยังไม่มีเกณฑ์ในระบบ จังหวัดที่มีเกณฑ์คือ {known} โปรดตรวจรหัสจังหวัดสองหลัก\n"
            f"No rulebook for province {province_code!r}; there are rulebooks for {known}."
        )
    spans_th = ", ".join(f"{row['first_th']} ถึง {row['last_th']}" for row in rows)
    spans = ", ".join(f"{row['first']:%Y-%m} to {row['last']:%Y-%m}" for row in rows)
    return NotAsked(
        f"เดือน {period:%Y-%m} อยู่นอกช่วงที่จังหวัดรหัส {province_code} มีเกณฑ์ใช้บังคับ คือ {spans_th} โปรดเลือกเดือนในช่วงนี้\n"
        f"No rulebook of province {province_code} holds for {period:%Y-%m}; its months are {spans}."
    )


_RULEBOOK = """
select
    in_force.programme_code,
    province.name_th as province,
    programme.name_th as programme,
    thai.print_digits(thai.print_month(%(period)s)) as month,
    thai.print_digits(thai.print_date((deadline.due_at at time zone 'Asia/Bangkok')::date)) as due,
    version.clock,
    version.hashtags_rule,
    version.document -> 'hashtags' as hashtags,
    (
        select thai.print_digits(thai.print_number(sum(criterion.points)))
        from rulebook.criterion
        where
            criterion.programme_code = in_force.programme_code and criterion.province_code = in_force.province_code
            and criterion.rulebook_version = in_force.rulebook_version and criterion.level = 'district'
    ) as total_points,
    array(
        select service.name_th
        from jsonb_array_elements_text(version.document -> 'related_services' -> 'services')
            with ordinality as related (service_code, place)
        inner join rulebook.service
            on service.programme_code = in_force.programme_code and service.service_code = related.service_code
        order by related.place
    ) as related,
    array(
        select service.name_th
        from rulebook.service
        where service.programme_code = in_force.programme_code
        order by service.menu desc, service.name_th
    ) as services,
    array(
        select distinct name.code
        from rulebook.name
        where name.province_code = in_force.province_code and name.kind = 'channel' and name.origin <> 'alias'
        order by name.code
    ) as channels
from rulebook.in_force
inner join rulebook.programme using (programme_code)
inner join rulebook.version using (programme_code, province_code, rulebook_version)
inner join rulebook.province
    on province.province_code = in_force.province_code and province.valid_during @> %(period)s
inner join rulebook.deadline
    on
        deadline.programme_code = in_force.programme_code and deadline.province_code = in_force.province_code
        and deadline.rulebook_version = in_force.rulebook_version and deadline.period = %(period)s
        and deadline.deadline_code = 'report'
where in_force.province_code = %(province_code)s and in_force.valid_during @> %(period)s
"""
_TARGETS = """
select
    target.district_code,
    criterion.name_th as criterion,
    thai.print_digits(string_agg(
        measure.name_th || case target.comparator when '=' then ' ต้องเป็น ' else ' อย่างน้อย ' end
        || mart.quantity_th(target.target_value, measure.unit_th)
        || case condition.target_kind
            when 'percent_of' then
                ' (ร้อยละ ' || thai.print_number(condition.target_number) || ' ของ '
                || mart.quantity_th(target.base_value, measure.unit_th) || ')'
            when 'per_subdistrict' then
                ' (' || thai.print_number(target.base_value) || ' ตำบล ตำบลละ '
                || mart.quantity_th(condition.target_number, measure.unit_th) || ')'
            else ''
        end
        || case target.measure_code
            when 'subdistricts_short'
                then ' (ทุกตำบลต้องมีผู้ดาวน์โหลดอย่างน้อย ' || thai.print_number(version.subdistrict_minimum) || ' ราย)'
            else ''
        end,
        ' และ' order by target.condition_no
    )) as conditions,
    thai.print_digits(thai.print_number(criterion.points)) as points,
    thai.print_digits(min(target.order_ref)) as document,
    criterion.level = 'province' as of_province
from candidate.target
inner join rulebook.version using (programme_code, province_code, rulebook_version)
inner join rulebook.criterion using (programme_code, province_code, rulebook_version, criterion_code)
inner join rulebook.condition using (programme_code, province_code, rulebook_version, criterion_code, condition_no)
inner join rulebook.measure on measure.measure_code = target.measure_code
where
    target.programme_code = %(programme_code)s and target.province_code = %(province_code)s
    and target.period = %(period)s
group by target.district_code, criterion.position, criterion.name_th, criterion.points, criterion.level
order by criterion.position
"""
_DISTRICTS = """
select
    district.district_code,
    district.name_th,
    array(
        select subdistrict.name_th
        from rulebook.subdistrict
        where subdistrict.district_code = district.district_code and subdistrict.valid_during @> %(period)s
        order by subdistrict.subdistrict_code
    ) as subdistricts
from rulebook.district
where district.province_code = %(province_code)s and district.valid_during @> %(period)s
order by district.district_code
"""
_MONTHS = """
select
    lower(valid_during) as first,
    (upper(valid_during) - interval '1 month')::date as last,
    thai.print_month(lower(valid_during)) as first_th,
    thai.print_month((upper(valid_during) - interval '1 month')::date) as last_th
from rulebook.in_force
where province_code = %(province_code)s
order by valid_during
"""
_PROVINCES = "select distinct province_code from rulebook.in_force order by province_code"
