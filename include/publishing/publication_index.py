"""Pages that list what was published: `<root>/<province_code>/index.html`, and `<root>/index.html` over all provinces.

Every month and revision, newest first, with its files, their sizes, hashes and times. The files of the latest months
are listed in the province's first page, those of earlier ones in a page a fiscal year (`2567.html` beside it), so that
what is read to write a page does not grow with history. No script, no address outside.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from urllib.parse import quote

from include import periods
from include.publishing import bundle, catalogue, verify, wording
from include.publishing.catalogue import Entry
from include.publishing.results.shapes import Edition
from include.publishing.templating import templates

PAGE = "index.html"
PROVINCE_PAGE = "publications_of_province.html"
REFERENCE = "dictionary"  # the folder of the pages about the data, beside the provinces
WHOLE_MONTHS = 12  # whose files are listed in the first page
SCORECARD = "scorecards/{}.pdf"
_OF_REFERENCE = {
    PAGE: ("พจนานุกรมข้อมูล", "หน้าเว็บ"),
    "dictionary.xlsx": ("พจนานุกรมข้อมูล", "Excel"),
    "methodology-th.html": ("วิธีคิด", "หน้าเว็บ"),
    "methodology-th.pdf": ("วิธีคิด", "PDF"),
    "questions.html": ("ห้าสิบคำถาม", "หน้าเว็บ"),
    "methodology.html": ("Methodology", "ภาษาอังกฤษ"),
    "methodology.pdf": ("Methodology", "PDF ภาษาอังกฤษ"),
}

_PAGES = templates()


@dataclass(frozen=True)
class File:
    """A file as it is listed: where it lies from the page, and of when what is in it is."""

    name: str
    href: str
    bytes: int
    sha256: str
    at: str


@dataclass(frozen=True)
class Opened:
    """What a reader opens first: its address from the page, what it is, what kind of file."""

    href: str
    title: str
    kind: str


@dataclass(frozen=True)
class Files:
    """The files of a revision; `papers` is empty until they are finished."""

    proof: list[File]
    papers: list[File]
    made_at: str
    scorecards: list[tuple[File, str]]


@dataclass(frozen=True)
class Revision:
    """A revision as it is listed; `files` is None where another page lists them."""

    entry: Entry
    title: str
    taken_at: str
    stands: bool
    opened: list[Opened]
    files: Files | None


@dataclass(frozen=True)
class ListedMonth:
    """A month with its revisions, the latest first; `year` is its fiscal year."""

    period: date
    title: str
    year: int
    revisions: list[Revision]

    @property
    def anchor(self) -> str:
        """What an address ends with that leads to the month."""
        return f"m{self.period:%Y-%m}"


def write(connection: Any, root: Any, touched: Iterable[Edition]) -> None:
    """Write the pages of the provinces, and of their fiscal years, in which these revisions lie; then the one over all.

    Without any, nothing is written. What is finished is listed last: a run that ends early leaves it to the next one.
    """
    provinces: dict[str, list[Edition]] = {}
    for edition in touched:
        provinces.setdefault(edition.province_code, []).append(edition)
    for province_code, of_province in provinces.items():
        entries = catalogue.read(root, province_code)
        for edition in of_province:
            place = f"{province_code}/{catalogue.folder_of(edition.period, edition.revision)}"
            entry = catalogue.entry_of(edition, catalogue.papers_list(root, place))
            entries[entry["place"]] = entry
        years = {periods.fiscal_year_be(edition.period) for edition in of_province}
        _write_province(root / province_code, list(entries.values()), years)
        catalogue.write(root, province_code, entries)
    if provinces:
        codes = sorted({row["province_code"] for row in bundle.provinces(connection)})
        listed = {code: list(catalogue.read(root, code).values()) for code in codes}
        rows = [_province(code, entries) for code, entries in listed.items() if entries]
        fonts = next(filter(None, (_fonts(entries, f"{code}/") for code, entries in listed.items())), "")
        reference = [
            (f"{REFERENCE}/{name}", title, kind)
            for name, (title, kind) in _OF_REFERENCE.items()
            if (root / REFERENCE / name).exists()
        ]
        _write_page(root / PAGE, "publications.html", provinces=rows, fonts=fonts, reference=reference)


def _write_province(folder: Any, entries: list[Entry], years: set[int]) -> None:
    """The province's first page, and those of the fiscal years."""
    entries = sorted(entries, key=lambda entry: (entry["period"], entry["revision"]), reverse=True)
    grouped = [(period, list(of)) for period, of in groupby(entries, key=lambda entry: str(entry["period"]))]
    months = [
        _month(folder, date.fromisoformat(period), of_month, number < WHOLE_MONTHS, years)
        for number, (period, of_month) in enumerate(grouped)
    ]
    earlier = [(year, list(of_year)) for year, of_year in groupby(months[WHOLE_MONTHS:], key=lambda month: month.year)]
    common = {
        "province": entries[0]["province_name_th"],
        "programme": entries[0]["programme_name_th"],
        "fonts": _fonts(entries),
        "years": sorted({month.year for month in months}, reverse=True),
    }
    for year in sorted(years):
        of_year = [month for month in months if month.year == year]
        _write_page(folder / f"{year}.html", PROVINCE_PAGE, months=of_year, earlier=[], year=year, **common)
    _write_page(folder / PAGE, PROVINCE_PAGE, months=months[:WHOLE_MONTHS], earlier=earlier, year=None, **common)


