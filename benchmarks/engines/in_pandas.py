"""Attainment, grades and what is frozen of them, in pandas: exact decimals, the sentences too."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any

import pandas as pd

from benchmarks.engines import handing

_CONDITION = ["province_code", "district_code", "measure_code"]


def work(cursor: Any, period: Any) -> None:
    """Reads the inputs, computes, and writes the results back."""
    given = {
        name: pd.read_csv(BytesIO(content), dtype=str, keep_default_na=False)
        for name, content in handing.read(cursor, period).items()
    }
    attainment = _attainment(given)
    grades = _grades(given, attainment)
    targets, measures = given["target"], given["measure"]
    snapshots = {code: number for number, code in enumerate(sorted(targets["province_code"].unique()), 1)}
    for table, rows in (("attainment", attainment), ("district_grade", grades)):
        _write(cursor, table, rows)
    for table, rows in (
        ("target", targets),
        ("measure", measures),
        ("attainment", attainment),
        ("district_grade", grades),
    ):
        _write(cursor, f"frozen_{table}", rows.assign(snapshot_id=rows["province_code"].map(snapshots)))


def _attainment(given: dict[str, pd.DataFrame]) -> pd.DataFrame:
    conditions = (
        given["target"]
        .merge(given["measure"][[*_CONDITION, "value"]], on=_CONDITION, how="left")
        .merge(given["catalogue"], on="measure_code")
        .merge(_details(given), on=["district_code", "measure_code"], how="left")
    )
    conditions["detail_th"] = conditions["detail_th"].fillna("")
    conditions["value"] = conditions["value"].fillna("")
    conditions["condition_no"] = conditions["condition_no"].astype(int)
    told = [_condition(row) for row in conditions.itertuples(index=False)]
    conditions["holds"] = [holds for holds, _ in told]
    conditions["sentence"] = [sentence for _, sentence in told]
    key = ["programme_code", "period", "province_code", "district_code", "criterion_code", "rulebook_version"]
    criteria = (
        conditions.sort_values("condition_no")
        .groupby(key, as_index=False)
        .agg(met=("holds", "all"), conditions_th=("sentence", " และ".join))
        .merge(given["criterion"], on=["province_code", "rulebook_version", "criterion_code"])
        .rename(columns={"points": "max_points"})
    )
    reported = set(given["report"].loc[given["report"]["counts"] == "t", "district_code"])
    criteria["points"] = criteria["max_points"].where(criteria["met"], "0")
    criteria["explanation_th"] = [
        ("ผ่าน: " if met else "ไม่ผ่าน: ")
        + conditions_th
        + (" · ยังไม่ได้รับรายงานของอำเภอ" if district and district not in reported else "")
        for met, conditions_th, district in zip(
            criteria["met"], criteria["conditions_th"], criteria["district_code"], strict=True
        )
    ]
    return criteria.drop(columns=["conditions_th", "rulebook_version"])


def _details(given: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Which subdistricts and services are behind a figure that counts what is missing."""
    short = given["short"]
    value = short["value"].replace("", "0").map(Decimal)
    short = (
        short[value < short["subdistrict_minimum"].map(Decimal)].assign(number=value).sort_values("subdistrict_code")
    )
    short["named"] = [
        f"ตำบล{name} {_quantity(number, 'ราย')}" for name, number in zip(short["name_th"], short["number"], strict=True)
    ]
    subdistricts = short.groupby("district_code")["named"].agg(", ".join).map(" ได้แก่ {}".format)
    services = given["service"]
    services = services.assign(
        accepted_ready=(services["accepted"] == "t") & (services["ready"] == "t"),
        aside=(services["accepted"] == "t") & (services["related"] == "f"),
    )
    judged = services.groupby(["district_code", "name_th"], as_index=False)[["accepted_ready", "aside"]].all()
    missing = judged[~judged["accepted_ready"] & ~judged["aside"]].sort_values("name_th")
    unready = missing.groupby("district_code")["name_th"].agg(", ".join).map(" บริการที่ยังไม่พร้อม ได้แก่ {}".format)
    return pd.concat(
        [
            subdistricts.rename("detail_th").reset_index().assign(measure_code="subdistricts_short"),
            unready.rename("detail_th").reset_index().assign(measure_code="services_ready_share"),
        ]
    )


def _condition(row: Any) -> tuple[bool, str]:
    """Whether a condition holds, and the sentence that says so."""
    target = Decimal(row.target_value)
    observed = Decimal(row.value) if row.value else None
    holds = observed is not None and (observed >= target if row.comparator == ">=" else observed == target)
    bound = "เป้าหมาย" if row.comparator == "=" else "เป้าหมายอย่างน้อย"
    told = f"{row.name_th} {_quantity(observed, row.unit_th)} ({bound} {_quantity(target, row.unit_th)})"
    if observed is not None and row.comparator == ">=" and observed < target and row.unit_th != "สัดส่วน":
        told += f" ขาด {_quantity(target - observed, row.unit_th)}"
    elif observed is not None and row.comparator == "=" and observed > target:
        told += f" เกิน {_quantity(observed - target, row.unit_th)}"
    return holds, told if holds else told + row.detail_th


def _quantity(value: Decimal | None, unit_th: str) -> str:
    if value is None:
        return "ไม่มีข้อมูล"
    if unit_th == "สัดส่วน":
        return f"ร้อยละ {_number((value * 100).quantize(Decimal('0.01'), ROUND_DOWN))}"
    return f"{_number(value)} {unit_th}"


def _number(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _grades(given: dict[str, pd.DataFrame], attainment: pd.DataFrame) -> pd.DataFrame:
    version = given["target"][["province_code", "rulebook_version"]].drop_duplicates()
    of_districts = attainment[attainment["district_code"] != ""].merge(version, on="province_code")
    for column in ("points", "max_points"):
        of_districts[column] = of_districts[column].map(Decimal)
    key = ["programme_code", "period", "province_code", "district_code", "rulebook_version"]
    points = of_districts.groupby(key, as_index=False)[["points", "max_points"]].sum()
    bands = {
        place: sorted(zip(of["lower_percent"].map(Decimal), of["grade"], strict=True), reverse=True)
        for place, of in given["band"].groupby(["province_code", "rulebook_version"])
    }
    points["grade"] = [
        next(grade for lower, grade in bands[province, number] if 100 * got >= lower * most)
        for province, number, got, most in zip(
            points["province_code"], points["rulebook_version"], points["points"], points["max_points"], strict=True
        )
    ]
    points["percent"] = [
        (100 * got / most).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        for got, most in zip(points["points"], points["max_points"], strict=True)
    ]
    reports, measures = given["report"], given["measure"]
    first = reports.loc[reports["first_valid"] == "t", ["district_code", "reported_at"]]
    punctual = measures[measures["measure_code"] == "reports_on_time"]
    on_time = punctual[punctual["value"].replace("", "0").map(Decimal) == 1]
    graded = (
        points.merge(given["district"].rename(columns={"name_th": "district_name_th"}), on="district_code")
        .merge(given["basis"].rename(columns={"basis": "grade_basis"}), on=["province_code", "rulebook_version"])
        .merge(first, on="district_code", how="left")
    )
    graded["status"] = graded["reported_at"].isna().map({True: "not_reported", False: "graded"})
    graded["on_time"] = graded["district_code"].isin(on_time["district_code"])
    return graded


def _write(cursor: Any, table: str, rows: pd.DataFrame) -> None:
    out = BytesIO(rows.to_csv(index=False).encode())
    handing.write(cursor, table, out)
