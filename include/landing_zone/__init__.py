"""The landing zone, wherever it is: every file of it, as loaders take it. Knows file systems, not Airflow."""

import errno
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from include.landing_zone import local_folder, object_store, web_index
from include.loaders.receiving import LandedFile, problem_of

__all__ = ["files"]


def files(filesystem: Any, root: str, protocol: str) -> Iterator[LandedFile]:
    """Every file under a root, as its fsspec file system lists it; none is opened yet.

    `root` is a path of that file system: a folder, a bucket and prefix, or the URL of an HTML index. A folder or prefix
    that is not there is empty. Raises OSError when the zone cannot be listed at all; a folder or file of it about which
    nothing can be learned comes as a file that cannot be opened.
    """
    try:
        if protocol in ("", "file", "local"):
            yield from local_folder.files(Path(root))
        elif protocol in ("http", "https"):
            yield from web_index.files(filesystem, root)
        else:
            yield from object_store.files(filesystem, root, protocol)
    except OSError as failure:
        problem = f"the landing zone cannot be read: {problem_of(failure)}"
        raise OSError(failure.errno or errno.EIO, problem, failure.filename or root) from failure
