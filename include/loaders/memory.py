"""How much memory the reading of one file may take."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def bounded(further: int) -> Iterator[None]:
    """Let the process take so many bytes more and then raise MemoryError, where the system says how many it has."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    try:
        in_use = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        yield
        return
    most = in_use + further
    resource.setrlimit(resource.RLIMIT_AS, (most if soft == resource.RLIM_INFINITY else min(soft, most), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
