"""`python -m benchmarks.soak [--months 24] [--seed 1] [--folder DIR] [--share 0.1]`.

Ends with 0 when the disturbed warehouse is equal to the one left alone, with 1 when anything differs: then the folder
stays. The figures go to `soak.json` in the folder, or to `--results`.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Run, print and keep the figures; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description="Disturb months of work, compare.")
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=0.1, help="of tasks that something happens to")
    parser.add_argument("--folder", type=Path, help="an empty one that every user may enter; default: a temporary one")
    parser.add_argument("--results", type=Path, help="where the figures go; default: soak.json in the folder")
    options = parser.parse_args(arguments)
    folder = options.folder or Path(tempfile.mkdtemp(prefix="chumchon-soak-"))
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["AIRFLOW_HOME"] = str(folder / "airflow")  # read when Airflow is imported
    from benchmarks.soak.running import Soak

    soak = Soak(folder.resolve(), options.months, options.seed, options.share)
    figures = soak.run()
    text = json.dumps(figures, indent=2, ensure_ascii=False, default=str)
    (options.results or folder / "soak.json").write_text(text + "\n")
    print(text)
    if not options.folder and figures["equal"]:
        shutil.rmtree(folder)
    return 0 if figures["equal"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
