"""The latest run's results as pages that need no network: one a month, from what was validated already.

Great Expectations' own site is not used: its pages load their looks and scripts from addresses outside, cannot
be read without them, and grow with every run that is kept. These are plain files: whoever serves them decides who
reads them.
"""

import logging
import shutil
from itertools import groupby
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from include import warehouse

PAGES = Path(__file__).parent / "pages"
MISSING_VALUES_TH = {
    "skip_if_any": "ข้ามเมื่อว่างช่องใดช่องหนึ่ง",
    "skip_if_all": "ข้ามเมื่อว่างทุกช่อง",
    "never_skip": "ไม่ข้าม",
}
NAMES = """
select
    month.province_code,
    month.period,
    coalesce(province.name_th, month.province_code) as province_th,
    thai.print_digits(thai.print_month(month.period)) as month_th,
    coalesce(
        (
            select jsonb_object_agg(district.district_code, district.name_th)
            from rulebook.district
            where district.province_code = month.province_code and district.valid_during @> month.period
        ),
        '{}'
    ) as districts_th,
    thai.print_digits(
        thai.print_date((now() at time zone 'Asia/Bangkok')::date)
        || to_char(now() at time zone 'Asia/Bangkok', '" เวลา "HH24.MI" น."')
    ) as written_th
from unnest(%(provinces)s::text[], %(periods)s::date[]) as month (province_code, period)
left join rulebook.province
    on province.province_code = month.province_code and province.valid_during @> month.period
order by month.province_code, month.period
"""

RELATIONS_TH = """
select
    pg_namespace.nspname || '.' || pg_class.relname as suite,
    split_part(obj_description(pg_class.oid, 'pg_class'), ' · ', 1) as name_th
from pg_catalog.pg_class
inner join pg_catalog.pg_namespace on pg_namespace.oid = pg_class.relnamespace
where pg_namespace.nspname in ('warehouse', 'mart', 'snapshot') and pg_class.relkind in ('r', 'p')
"""

log = logging.getLogger(__name__)


def write_data_docs(folder: Path, run_id: str, results: list[dict[str, Any]], warehouse_uri: str | None = None) -> bool:
    """Replace the pages in a folder by those of one run's results; whether that could be done.

    `results` are rows as `ops.expectation_result` keeps them. The folder is a link to the pages, turned over when they
    are all there: nobody reads half of them. A folder that cannot be written to is told to the log and fails nothing.
    """
    months = sorted({(row["province_code"], row["period"]) for row in results})
    if not months:
        return False
    provinces, periods = zip(*months, strict=True)
    with warehouse.connect(warehouse_uri) as connection:
        named = warehouse.fetch(connection, NAMES, {"provinces": list(provinces), "periods": list(periods)})
        relations = {row["suite"]: row["name_th"] for row in warehouse.fetch(connection, RELATIONS_TH)}
    try:
        _replace(folder, _pages(run_id, named, relations, results))
    except OSError as error:
        log.warning("the pages of the audit were not written to %s: %s", folder, error)
        return False
    return True


def _pages(
    run_id: str, named: list[dict[str, Any]], relations: dict[str, str], results: list[dict[str, Any]]
) -> dict[str, str]:
    """The pages, by file name."""
    import great_expectations
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    templates = Environment(loader=FileSystemLoader(PAGES), autoescape=True, trim_blocks=True)

    shared = {
        "run_id": run_id,
        "version": great_expectations.__version__,
        "style": Markup((PAGES / "style.css").read_text()),
        "written_th": named[0]["written_th"],
    }
    months = [_month(name, relations, results) for name in named]
    page = templates.get_template("month.html")
    return {month["page"]: page.render(month=month, **shared) for month in months} | {
        "index.html": templates.get_template("index.html").render(months=months, **shared)
    }


def _month(name: dict[str, Any], relations: dict[str, str], results: list[dict[str, Any]]) -> dict[str, Any]:
    """What the pages tell of a month."""
    rows = [
        _told(row, name["districts_th"])
        for row in results
        if (row["province_code"], row["period"]) == (name["province_code"], name["period"])
    ]
    order = ("critical", "warning", "info")
    failed = sorted((row for row in rows if not row["success"]), key=lambda row: order.index(row["severity"]))
    suites = [(suite, list(asked)) for suite, asked in groupby(rows, key=lambda row: row["suite"])]
    return name | {
        "page": f"{name['province_code']}-{name['period']:%Y-%m}.html",
        "rows": rows,
        "failed": failed,
        "critical": sum(row["severity"] == "critical" for row in failed),
        "told": sum(row["severity"] != "critical" for row in failed),
        "unexpected": sum(row["unexpected_count"] for row in failed),
        "suites": [
            {
                "name": suite,
                # typed rows are not published, and have no comment
                "name_th": relations.get(suite) or f"แถวที่แปลงจากไฟล์ {suite.partition('.')[2]}",
                "rows": asked,
                "failed": sum(not row["success"] for row in asked),
            }
            for suite, asked in suites
        ],
    }


def _told(row: dict[str, Any], districts_th: dict[str, str]) -> dict[str, Any]:
    """A result as a page tells it."""
    thai, _, english = row["notes"].partition(" · ")
    return row | {
        "thai": thai,
        "english": english,
        "districts_th": [districts_th.get(code, code) for code in row["district_codes"]],
        "missing_values_th": MISSING_VALUES_TH.get(row["missing_values"] or ""),
    }


def _replace(folder: Path, pages: dict[str, str]) -> None:
    """Write the pages beside the folder, and turn its link over to them. Raises OSError."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fresh.chmod(0o755)
        for name, page in pages.items():
            (fresh / name).write_text(page, encoding="utf-8")
        if folder.is_dir() and not folder.is_symlink():
            folder.rmdir()  # only an empty one: nothing that somebody put there is thrown away
        link = fresh.with_suffix(".link")
        link.symlink_to(fresh.name)
        link.replace(folder)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    for old in folder.parent.glob(f".{folder.name}-*"):
        if old.name != fresh.name:
            shutil.rmtree(old, ignore_errors=True)
