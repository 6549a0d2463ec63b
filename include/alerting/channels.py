"""The ways out of the house: an ordered list of Apprise addresses, tried one after the other.

`CHUMCHON_ALERT_URLS` (or the file that `CHUMCHON_ALERT_URLS_FILE` names) holds them, separated by white space:
`mailto://`, `line://`, `json://` and whatever else Apprise knows. `CHUMCHON_ALERT_URLS_<province code>` holds those
that come first for what concerns that province alone. Addresses are secrets: a channel is only ever called by its
number and scheme, and what Apprise says about a failure is not repeated but for its HTTP status.
"""

import logging
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from include.periods import BANGKOK

VARIABLE = "CHUMCHON_ALERT_URLS"
PROJECT = Path(__file__).parents[2]


class _Heard(logging.Handler):
    """What Apprise's logger said, kept from every other log."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@dataclass(frozen=True)
class Channel:
    """One way out. Its name can be shown, its address cannot."""

    name: str
    url: str = field(repr=False)

    def send(self, title: str, body: str, severity: str) -> str | None:
        """Hands a message over; returns why it was not taken, in words without a secret, or None when it was."""
        import apprise

        notify_types = {
            "critical": apprise.NotifyType.FAILURE,
            "warning": apprise.NotifyType.WARNING,
            "closed": apprise.NotifyType.SUCCESS,
        }
        logger, heard = logging.getLogger("apprise"), _Heard()
        logger.handlers, logger.propagate = [heard], False
        try:
            service = apprise.Apprise.instantiate(self.url, suppress_exceptions=True)
            if service is None:
                return "ที่อยู่ของช่องทางไม่ถูกต้อง"
            service.overflow_mode = apprise.OverflowMode.SPLIT
            sender = apprise.Apprise()
            sender.add(service)
            taken = sender.notify(
                body=body,
                title=title,
                notify_type=notify_types.get(severity, apprise.NotifyType.INFO),
                body_format=apprise.NotifyFormat.TEXT,
            )
        except Exception as error:  # whatever a plugin of Apprise does, the next channel is tried
            return f"ช่องทางขัดข้อง ({type(error).__name__})"
        finally:
            logger.handlers = []
        if taken:
            return None
        status = re.search(r"\berror=(\d{3})\b", " ".join(heard.said))
        return f"ปลายทางไม่รับ (HTTP {status[1]})" if status else "ติดต่อปลายทางไม่ได้"


@dataclass(frozen=True)
class Channels:
    """All ways out, in order; none makes every sending a dry run."""

    everybody: tuple[Channel, ...]
    of_provinces: Mapping[str, tuple[Channel, ...]]

    @property
    def dry_run(self) -> bool:
        return not self.everybody and not self.of_provinces

    @property
    def all(self) -> tuple[Channel, ...]:
        """Every channel once."""
        return (*self.everybody, *(channel for group in self.of_provinces.values() for channel in group))

    def of(self, province_code: str | None) -> tuple[Channel, ...]:
        """Those for what concerns one province, or (None) several or none: its own first, then everybody's."""
        return (*self.of_provinces.get(province_code or "", ()), *self.everybody)


def configured(environment: Mapping[str, str] = os.environ) -> Channels:
    """The channels that the environment names. Raises OSError when it names a file that cannot be read."""
    general = environment.get(VARIABLE, "")
    if path := environment.get(f"{VARIABLE}_FILE"):
        general += "\n" + Path(path).read_text()
    provinces = {
        name.removeprefix(f"{VARIABLE}_"): value
        for name, value in environment.items()
        if re.fullmatch(rf"{VARIABLE}_\d\d", name) and value.strip()
    }
    return Channels(
        _channels(general),
        {province: _channels(urls, f"{province} ") for province, urls in sorted(provinces.items())},
    )


def _channels(urls: str, prefix: str = "") -> tuple[Channel, ...]:
    return tuple(
        Channel(f"{prefix}{number} {(re.match(r'[A-Za-z]+(?=://)', url) or ['?'])[0]}", url)
        for number, url in enumerate(urls.split(), 1)
    )


def home() -> Path:
    """The folder of all local state."""
    return Path(os.environ.get("CHUMCHON_HOME") or PROJECT / "var").expanduser().resolve()


def write_down(what: str, words: str, at: datetime) -> Path:
    """Adds a message to this month's file `what` below `alerts/` at home, for want of a channel. Raises OSError."""
    folder = home() / "alerts"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    moment = at.astimezone(BANGKOK)
    path = folder / f"{what}-{moment:%Y-%m}.txt"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
        file.write(f"=== {moment:%Y-%m-%d %H:%M:%S}\n{words}\n\n")
    return path
