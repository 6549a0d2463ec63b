"""The warehouse as it was at a moment: a base backup and the log since, on the server that this machine runs.

The statements and commands are those of docs/runbook.md, The warehouse as it was at a moment.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from include.backup.programs import folder as programs
from include.local import postgres
from include.local.server_files import data_folder
from include.local.server_user import server_user

pytestmark = pytest.mark.slow


@pytest.fixture
def homes(reachable_folder: Path) -> Iterator[tuple[Path, Path, Path]]:
    """A home whose server keeps its log, the folder it keeps it in, and a home to recover into."""
    living, kept, recovered = (reachable_folder / name for name in ("living", "kept", "recovered"))
    yield living, kept, recovered
    for home in (living, recovered):
        postgres.stop(home)


def run(uri: str, *statements: str) -> list[Any]:
    """What the last of some statements says."""
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_what_was_dropped_by_mistake_is_there_again_as_of_the_moment_before(homes: tuple[Path, Path, Path]) -> None:
    living, kept, recovered = homes
    cluster = postgres.start(living, durable=False)
    admin = str(cluster.admin_uri)
    kept.mkdir(mode=0o700)
    server_user(living / "postgres").take(kept)
    run(admin, "alter system set archive_mode = on")
    run(admin, f'alter system set archive_command = \'test ! -f "{kept}/%f" && cp "%p" "{kept}/%f"\'')
    postgres.stop(living)
    admin = str(postgres.start(living, durable=False).admin_uri)

    run(admin, "create table grade as select 1 as month")
    recovered.mkdir(mode=0o711)
    copied = subprocess.run(
        [programs() / "pg_basebackup", f"--dbname={admin}", f"--pgdata={recovered}/base", "--checkpoint=fast"],
        env=os.environ | {"LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert copied.returncode == 0, copied.stderr

    run(admin, "insert into grade values (2)")
    time.sleep(0.05)
    [(moment,)] = run(admin, "select clock_timestamp()::text")
    time.sleep(0.05)
    run(admin, "drop table grade")
    [(segment,)] = run(admin, "select pg_walfile_name(pg_switch_wal())")
    for _ in range(200):
        if (kept / segment).exists():
            break
        time.sleep(0.05)
    postgres.stop(living)

    began = time.monotonic()
    (recovered / "postgres").mkdir(mode=0o700)
    shutil.copytree(living / "secrets", recovered / "secrets")
    user = server_user(recovered / "postgres")
    data = data_folder(recovered)
    (recovered / "base").rename(data)
    with (data / "postgresql.auto.conf").open("a") as settings:
        settings.write(f'archive_mode = off\nrestore_command = \'cp "{kept}/%f" "%p"\'\n')
        settings.write(f"recovery_target_time = '{moment}'\nrecovery_target_action = promote\n")
    (data / "recovery.signal").touch()
    for path in (data, *data.rglob("*")):
        user.take(path)
    admin = str(postgres.start(recovered, durable=False).admin_uri)
    for _ in range(200):
        if run(admin, "select pg_is_in_recovery()") == [(False,)]:
            break
        time.sleep(0.05)
    assert run(admin, "select month from grade order by month") == [(1,), (2,)]
    print(f"recovered in {time.monotonic() - began:.1f} s")
