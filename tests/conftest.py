"""What every test stands on: compiled words, a database that is emptied between tests, hypothesis' profiles."""

import gc
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings
from pytest_django.plugin import blocking_manager_key

from port2port.base.messages import compile_stale

pytest_plugins = ["tests.personas"]

# Playwright's loop runs in the thread of the test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

SLOW_ON_PURPOSE = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("dev", deadline=None, max_examples=50, suppress_health_check=SLOW_ON_PURPOSE)
settings.register_profile("ci", deadline=None, max_examples=200, suppress_health_check=SLOW_ON_PURPOSE, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


# What a page says or looks like is the same on every database; tests/doors asks each address on each of them.
# Bad and hostile input is asked everywhere: each database refuses its own.
SAME_EVERYWHERE = re.compile(
    r"test_(\w*pages\w*|print\w*|command|templates_of_the_look|contrast|ui_tags|choices|links|starting_\w+|translations|"
    r"library_words)\.py$|/attack/test_\w+_crawl\.py$"
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if SAME_EVERYWHERE.search(item.path.as_posix()):
            item.add_marker(pytest.mark.anywhere)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        compile_stale()


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was imported stays until the end: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        from tests.ready_database import drop_for_good

        with config.stash[blocking_manager_key].unblock():
            drop_for_good()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
) -> Iterator[None]:
    """As pytest-django's own, but the tables are made once and then copied."""
    from tests.ready_database import ready_database

    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(ready_database(request.config))
        yield
        with django_db_blocker.unblock():
            stack.close()


@pytest.fixture(scope="session", autouse=True)
def static_files_are_looked_up_once() -> Iterator[None]:
    """Each test client builds the middleware anew, and whitenoise would look at every static file for each of them."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    look_up = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[str, Any] = {}

    def add_what_was_found(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            look_up(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    WhiteNoiseMiddleware.add_files_from_finders = add_what_was_found
    yield
    WhiteNoiseMiddleware.add_files_from_finders = look_up


@pytest.fixture(scope="session", autouse=True)
def the_ledger_may_be_emptied_between_tests() -> Iterator[None]:
    """Tests that really commit are followed by a flush, which the ledger's triggers refuse; they are lifted for it."""
    # Only now are the apps loaded that it imports.
    from tests.ledger_triggers import emptied, empties_by_itself, empty

    flush = TransactionTestCase._fixture_teardown

    def flush_without_triggers(case: TransactionTestCase) -> None:
        if empties_by_itself():
            empty()
            return
        with emptied():
            flush(case)

    TransactionTestCase._fixture_teardown = flush_without_triggers
    yield
    TransactionTestCase._fixture_teardown = flush
