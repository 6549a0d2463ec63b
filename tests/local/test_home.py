"""Secrets, remembered ports and the folder they lie in."""

import socket
from pathlib import Path

import pytest

from include.local import home


def test_home_is_the_folder_the_environment_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUMCHON_HOME", str(tmp_path / "บ้าน"))
    assert home.home() == tmp_path / "บ้าน"
    assert home.home().is_dir()


def test_home_is_var_in_the_project_when_the_environment_names_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHUMCHON_HOME", "")
    monkeypatch.setattr(home, "PROJECT", tmp_path)
    assert home.home() == home.PROJECT / "var"


def test_secrets_are_for_their_owner_alone_and_stay_once_made(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "some.json"
    first = home.keep_private(path, {"one": home.random_secret})
    again = home.keep_private(path, {"one": home.random_secret, "two": home.random_secret})
    assert again["one"] == first["one"] != again["two"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_secrets_file_that_was_open_to_others_is_replaced_by_one_that_is_not(tmp_path: Path) -> None:
    path = tmp_path / "some.json"
    path.write_text("{}")
    path.chmod(0o644)
    home.write_private(path, {"one": "1"})
    assert path.stat().st_mode & 0o777 == 0o600
    assert home.read_private(path) == {"one": "1"}


def test_a_port_somebody_listens_on_is_not_free() -> None:
    port = int(home.free_port())
    assert home.is_free(port)
    with socket.create_server(("127.0.0.1", port)):
        assert not home.is_free(port)
