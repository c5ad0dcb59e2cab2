"""Two who write at the same moment: the second begins while what the first did is not yet committed."""

import threading
import time
from collections.abc import Callable

from django.db import connection, transaction


def one_waits_for_the_other(first: Callable[[], object], second: Callable[[], object]) -> None:
    """Both are done, in threads of their own; `second` begins when `first` has ended and not committed."""
    holds, begins = threading.Event(), threading.Event()

    def do_first() -> None:
        with transaction.atomic():
            first()
            holds.set()
            begins.wait(10)
            _until_someone_waits()
        connection.close()

    def do_second() -> None:
        holds.wait(10)
        begins.set()
        second()
        connection.close()

    threads = [threading.Thread(target=do_first), threading.Thread(target=do_second)]
    [thread.start() for thread in threads]
    [thread.join(30) for thread in threads]


def _until_someone_waits() -> None:
    # PostgreSQL tells; SQLite lets nobody begin before the one who writes has ended.
    until = time.monotonic() + 10
    while connection.vendor == "postgresql" and time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
