"""Shops of Shop ชุมชน: who registered one, when, what became of it, and each month's export of the whole history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from include.simulator.calendar_months import at, folder_name, month_after, month_end
from include.simulator.csv_files import written_columns
from include.simulator.defects import Setting, spoil
from include.simulator.layout import SHOP_REGISTRATIONS
from include.simulator.pen import export_days, slips
from include.simulator.people import shop_name
from include.simulator.records import Cell, Delivery, Row
from include.simulator.table_files import any_ending, cells_of, table_file

PENDING, APPROVED, REFUSED = "รออนุมัติ", "อนุมัติแล้ว", "ไม่อนุมัติ"
HISTORY_MONTHS = 4


@dataclass(frozen=True)
class Shop:
    """A shop as it went: registered, then decided on a day (after which exports show the decision)."""

    shop_id: str
    operator_id: str
    name: str
    registered_on: date
    decision: str
    decided_on: date


class Planner:
    """Opens shops in a province month by month; operators who have none yet are taken from the registry in turn."""

    def __init__(self, random: Random, province_code: str, registry: Mapping[str, str]) -> None:
        self._random = random
        self._province_code = province_code
        self.shops: list[Shop] = []
        self.newcomers: dict[str, str] = {}
        self._free: dict[str, list[str]] = {}
        for operator, district_code in registry.items():
            self._free.setdefault(district_code, []).append(operator)
        for operators in self._free.values():
            random.shuffle(operators)

    def _open(self, operator: str, month: date, decision: str | None = None) -> Shop:
        random = self._random
        last = month_end(month)
        day = (
            random.choice([month, last])
            if random.random() < 0.1
            else month + timedelta(days=random.randrange(last.day))
        )
        fate = decision or random.choices([APPROVED, PENDING], [8, 2])[0]
        wait = random.randint(1, 45) if fate != PENDING else 9999
        shop = Shop(
            f"SH{self._province_code}{len(self.shops) + 1:06}",
            operator,
            shop_name(random),
            day,
            fate,
            day + timedelta(days=wait),
        )
        self.shops.append(shop)
        return shop

    def open_new(self, month: date, district_code: str, count: int) -> int:
        """Opens first shops for `count` operators of a district, or fewer when all have one; gives how many."""
        random = self._random
        free = self._free.get(district_code, [])
        opened = 0
        while opened < count and free:
            operator = free.pop()
            opened += 1
            self._open(operator, month)
            if random.random() < 0.06:  # a second shop makes no second operator
                self._open(operator, month)
        if free and random.random() < 0.12:  # refused: it does not count, and a later one may
            operator = free.pop()
            self._open(operator, month, REFUSED)
            if random.random() < 0.6:
                self._open(operator, month_after(month))
        return opened

    def open_strays(self, month: date, district_codes: Sequence[str]) -> None:
        """Second shops of old operators, and shops of operators that no registry, or only a later one, knows."""
        random = self._random
        for shop in random.sample(self.shops, min(3, len(self.shops))):
            if shop.registered_on < month:
                self._open(shop.operator_id, month)
        self._open(f"OT{self._province_code}9{random.randrange(10_000):05}", month)
        newcomer = f"OT{self._province_code}5{random.randrange(10_000):05}"
        self.newcomers[newcomer] = random.choice(district_codes)
        self._open(newcomer, month)


def export(
    random: Random, shops: Sequence[Shop], month: date, history_from: date, province_code: str, defect_share: float
) -> Delivery:
    """The export of one month, made a few days after its end: every shop registered until then, as it stands then."""
    made_on = month_after(month) + timedelta(days=random.randint(1, 4))
    columns = written_columns(random, SHOP_REGISTRATIONS, kept=("approved_on",))
    names = [column.name for column in columns]
    ending = any_ending(random)
    setting = Setting(province_code, month, cells_of(ending))
    written = export_days(random, setting.cells, [6, 1, 3, 1, 1, 1])
    rows = []
    for shop in sorted(shops, key=lambda shop: (shop.registered_on, shop.shop_id)):
        if not history_from <= shop.registered_on < made_on:
            continue
        decided = shop.decided_on < made_on
        status = shop.decision if decided else PENDING
        approved_on: Cell = None
        if status == APPROVED and random.random() > 0.03:
            approved_on = written(shop.decided_on)
        products: Cell = random.choice([None, "-", str(random.randint(1, 30))])
        if setting.cells == "typed" and products:
            products = random.randint(1, 30)
        row = Row(
            {
                "shop_id": shop.shop_id,
                "operator_id": shop.operator_id,
                "shop_name": shop.name,
                "registered_on": written(shop.registered_on),
                "status": slips(random, status) if random.random() < 0.01 else status,
                "approved_on": approved_on,
                "products": products,
            },
            {
                "shop_id": shop.shop_id,
                "operator_id": shop.operator_id,
                "registered_on": shop.registered_on,
                "status": status,
            },
        )
        rows.append(spoil(random, row, "shop_registrations", setting, names) if random.random() < defect_share else row)
    content, placed, remarks = table_file(random, ending, columns, rows, ["รายงานการสมัครร้านค้า Shop ชุมชน"])
    uri = f"shop_registrations/{province_code}/{folder_name(month)}/shops_{made_on:%Y%m%d}.{ending}"
    return Delivery(
        uri, at(made_on, 6), content, "shop_registrations", province_code, month, rows=placed, remarks=remarks
    )
