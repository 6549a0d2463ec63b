"""`python -m benchmarks.quality` measures in a scratch database of the embedded server, and writes docs/quality.md."""

import os
import tempfile
from pathlib import Path

from benchmarks.__main__ import scratch_database
from benchmarks.quality.page import PAGE, page
from benchmarks.quality.planted import measure
from include.local import postgres


def main() -> None:
    """Measures and writes docs/quality.md."""
    server_uri = postgres.start().admin_uri
    if server_uri is None:
        raise SystemExit("the warehouse is another Postgres: CHUMCHON_ADMIN_URI has to name its superuser")
    with scratch_database(server_uri) as uri, tempfile.TemporaryDirectory() as folder:
        os.environ["AIRFLOW_CONN_WAREHOUSE"] = uri
        PAGE.write_text(page(measure(Path(folder))))
    print(f"{PAGE.relative_to(PAGE.parent.parent)} is written.")


if __name__ == "__main__":
    main()
