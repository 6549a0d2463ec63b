"""Who runs the database server: Postgres refuses to run with root's privileges.

Whoever is not root runs it as themselves. For root one system user is made, once, and announced. No folder outside the
warehouse's own changes its mode; where the system user cannot reach the warehouse's folder, the server keeps root's
identity without any of root's privileges, in a user namespace.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path

from include.local.home import LocalError, say

SYSTEM_USER = "chumchon"

_MAKE_USER = ("useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin")
_WITHOUT_PRIVILEGES = ("unshare", "--user", "--map-user=1000", "--")


@dataclass(frozen=True)
class ServerUser:
    """The identity of the server's processes; the default is our own."""

    user_id: int | None = None
    group_id: int | None = None
    prefix: tuple[str, ...] = ()

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Runs a command as this user, with an environment that carries none of our secrets."""
        return subprocess.run(
            [*self.prefix, *map(str, command)],
            user=self.user_id,
            group=self.group_id,
            extra_groups=None if self.user_id is None else [],
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def can_reach(self, path: Path) -> bool:
        """Whether this user may enter a folder or run a program."""
        return self.run("/bin/sh", "-c", 'test -x "$1"', "sh", path).returncode == 0

    def take(self, path: Path) -> None:
        """Makes this user the owner of a file or folder that we made."""
        if self.user_id is not None:
            os.chown(path, self.user_id, self.group_id or -1)


def server_user(folder: Path) -> ServerUser:
    """The user who runs, or will run, the server in `folder` (which is there).

    A folder that already belongs to somebody stays with them. Raises LocalError where nobody could run it.
    """
    owner = folder.stat()
    if os.geteuid() != 0:
        if owner.st_uid != os.geteuid():
            raise LocalError(
                f"{folder} belongs to user {_name(owner.st_uid)}: an earlier run was made as root or as somebody else. "
                "Run as the same user as then, or set CHUMCHON_HOME to a folder of your own."
            )
        return ServerUser()
    if owner.st_uid != 0:
        user = ServerUser(owner.st_uid, owner.st_gid)
        if not user.can_reach(folder):
            raise _unreachable(folder, _name(owner.st_uid))
        return user
    begun = (folder / "data").exists()
    user = ServerUser(prefix=_WITHOUT_PRIVILEGES) if begun else _system_user()
    if user.can_reach(folder.parent):
        user.take(folder)
        return user
    user = ServerUser(prefix=_WITHOUT_PRIVILEGES)
    if not user.can_reach(folder):
        raise _unreachable(folder, SYSTEM_USER)
    if not begun:
        say(
            f"The system user {SYSTEM_USER} may not enter {folder.parent}; "
            "Postgres keeps root's identity there, without root's privileges."
        )
    return user


def _system_user() -> ServerUser:
    """The machine's user for the server, made if need be by one process at a time: two at once undo each other."""
    if shutil.which("useradd") is None and not _exists(SYSTEM_USER):
        raise LocalError(
            f"Postgres does not run as root and this machine has no useradd: make a system user {SYSTEM_USER}, "
            "or run as an ordinary user."
        )
    with Path(__file__).open() as lock:
        flock(lock, LOCK_EX)
        if not _exists(SYSTEM_USER):
            subprocess.run([*_MAKE_USER, SYSTEM_USER], check=True, capture_output=True)
            say(f"Postgres does not run as root: made the system user {SYSTEM_USER}, without a home or a login.")
    entry = pwd.getpwnam(SYSTEM_USER)
    return ServerUser(entry.pw_uid, entry.pw_gid)


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def _name(user_id: int) -> str:
    try:
        return pwd.getpwuid(user_id).pw_name
    except KeyError:
        return str(user_id)


def _unreachable(folder: Path, user: str) -> LocalError:
    return LocalError(
        f"Postgres does not run as root, and the user {user} may not enter {folder}, because of the modes of the "
        "folders above it. Set CHUMCHON_HOME to a folder that every user may enter, such as /srv/chumchon, "
        "or run as an ordinary user."
    )
