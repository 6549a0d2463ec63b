"""Where the time goes: the parts of docs/performance.md that look into what was measured."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from benchmarks import pictures
from include.documentation import bars

_FILES_SHOWN = 10
_STEPS = ("client CPU", "server CPU", "waited")


def closing(results: Mapping[str, Any], folder: str) -> list[str]:
    """A national month by its steps and SQL files, and its largest costs."""
    result = results.get("closing")
    if not result:
        return []
    steps, whole = result["steps"], sum(step["seconds"] for step in result["steps"])
    lines = [
        "## Where the time of a national month goes",
        "",
        f"{result['events']:,} download events and the reports, registries, shops, records and rosters of"
        f" {result['months']} provinces, one after the other in one process: {result['seconds']['median']:.1f} s, of"
        f" which {result['cpu_seconds']['median']:.1f} s of CPU (client and server);"
        f" {result['freezes']} freezes. The bare SQL takes {result['bare_seconds']['median']:.1f} s and"
        f" {result['bare_cpu_seconds']['median']:.1f} s of CPU for the same results.",
        "",
        f"![The steps of a national month, and those of the bare SQL]({folder}/closing.svg)",
        "",
        "| step | s | client CPU s | server CPU s | MB read | MB written | client's peak MB | server's peak MB |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for step in [*steps, *[one | {"step": f"bare: {one['step']}"} for one in result["bare_steps"]]]:
        lines.append(
            f"| {step['step']} | {step['seconds']:.1f} | {step['client_cpu_seconds']:.1f} |"
            f" {step['server_cpu_seconds']:.1f} | {step['read_megabytes']:,.0f} | {step['written_megabytes']:,.0f} |"
            f" {step['client_peak_megabytes']:.0f} | {step['server_peak_megabytes']:.0f} |"
        )
    costs = ", ".join(
        f"{_named(name)} ({seconds:.1f} s, {100 * seconds / whole:.0f} %)" for name, seconds in largest(result)[:3]
    )
    return [
        *lines,
        "",
        "Read and written is what the server asked the operating system for, its log included; the server's peak is the"
        " memory of its processes that they do not share. The client of the bare SQL is the program that measures, with"
        " all that it has imported.",
        "",
        f"The three largest costs: {costs}. SQL files of one name (typing, facts) are told together, over all"
        " provinces:",
        "",
        f"![The largest costs]({folder}/files.svg)",
        "",
    ]


def largest(result: Mapping[str, Any]) -> list[tuple[str, float]]:
    """The costs of a closed month, largest first: landing, the checks, and SQL files, those of one name together."""
    steps = {step["step"]: step["seconds"] for step in result["steps"]}
    compared = sum(entry["seconds"] for entry in result["files"] if entry["file"] in _COMPARED)
    costs = {"landing": steps["land"], "the checks of Great Expectations": steps["check"] - compared}
    for entry in result["files"]:
        name = entry["file"].rpartition("/")[2]
        costs[name] = costs.get(name, 0.0) + entry["seconds"]
    return sorted(costs.items(), key=lambda cost: -cost[1])


_COMPARED = ("mart/outlier.sql", "mart/month_finding.claims.sql")  # run by the step that checks


def orchestration(results: Mapping[str, Any], folder: str) -> list[str]:
    """What Airflow adds, by task."""
    result = results.get("orchestration")
    if not result:
        return []
    lines = [
        "## What Airflow adds, by task",
        "",
        f"A province's month by three DAG runs takes {result['airflow_seconds']['median']:.1f} s, the same functions in"
        f" one process {result['one_process_seconds']['median']:.1f} s: {result['overhead_seconds']['median']:.1f} s of"
        f" overhead (median of {result['pairs']} provinces). A task's own part is its wait in the queue and what it"
        " runs longer than its function; the rest passes between tasks, while the scheduler finds the next.",
        "",
        f"![Tasks: waiting, their function, and what Airflow adds to it]({folder}/orchestration.svg)",
        "",
        "| task | in the queue s | ran s | its function s | added s |",
        "|---|---:|---:|---:|---:|",
    ]
    for task in result["tasks"]:
        added = task["queued"] + task["ran"] - task["called"]
        lines.append(
            f"| `{task['task']}` | {task['queued']:.1f} | {task['ran']:.1f} | {task['called']:.1f} | {added:.1f} |"
        )
    return [*lines, ""]


def growth(results: Mapping[str, Any], folder: str) -> list[str]:
    """What an event costs in ever larger months."""
    result = results.get("growth")
    if not result:
        return []
    lines = [
        "## What an event costs, in ever larger months",
        "",
        "Microseconds for one event, in one province's month of so many:",
        "",
        f"![Microseconds an event by the size of its month]({folder}/growth.svg)",
        "",
        "| events in the month | land | type | build | all | CPU |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for size, taken in result["microseconds"].items():
        figures = " | ".join(f"{taken[name]:.1f}" for name in ("land", "type", "build", "all", "cpu"))
        lines.append(f"| {int(size):,} | {figures} |")
    return [*lines, ""]


def engines(results: Mapping[str, Any], folder: str) -> list[str]:
    """Ours, pandas and DuckDB side by side."""
    result = results.get("engines")
    if not result:
        return []
    lines = [
        "## Attainment, grades and freeze in other engines",
        "",
        f"{result['provinces']} provinces; pandas {result['pandas_version']}, DuckDB {result['duckdb_version']}. The"
        " others read the inputs from Postgres, compute all provinces at once, write the rows back and must come to the"
        " same rows; ours runs its SQL files province by province.",
        "",
        "| | s | CPU s |",
        "|---|---:|---:|",
    ]
    for name, title in (("ours", "our SQL files"), ("pandas", "pandas"), ("duckdb", "DuckDB")):
        seconds, cpu = result[f"{name}_seconds"]["median"], result[f"{name}_cpu_seconds"]["median"]
        lines.append(f"| {title} | {seconds:.2f} | {cpu:.2f} |")
    parts = ", ".join(f"`{path}` {seconds:.2f} s" for path, seconds in result["files"].items())
    return [*lines, "", f"Of ours, over all provinces: {parts}.", ""]


def dbt(results: Mapping[str, Any], folder: str) -> list[str]:
    """dbt-core on the same SQL."""
    result = results.get("runner", {}).get("dbt")
    if not result:
        return []
    lines = ["## dbt-core on the same models", ""]
    if not result["installed"]:
        return [*lines, f"It could not be installed for this run: {result['because']}", ""]
    ours = results["runner"]["one_month_seconds"]["median"]
    whole, models = result["whole_seconds"]["median"], result["models_seconds"]["median"]
    return [
        *lines,
        f"The {results['runner']['files']} files of one province's month as models of dbt-core {result['version']}, one"
        f" thread, what it knows of the project kept between runs: {whole:.1f} s from starting it, of which"
        f" {models:.1f} s are its run of the models. Our runner takes {ours:.2f} s for the same files, in a process"
        " that is there already: a task's.",
        "",
    ]


def charts(results: Mapping[str, Any], folder: str) -> Iterator[tuple[str, str]]:
    """The charts of these parts, by their names."""
    if result := results.get("closing"):
        drawn = [(step["step"], _parts(step)) for step in result["steps"]]
        drawn += [(f"bare: {step['step']}", _parts(step)) for step in result["bare_steps"]]
        yield f"{folder}/closing.svg", pictures.stacked("Seconds of a national month", _STEPS, drawn)
        files = [(name, Decimal(str(round(seconds, 1)))) for name, seconds in largest(result)[:_FILES_SHOWN]]
        yield f"{folder}/files.svg", bars.drawn("Seconds of the largest costs", files)
    if result := results.get("orchestration"):
        drawn = [
            (
                task["task"].partition(".")[2],
                (task["queued"], min(task["called"], task["ran"]), max(task["ran"] - task["called"], 0.0)),
            )
            for task in result["tasks"]
        ]
        parts = ("in the queue", "its function", "added while it ran")
        yield f"{folder}/orchestration.svg", pictures.stacked("Seconds of tasks", parts, drawn)
    if result := results.get("growth"):
        drawn = [
            (f"{int(size):,}", tuple(taken[name] for name in ("land", "type", "build")))
            for size, taken in result["microseconds"].items()
        ]
        yield (
            f"{folder}/growth.svg",
            pictures.stacked("Microseconds an event", ("land", "type", "build"), drawn, "µs"),
        )


def _parts(step: Mapping[str, float]) -> tuple[float, float, float]:
    client, server = step["client_cpu_seconds"], step["server_cpu_seconds"]
    return client, server, max(step["seconds"] - client - server, 0.0)


def _named(cost: str) -> str:
    return f"`{cost}`" if cost.endswith(".sql") else cost
