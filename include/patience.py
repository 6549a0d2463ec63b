"""How long a source of files is waited for, and how often it is asked again: the same for listing and for reading.

The environment may set each: `CHUMCHON_CONNECT_SECONDS` (10) until a connection stands, `CHUMCHON_READ_SECONDS` (60)
between two blocks of bytes, `CHUMCHON_ATTEMPTS` (4) in all, `CHUMCHON_RETRY_SECONDS` (1) before the second attempt,
then twice as long each time. How long a whole file may take is not limited.
"""

import logging
import os
from collections.abc import Callable
from typing import TypeVar

import tenacity

_LONGEST_WAIT_SECONDS = 30

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


def connect_seconds() -> float:
    """The time a connection may take to stand."""
    return float(os.environ.get("CHUMCHON_CONNECT_SECONDS", "10"))


def read_seconds() -> float:
    """The time the other side may be silent."""
    return float(os.environ.get("CHUMCHON_READ_SECONDS", "60"))


def patiently(ask: Callable[[], Answer]) -> Answer:
    """What `ask` answers, asked again as long as its connection breaks or times out, but nothing else.

    Raises what the last attempt raised.
    """
    again = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type((ConnectionError, TimeoutError)),
        stop=tenacity.stop_after_attempt(int(os.environ.get("CHUMCHON_ATTEMPTS", "4"))),
        wait=tenacity.wait_exponential(
            multiplier=float(os.environ.get("CHUMCHON_RETRY_SECONDS", "1")), max=_LONGEST_WAIT_SECONDS
        ),
        before_sleep=lambda state: log.warning("asked again: %s", state.outcome and state.outcome.exception()),
        reraise=True,
    )
    return again(ask)
