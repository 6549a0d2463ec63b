"""Plants defects of every class into a province's months, with a label each; without it nothing else changes.

Everything comes from streams of chance of its own. A label says what was planted, where, and what must find it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from include.simulator.calendar_months import month_after
from include.simulator.measuring import Evidence, measure
from include.simulator.places import districts
from include.simulator.planting import exports, files, findings
from include.simulator.planting.figures import Figures, Persons
from include.simulator.planting.labels import Label, of_files
from include.simulator.planting.reports import Reports
from include.simulator.records import Delivery
from include.simulator.reports import Version
from include.simulator.roster import Headcounts

OF_ONE_MONTH = ("app_downloads", "content_records")


class Planting:
    """The defects of one province, planted month by month as its files come about."""

    def __init__(self, stream: Callable[..., Random], province_code: str, months: Sequence[date]) -> None:
        self._stream = stream
        self._province_code = province_code
        self._months = months
        self._places = districts(province_code)
        self._withheld: dict[date, str] = {}
        # The last month waits for a source, so that no figure of it can be compared.
        self.figures = Figures(stream("planted figures"), province_code, self._places, months[:-1])
        codes = [place.code for place in self._places]
        self._reports = Reports(stream("planted reports"), province_code, codes, months)

    def begin(self, month: date, targets: Mapping[str, int]) -> None:
        """Chooses the month's defects, given about how many shops each district is asked for."""
        self.figures.begin(month, targets)

    def shops(self, month: date, district_code: str, target: int, count: int) -> int:
        """How many shops open in a district, instead of `count`."""
        return self.figures.shops(month, district_code, target, count)

    def persons(self, month: date, persons: Persons) -> None:
        """Changes the persons who download."""
        self.figures.persons(month, persons)

    def reports(self, month: date, versions: list[Version], opened: Mapping[str, int], headcounts: Headcounts) -> None:
        """Changes some of a month's reports before they are written."""
        self._reports.plant(month, versions, opened, headcounts)

    def deliver(self, deliveries: Iterable[Delivery], required: Sequence[str]) -> list[Delivery]:
        """The files without those of one required source in the last month, and with the planted ones."""
        last = self._months[-1]
        [withheld] = self._stream("withheld").sample([source for source in OF_ONE_MONTH if source in required], 1)
        self._withheld = {last: withheld}
        kept = [
            file for file in deliveries if (file.source, file.period) != (withheld, last) or file.status == "rejected"
        ]
        kept += files.deliver(self._stream("planted files"), self._province_code, self._months)
        for month in self._months:
            kept += exports.deliver(self._stream("planted exports", month), self._province_code, self._places, month)
        sent_on = month_after(last) + timedelta(days=20)
        kept.append(exports.of_the_future(self._stream("future"), self._province_code, self._places, sent_on))
        return kept

    def labels(self, evidence: Mapping[date, Evidence]) -> list[Label]:
        """A label for every defect of the province."""
        measured = {month: measure(known, month) for month, known in evidence.items()}
        some = next(iter(evidence.values()))
        return [
            *of_files(self._province_code, some.deliveries),
            *findings.expected(findings.Known(evidence, measured, self._withheld)),
            *self.figures.labels,
            *self._reports.labels,
        ]
