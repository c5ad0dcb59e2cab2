"""What a command is given: the bytes of a file, or of standard input."""

import errno
import os
import sys
from pathlib import Path

STANDARD_INPUT = "-"


def content_of(file: str, *, most_bytes: int) -> bytes:
    """The bytes of a file, or of standard input for `-`; one more than `most_bytes` where there are more.

    Nobody waits for a file without an end, and whoever parses it sees that it is too large. Raises OSError.
    """
    if file == STANDARD_INPUT:
        if sys.stdin is None:
            raise OSError(errno.EBADF, "standard input is closed", STANDARD_INPUT)
        return sys.stdin.buffer.read(most_bytes + 1)
    with Path(file).open("rb") as opened:
        try:
            return opened.read(most_bytes + 1)
        except OSError as problem:
            # Once a file is open, Python no longer says which it was.
            raise OSError(problem.errno, os.strerror(problem.errno or errno.EIO), file) from None
