"""What takes long to import, imported once: every task is forked from the process that has it."""

import gc

from benchmarks.soak import jobs
from include.quality import asking

__all__ = ["jobs"]

asking.suites()  # imports Great Expectations
gc.freeze()  # what is shared with every task stays shared
