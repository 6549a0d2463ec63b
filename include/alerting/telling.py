"""Tells what waits to be told: through the first channel that takes it, else into a file at home, which is no success.

Words are sent and then noted: a machine that dies in between says them twice, and never not at all.
"""

import logging
from collections.abc import Iterable
from datetime import datetime

from include.alerting.alert import SENDER, Alert, headline, text
from include.alerting.book import Book, Notice
from include.alerting.channels import Channel, Channels, write_down

FILE = "file"
_MOST = 20  # alerts in one message

log = logging.getLogger(__name__)


def tell(book: Book, channels: Channels, at: datetime) -> list[Notice]:
    """Tells everything that waits; returns what no channel took.

    A channel that failed is itself an alert, told through another one, until it takes something again.
    """
    with book.alone() as alone:
        if not alone:
            log.info("alerts are being told by another program")
            return []
        untold, failing, working = _tell(book.waiting(channels.dry_run), book, channels, at)
        book.settle([_failing(channel, error) for channel, error in failing.items()], judged=())
        book.close([_failing(channel).key for channel in working - failing.keys()])
        if failing or working:
            more, _, _ = _tell(_of_channels(book, channels), book, channels, at)
            untold += more
    return untold


def _of_channels(book: Book, channels: Channels) -> list[Notice]:
    return [notice for notice in book.waiting(channels.dry_run) if notice.row["kind"] == "channel_failed"]


def _tell(
    notices: Iterable[Notice], book: Book, channels: Channels, at: datetime
) -> tuple[list[Notice], dict[str, str], set[str]]:
    """What no channel took, the channels that failed with their errors, and those that took something."""
    untold: list[Notice] = []
    failing: dict[str, str] = {}
    working: set[str] = set()
    for group, ways in _grouped(notices, channels):
        title, body = _words(group, at)
        if not ways:
            outcome = "dry_run" if channels.dry_run else "failed"
        else:
            outcome = _send(group, ways, book, title, body, failing, working)
        if outcome != "sent":
            error = None if outcome == "dry_run" else "ไม่มีช่องทางใดรับ"
            new = [notice for notice in group if book.note(notice, FILE, outcome, error)]
            if new:
                _write_down(outcome, new, at)
            untold += group if outcome == "failed" else []
    return untold, failing, working


def _send(
    group: list[Notice],
    ways: tuple[Channel, ...],
    book: Book,
    title: str,
    body: str,
    failing: dict[str, str],
    working: set[str],
) -> str:
    severities = [notice.row["severity"] for notice in group if notice.event == "opened"]
    severity = next((name for name in ("critical", "warning", "info") if name in severities), "closed")
    for channel in ways:
        error = channel.send(title, body, severity)
        for notice in group:
            book.note(notice, channel.name, "failed" if error else "sent", error)
        if error is None:
            working.add(channel.name)
            return "sent"
        failing[channel.name] = error
        log.warning("channel %s: %s", channel.name, error)
    return "failed"


def _grouped(notices: Iterable[Notice], channels: Channels) -> Iterable[tuple[list[Notice], tuple[Channel, ...]]]:
    """Together what goes the same way, the most grave first, no more at once than a person reads."""
    groups: dict[tuple[Channel, ...], list[Notice]] = {}
    for notice in notices:
        groups.setdefault(channels.of(notice.row["province_code"]), []).append(notice)
    order = ("critical", "warning", "info")
    for ways, group in groups.items():
        group.sort(key=lambda notice: (notice.event != "opened", order.index(notice.row["severity"])))
        for start in range(0, len(group), _MOST):
            yield group[start : start + _MOST], ways


def _words(group: list[Notice], at: datetime) -> tuple[str, str]:
    texts = [text(notice.row, notice.event, at) for notice in group]
    first = headline(group[0].row, group[0].event)
    title = first if len(group) == 1 else f"{first} และอีก {len(group) - 1} เรื่อง"
    return f"[{SENDER}] {title}", "\n\n".join(texts)


def _write_down(outcome: str, notices: list[Notice], at: datetime) -> None:
    words = "\n\n".join(text(notice.row, notice.event, at) for notice in notices)
    log.warning("%s", words)
    try:
        path = write_down("dry-run" if outcome == "dry_run" else "untold", words, at)
        log.info("written to %s", path)
    except OSError as error:
        log.error("the alert could not even be written to a file: %s", error.strerror)


def _failing(channel: str, error: str = "") -> Alert:
    return Alert("channel_failed", channel, f"ช่องทางที่ {channel} {error or 'ส่งไม่ได้'} ระบบใช้ช่องทางถัดไปแทนแล้ว")