def _month(folder: Any, period: date, of_month: list[Entry], recent: bool, years: set[int]) -> ListedMonth:
    """A month; its files are read where a page that is written lists them."""
    year = periods.fiscal_year_be(period)
    revisions = [
        Revision(
            entry=entry,
            title=wording.edition(entry["kind"], entry["revision"]),
            taken_at=wording.clock(datetime.fromisoformat(entry["taken_at"])),
            stands=entry is of_month[0],
            opened=_opened(entry),
            files=_files(folder, entry) if recent or year in years else None,
        )
        for entry in of_month
    ]
    return ListedMonth(period, wording.month(period), year, revisions)


def _opened(entry: Entry) -> list[Opened]:
    there = (entry["papers"] or {}).get("shown", [])
    folder = f"{entry['place']}/{catalogue.PAPERS}"
    return [Opened(quote(f"{folder}/{name}"), *catalogue.OPENED[name]) for name in catalogue.OPENED if name in there]


def _fonts(entries: Iterable[Entry], folder: str = "") -> str:
    """Where the latest papers keep the font, from the page; nothing where none do."""
    for entry in entries:
        if catalogue.FONTS in (entry["papers"] or {}).get("shown", []):
            return quote(f"{folder}{entry['place']}/{catalogue.PAPERS}/{catalogue.FONTS}")
    return ""


def _files(folder: Any, entry: Entry) -> Files:
    """What the lists of a revision say lies there."""
    place = entry["place"]
    taken_at = short(entry["taken_at"])
    proof = [
        _file(place, name, about, taken_at)
        for name, about in sorted(_of_manifest(folder / place / verify.MANIFEST).items())
    ]
    listed = catalogue.json_of(folder / place / catalogue.PAPERS / catalogue.PAPERS_LIST)
    made_at = short(listed["made_at"]) if listed else ""
    papers = {
        name: _file(f"{place}/{catalogue.PAPERS}", name, about, made_at)
        for name, about in listed.get("files", {}).items()
    }
    districts = listed.get("districts", {}).items()
    return Files(
        proof=proof,
        papers=list(papers.values()),
        made_at=wording.clock(datetime.fromisoformat(listed["made_at"])) if listed else "",
        scorecards=[
            (papers[SCORECARD.format(code)], name) for code, name in districts if SCORECARD.format(code) in papers
        ],
    )


def _of_manifest(path: Any) -> dict[str, dict[str, Any]]:
    """The files of a proof, the manifest and the sums too; none where somebody altered it so that it says nothing."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        content: bytes = file.read()
    try:
        files = dict(json.loads(content)["files"])
        hashes = {name: about["sha256"] for name, about in files.items()}
    except (ValueError, KeyError, TypeError):
        return {}
    files[verify.MANIFEST] = {"bytes": len(content), "sha256": verify.sha256(content)}
    sums = verify.sums_bytes(hashes | {verify.MANIFEST: verify.sha256(content)})
    return files | ({verify.SUMS: {"bytes": len(sums), "sha256": verify.sha256(sums)}} if verify.ROWS in files else {})


def _file(place: str, name: str, about: dict[str, Any], at: str) -> File:
    return File(name, quote(f"{place}/{name}"), int(about["bytes"]), str(about["sha256"]), at)


def _province(code: str, entries: list[Entry]) -> dict[str, Any]:
    """A province's line in the page over all."""
    latest = max(entries, key=lambda entry: (entry["period"], entry["revision"]))
    return {
        "name": latest["province_name_th"],
        "href": f"{code}/{PAGE}",
        "month": wording.month(date.fromisoformat(latest["period"])),
        "edition": wording.edition(latest["kind"], latest["revision"]),
        "kind": latest["kind"],
        "taken_at": wording.clock(datetime.fromisoformat(latest["taken_at"])),
        "proof_code": latest["proof_code"],
        "months": len({entry["period"] for entry in entries}),
    }


def size(number: int) -> str:
    """ "812 ไบต์", "12 กิโลไบต์", "3.4 เมกะไบต์"."""
    if number < 1000:
        return f"{number} ไบต์"
    if number < 1_000_000:
        return f"{wording.number(round(number / 1000))} กิโลไบต์"
    return f"{number / 1_000_000:,.1f} เมกะไบต์"


def short(moment: str) -> str:
    """ "18 มี.ค. 67 23.00 น."."""
    there = datetime.fromisoformat(moment).astimezone(periods.BANGKOK)
    return f"{there.day} {wording.short_month(there)} {there:%H.%M} น."


def _write_page(path: Any, template: str, **shown: Any) -> None:
    catalogue.write_file(path, _PAGES.get_template(template).render(size=size, **shown).encode())
