"""`python -m include.replay --archive file:///folder [--provinces 57,34] [--rulebook changed.yaml]`.

Without a rulebook it is `make replay`, and ends with 0 when nothing differs, 1 when a snapshot does. With one it is
`make rehearse`, and ends with 0 whoever would change. Either ends with 2 when it cannot tell.
"""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from include import scratch
from include.archive import FolderArchive
from include.replay import Busy, changed_rulebooks, rehearse, replay
from include.replay.showing import show, show_rehearsal
from include.rulebook import RulebookError


def main(command_line: list[str]) -> int:
    """Replay and print; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m include.replay")
    parser.add_argument("--archive", required=True, help="the archive's folder, as a file:// URI")
    parser.add_argument("--provinces", default="", help="two-digit codes; all that published when empty")
    parser.add_argument("--rulebook", type=Path, help="a changed rulebook, or a folder of them, to be tried")
    arguments = parser.parse_args(command_line)
    for variable in ("AIRFLOW_CONN_WAREHOUSE", scratch.VARIABLE):
        if not os.environ.get(variable):
            parser.error(f"{variable} is not set: `make replay` sets it for the warehouse of this machine")
    scheme, _, folder = arguments.archive.partition("://")
    if scheme != "file":
        parser.error("an archive that is no folder is replayed by the DAG replay_snapshots, which has its connection")
    chosen = [code.strip() for code in arguments.provinces.split(",") if code.strip()]
    run_id = f"make replay {datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    archive = FolderArchive(Path(folder))
    try:
        if arguments.rulebook is not None:
            changed = changed_rulebooks(arguments.rulebook)
            show_rehearsal(rehearse(archive, changed, chosen or None), changed, Console())
            return 0
        results = replay(archive, run_id, chosen or None)
    except RulebookError as refused:
        print("เกณฑ์นี้ใช้ไม่ได้ โปรดแก้ไข:", *refused.problems, sep="\n  ", file=sys.stderr)
        return 2
    except (scratch.NoScratch, Busy, OSError) as failure:
        print(failure, file=sys.stderr)
        return 2
    show(results, Console())
    return 1 if any(result["outcome"] == "differs" for result in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
