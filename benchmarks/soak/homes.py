"""A warehouse of its own: its server, its folders, what its tasks find in their environment, its disk."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg2

from include import rulebook, warehouse
from include.local import postgres
from include.local.postgres import Cluster
from include.local.server_files import data_folder

DISK_MEGABYTES = 3_000
_PATIENCE_SECONDS = 120


@dataclass
class Home:
    """One warehouse, and the landing zone it looks at. A power cut may ruin one that is not `durable`."""

    folder: Path
    zone: Path
    durable: bool = True
    cluster: Cluster = field(init=False)

    def begin(self, rulebook_folder: Path) -> None:
        """Start and migrate its server, with these rulebooks."""
        self.cluster = postgres.start(self.folder, self.durable)
        postgres.migrate(self.cluster)
        postgres.prepare_replay(self.cluster)
        for setting in ("max_wal_size = '192MB'", "min_wal_size = '80MB'", "autovacuum_naptime = '15s'"):
            self.admin(f"alter system set {setting}")
        self.admin("select pg_reload_conf()")
        with warehouse.connect(self.cluster.warehouse_uri) as connection:
            rulebook.load_all(connection, rulebook_folder)

    @property
    def log(self) -> Path:
        """What its tasks say; not on its disk, which may be full."""
        return self.folder.with_suffix(".log")

    def environment(self) -> dict[str, str]:
        """What its tasks find in their environment."""
        return {
            "CHUMCHON_HOME": str(self.folder),
            "CHUMCHON_LANDING_URI": f"file://{self.zone}",
            "AIRFLOW_CONN_WAREHOUSE": self.cluster.warehouse_uri,
            "AIRFLOW_CONN_WAREHOUSE_REPLAY": str(self.cluster.replay_uri),
            "SOAK_LOG": str(self.log),
        }

    def ask(self, question: str, **about: Any) -> list[dict[str, Any]]:
        """Rows, read as the job."""
        with warehouse.connect(self.cluster.warehouse_uri) as connection:
            return warehouse.fetch(connection, question, about)

    def admin(self, statement: str) -> None:
        """A statement of the superuser."""
        with closing(psycopg2.connect(str(self.cluster.admin_uri))) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute(statement)

    def server(self) -> psutil.Process:
        """The server's first process."""
        return psutil.Process(int((data_folder(self.folder) / "postmaster.pid").read_text().split("\n", 1)[0]))

    def up(self) -> None:
        """Have the server answer, started again where it is gone. Raises TimeoutError."""
        give_up = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < give_up:
            with suppress(psycopg2.OperationalError, psycopg2.InterfaceError):
                if not postgres.is_running(self.folder):
                    self.cluster = postgres.start(self.folder, self.durable)
                self.ask("select 1")
                return
            time.sleep(0.1)
        raise TimeoutError("the server does not come back")

    def end(self) -> None:
        """Stop its server."""
        postgres.stop(self.folder)


def own_disk(folder: Path) -> bool:
    """Mount a small disk at a folder, where this process may; whether it may."""
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={DISK_MEGABYTES}m,mode=711"
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return os.geteuid() == 0 and not subprocess.run(mount, capture_output=True, check=False).returncode


def take_down(folder: Path) -> None:
    """Unmount the disk at a folder; all on it is gone."""
    subprocess.run(["umount", "--lazy", str(folder)], check=False)


@contextmanager
def full_disk(home: Home) -> Iterator[None]:
    """No room is left, for the server, the archive and what is published, until the block ends."""
    filler = home.folder / "filler"
    try:
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(1 << 16))
        yield
    finally:
        filler.unlink(missing_ok=True)
        home.up()
