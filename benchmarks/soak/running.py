"""The same deliveries into two warehouses, look by look: one is left alone, the other is not."""

import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.soak import comparing, deliveries, jobs, orders
from benchmarks.soak.deliveries import Arrival
from benchmarks.soak.homes import Home, full_disk, own_disk, take_down
from benchmarks.soak.looks import Look, Scheduler, full_at, looks
from benchmarks.soak.trouble import Fate, Quiet
from include.simulator.calendar_months import folder_name

KEY = "a key that is no secret, of made-up months alone"


@dataclass
class Soak:
    """What is to be done, what was done, and what came of it."""

    folder: Path
    months: int
    seed: int
    share: float = 0.1  # of tasks that something happens to
    own_disk: bool = True  # for the disturbed one, where it may be mounted
    figures: dict[str, Any] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)
    landed: int = 0  # files that a look found in the landing zone, each of different bytes or name

    def run(self) -> dict[str, Any]:
        """Both warehouses, look by look, then compared; returns the figures."""
        os.environ["CHUMCHON_PERSONAL_KEY"] = KEY
        self.folder.chmod(0o711)
        jobs.prepare()
        wanted = orders.reporting(self.months)
        orders.write(self.folder / "rulebook", wanted)
        sent = deliveries.planned(self.folder, self.folder / "rulebook", wanted, self.seed)
        zone = self.folder / "landing"  # one for both: what is frozen names the files by their addresses
        alone = Home(self.folder / "alone", zone, durable=False)
        disturbed = Home(self.folder / "disturbed", zone)
        mounted = self.own_disk and own_disk(disturbed.folder)
        try:
            for home in (alone, disturbed):
                home.begin(self.folder / "rulebook")
            sent, moments = self._schedule(alone, wanted, sent)
            self._through(alone, disturbed, sent, moments, mounted)
            self._compare(alone, disturbed)
        finally:
            alone.end()
            disturbed.end()
        if mounted and not self.differences:  # what differs stays to be looked at
            take_down(disturbed.folder)
        return self.figures

    def _schedule(
        self, home: Home, wanted: Sequence[orders.Reporting], sent: list[Arrival]
    ) -> tuple[list[Arrival], list[Look]]:
        """The arrivals, some of them moved to the edges of deadlines, and the looks."""
        deadlines = [
            row
            for province in wanted
            for row in home.ask(
                "select distinct province_code, period, deadline_code, due_at"
                " from rulebook.deadline"
                " inner join rulebook.in_force using (programme_code, province_code, rulebook_version)"
                " where province_code = %(province_code)s and period = any (%(months)s) and valid_during @> period"
                " order by due_at, deadline_code",
                province_code=province.province_code,
                months=list(province.months),
            )
        ]
        reports = [
            (row["province_code"], folder_name(row["period"]), row["due_at"])
            for row in deadlines
            if row["deadline_code"] == "report"
        ]
        moments = looks((row["deadline_code"], row["due_at"]) for row in deadlines)
        sent = [
            arrival for arrival in deliveries.at_the_edges(sent, reports, self.seed) if arrival.at <= moments[-1].at
        ]
        self.figures |= {
            "seed": self.seed,
            "months": len({month for province in wanted for month in province.months}),
            "province_months": sum(len(province.months) for province in wanted),
            "looks": len(moments),
            "arrivals": deliveries.counts(sent),
        }
        return sent, moments

    def _through(self, alone: Home, disturbed: Home, sent: list[Arrival], moments: list[Look], mounted: bool) -> None:
        """Look by look, both side by side: whoever is ready first waits for the other."""
        quiet = Quiet()
        fate = Fate(Random(f"fate {self.seed}"), quiet.usual_seconds, self.share)
        left_alone, other = Scheduler(alone, quiet), Scheduler(disturbed, fate)
        full = full_at(moments, Random(f"full {self.seed}"))
        waiting, seen, began = list(sent), set[tuple[str, bytes]](), time.monotonic()
        with ThreadPoolExecutor(2) as side_by_side:
            for number, look in enumerate(moments, 1):
                come = [arrival for arrival in waiting if arrival.at <= look.at]
                del waiting[: len(come)]
                deliveries.land(alone.zone, come)
                seen |= set({arrival.place: (arrival.place, arrival.content) for arrival in come}.values())
                if mounted and look == full:
                    with full_disk(disturbed):
                        other.once(look)
                for done in [side_by_side.submit(each.look, look) for each in (left_alone, other)]:
                    done.result()
                apart = left_alone.standing(look) ^ other.standing(look)
                self.differences += [f"{look.at}, in one of them alone: {what}" for what in sorted(apart)]
                took = time.monotonic() - began
                print(
                    f"{number}/{len(moments)} {look.at:%Y-%m-%d %H:%M:%S}: {len(come)} files, {took:.0f} s", flush=True
                )
        self.landed = len(seen)
        self.figures |= {
            "seconds": round(time.monotonic() - began),
            "alone": left_alone.figures(),
            "disturbed": other.figures(),
            "troubles": dict(sorted(fate.done.items())) | {"disk full": int(mounted)},
            "task_seconds": {task: round(took, 2) for task, took in quiet.usual_seconds.items()},
        }

    def _compare(self, alone: Home, disturbed: Home) -> None:
        for home in (alone, disturbed):
            wrong = list(comparing.wrong_in_itself(home, self.landed))
            self.differences += [f"{home.folder.name}: {told}" for told in wrong]
        found = comparing.compare(alone, disturbed)
        self.differences += found.differences
        os.environ.update(disturbed.environment())
        again, otherwise = comparing.built_again(disturbed)
        self.differences += otherwise
        [refused] = disturbed.ask(
            "select count(*) as listed, count(*) filter (where status = 'rejected') as rejected,"
            " count(*) filter (where status = 'duplicate') as duplicates,"
            " coalesce(sum(rows_read), 0)::integer as rows_read,"
            " coalesce(sum(rows_rejected), 0)::integer as rows_refused"
            " from ops.source_file"
        )
        self.figures |= {
            "files": dict(refused),
            "compared": {
                "tables": found.tables,
                "rows": found.rows,
                "snapshots": found.snapshots,
                "published_files": found.published_files,
                "built_again": again,
            },
            "equal": not self.differences,
            "differences": self.differences,
        }
