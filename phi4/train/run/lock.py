"""One run at a time in a folder."""

from __future__ import annotations

import errno
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from phi4.errors import InputError
from phi4.files import writing

LOCK = ".lock"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the one run that works in `folder`; a process that is killed leaves no lock.

    Raises:
        InputError: another run works there, or the folder cannot be written to.
        Phi4Error: there is no room.
    """
    path = folder / LOCK
    with writing(path):
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("a")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(f"{folder}: another run works here; wait for it, or give another folder") from None
        except OSError as error:
            if error.errno not in (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS):  # a file system without locks
                raise
        yield
