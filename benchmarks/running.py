"""Every benchmark by its name: what it is called with, and where it works."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import (
    closing,
    country,
    engines,
    flat,
    gate,
    growth,
    interactive,
    landing,
    memory,
    orchestration,
    papers,
    receipts,
    refusing,
    runner,
    workbooks,
)
from benchmarks.country import Country
from benchmarks.scratch import copied_database, scratch_database
from include.simulator.national.country import province_codes

Result = dict[str, Any]
MANY, FEW, FEWEST = 7, 5, 3  # pairs of what takes seconds, of what takes minutes, and of what takes very many


@dataclass
class Given:
    """What was asked for, and places to work in; what several benchmarks need is made once, by the first of them."""

    server: str
    folder: Path
    pairs: int | None = None
    events: int = 1_000_000
    spoilt: float = 0.02
    workbooks: int = 878
    megabytes: int = 1_000
    provinces: str = ""
    sizes: tuple[int, ...] = (1_000_000, 5_000_000)
    districts: tuple[int, ...] = (25, 100, 400, 878)
    _open: ExitStack = field(default_factory=ExitStack)
    _template: str | None = None
    _closed: str | None = None
    _histories: flat.Made | None = None

    @property
    def many(self) -> int:
        return self.pairs or MANY

    @property
    def few(self) -> int:
        return self.pairs or FEW

    @property
    def fewest(self) -> int:
        return self.pairs or FEWEST

    @contextmanager
    def database(self) -> Iterator[str]:
        """An empty warehouse with the project's rulebooks."""
        with scratch_database(self.server) as uri:
            yield uri

    def country(self) -> Country:
        """The simulated country and its month."""
        return country.written(self.folder, self.events, self.provinces)

    def national_template(self) -> str:
        """An empty warehouse with the country's rulebooks, to be copied: nobody stays connected to it."""
        if self._template is None:
            self._template = self._open.enter_context(scratch_database(self.server, self.country().rulebooks))
        return self._template

    def closed(self) -> str:
        """A warehouse in which the country's month is closed, for all that begin with one."""
        if self._closed is None:
            uri = self._open.enter_context(copied_database(self.national_template()))
            closing.ours_closed(uri, self.country().landing)
            self._closed = uri
        return self._closed

    def histories(self) -> flat.Made:
        """Two warehouses with 12 and 96 national months in them, as `flat.py` makes them."""
        if self._histories is None:
            folder = self.folder / "histories"
            folder.mkdir()
            codes = [code for code in self.provinces.split(",") if code]
            provinces = codes or list(province_codes())
            made = flat.warehouses(self.server, folder, (12, 96), provinces, 20_000, 20_000, self.fewest)
            self._histories = self._open.enter_context(made)
        return self._histories

    def closed_is(self, uri: str) -> None:
        """A benchmark closed the month anyway."""
        self._closed = uri

    def keep_open(self, uri: Any) -> str:
        """A database that is to stand until all benchmarks have ended."""
        return str(self._open.enter_context(uri))


@contextmanager
def given(server: str, **options: Any) -> Iterator[Given]:
    """Places to work in, taken away when the block ends."""
    with tempfile.TemporaryDirectory(prefix="chumchon-bench-") as folder:
        Path(folder).chmod(0o711)  # the system user that runs Postgres for root has to come through
        asked = Given(server, Path(folder), **options)
        with asked._open:
            yield asked


def _landing(given: Given) -> Result:
    with given.database() as uri:
        return landing.measure(uri, given.many, given.events)


def _refusing(given: Given) -> Result:
    with given.database() as uri:
        return refusing.measure(uri, given.few, given.events, given.spoilt)


def _memory(given: Given) -> Result:
    with given.database() as uri:
        return memory.measure(uri, given.megabytes)


def _gate(given: Given) -> Result:
    with given.database() as uri:
        return gate.measure(uri, given.many, given.events)


def _papers(given: Given) -> Result:
    with given.database() as uri:
        return papers.measure(uri, given.few, given.districts)


def _workbooks(given: Given) -> Result:
    return workbooks.measure(given.many, given.workbooks)


def _closing(given: Given) -> Result:
    template = given.national_template()
    first = given.keep_open(copied_database(template))
    result = closing.measure(template, first, given.country(), given.few, given.folder)
    given.closed_is(first)
    return result


def _growth(given: Given) -> Result:
    with given.database() as uri:
        return growth.measure(uri, given.fewest, given.sizes)


def _engines(given: Given) -> Result:
    with copied_database(given.closed()) as uri:
        return engines.measure(uri, given.few)


def _runner(given: Given) -> Result:
    with copied_database(given.closed()) as uri:
        return runner.measure(uri, given.few, given.folder)


def _orchestration(given: Given) -> Result:
    return orchestration.measure(given.folder, given.fewest)


def _receipts(given: Given) -> Result:
    with given.database() as uri:
        return receipts.measure(uri, 20 if given.pairs is None else given.pairs)


def _history(given: Given) -> Result:
    return flat.compared(given.histories())


def _questions(given: Given) -> Result:
    return interactive.measure(given.histories().uris[-1])


# In this order: what is quick first, what works on a closed country after what closes it.
BENCHMARKS: dict[str, Callable[[Given], Result]] = {
    "landing": _landing,
    "memory": _memory,
    "workbooks": _workbooks,
    "refusing": _refusing,
    "gate": _gate,
    "closing": _closing,
    "engines": _engines,
    "runner": _runner,
    "growth": _growth,
    "receipts": _receipts,
    "papers": _papers,
    "orchestration": _orchestration,
}
# Only when they are asked for by name: they fill a disk with 96 national months.
LONG: dict[str, Callable[[Given], Result]] = {"history": _history, "questions": _questions}
