"""The folder that holds all state of one machine's warehouse, its secrets and its remembered ports."""

import functools
import json
import os
import random
import secrets
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec

PROJECT = Path(__file__).resolve().parents[2]

# Below the range from which systems take the ports of outgoing connections, so that a remembered port stays free.
_PORTS = range(20000, 30000)
Given = ParamSpec("Given")


class LocalError(RuntimeError):
    """Something on this machine is in the way; the message says what and what to do."""


def home() -> Path:
    """`CHUMCHON_HOME`, or `var/` in the project; absolute, made when missing."""
    folder = Path(os.environ.get("CHUMCHON_HOME") or PROJECT / "var").expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def say(sentence: str) -> None:
    """A sentence for the person at the keyboard, on stderr: stdout belongs to what a command answers."""
    print(sentence, file=sys.stderr, flush=True)


def told(command: Callable[Given, int]) -> Callable[Given, int]:
    """A command that tells the person at the keyboard what is in the way (LocalError), and then ends with 1."""

    @functools.wraps(command)
    def telling(*arguments: Given.args, **named: Given.kwargs) -> int:
        try:
            return command(*arguments, **named)
        except LocalError as error:
            say(str(error))
            return 1

    return telling


def random_secret() -> str:
    """32 random characters that need no escaping in a URI."""
    return secrets.token_hex(16)


def read_private(path: Path) -> dict[str, str]:
    """The values of one private file; none when it is not there."""
    return json.loads(path.read_text()) if path.exists() else {}


def write_private(path: Path, values: dict[str, str]) -> None:
    """Replaces one private file as a whole: mode 600 from its first byte, never half written."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(values, file, indent=1)
    fresh.replace(path)


def keep_private(path: Path, makers: dict[str, Callable[[], str]]) -> dict[str, str]:
    """The values of one private file; those still missing are made by their maker and kept."""
    values = read_private(path)
    missing = {name: make() for name, make in makers.items() if name not in values}
    if missing:
        values |= missing
        write_private(path, values)
    return values


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> str:
    """A loopback port nobody listens on, as text."""
    for port in random.sample(_PORTS, 200):
        if is_free(port):
            return str(port)
    raise LocalError(f"No free port between {_PORTS.start} and {_PORTS.stop} on 127.0.0.1.")
