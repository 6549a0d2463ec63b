"""Who runs the server where nobody was made for it yet."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from include.local import server_user

_USERADD = """#!/bin/sh
echo begins >> "$MADE"
sleep 0.3
echo ends >> "$MADE"
"""


def test_two_processes_that_need_the_system_user_make_it_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "useradd").write_text(_USERADD)
    (tmp_path / "useradd").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("MADE", str(tmp_path / "made"))
    monkeypatch.setattr(server_user, "SYSTEM_USER", "chumchon-nobody")

    def ask(_: int) -> None:
        with pytest.raises(KeyError):  # the program above makes nobody
            server_user._system_user()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(ask, range(2)))

    assert (tmp_path / "made").read_text().split() == ["begins", "ends"] * 2
