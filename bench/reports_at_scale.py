"""Lists, counts and search of reports, at 10,000 and at 1,000,000 reports, on SQLite and PostgreSQL.

For a reader who sees most, one who sees 1 % and one who sees nothing: server time of the list page (newest 50, with
capped count), of filtered pages, of search pages and of the search over everything. Floor beside: the same page with the rule taken out.

    python bench/reports_at_scale.py                 all of it; BENCH_REPORTS=100000 for a smaller run
    BENCH_POSTGRES=postgresql://…/postgres           where a scratch database may be made (default: 127.0.0.1)
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

SIZES = (10_000, int(os.environ.get("BENCH_REPORTS", "1000000")))
ROUNDS = 15
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
PAGES = {
    "newest 50": "/reports/",
    "kind = alert": "/reports/?kind=alert",
    "code, rare": "/reports/?code=OTH-WASTE",
    "kind + code + port": "/reports/?kind=incident&code=INT-TRES&port=BE003",
    "search, rare word": "/reports/?q=quagmire",
    "search, common word": "/reports/?q=container",
    "search, common + filter": "/reports/?q=container&kind=alert",
    "everywhere, rare word": "/search/?q=quagmire",
    "everywhere, common words": "/search/?q=container+fence",
    "everywhere, a slip": "/search/?q=quagmier",
}
# Milliseconds; by how the page's name begins.
LIMITS = {"search": 100.0, "everywhere": 150.0}


def main() -> int:
    """Measure each engine in a process of its own and print one table; 1 where a page is late or grows too fast."""
    tables: dict[tuple[str, int], dict[str, dict[str, float]]] = {}
    for engine, size in [(engine, size) for engine in engines() for size in SIZES]:
        with scratch(engine) as url:
            out = subprocess.run(
                [sys.executable, __file__, "--measure", str(size)],
                env=os.environ
                | {"PORT2PORT_DATABASE": url, "PORT2PORT_VAR": tempfile.mkdtemp(), "PORT2PORT_DEMO": "yes"},
                stdout=subprocess.PIPE,
                check=True,
                text=True,
            )
        tables[engine, size] = json.loads(out.stdout.splitlines()[-1])
    kept = [report(engine, tables[engine, SIZES[0]], tables[engine, SIZES[1]]) for engine in engines()]
    return 0 if all(kept) else 1


def report(engine: str, small: dict[str, dict[str, float]], large: dict[str, dict[str, float]]) -> bool:
    """Print one engine's figures: milliseconds, growth from small to large, the floor and the ratio to it.

    Whether every page keeps its promise.
    """
    kept = True
    print(f"\n{engine}: server time in ms, median of {ROUNDS}; {SIZES[0]:,} and {SIZES[1]:,} reports")
    print(f"{'page':26}{'reader':14}{'small':>9}{'large':>9}{'growth':>8}{'floor':>9}{'ratio':>8}{'target':>9}")
    for page in PAGES:
        limit = LIMITS.get(page.partition(",")[0], 30.0)
        for reader in ("most", "onepercent", "nothing"):
            if reader not in small[page]:
                continue
            a, b, floor = small[page][reader], large[page][reader], large[page]["floor"]
            holds = b <= limit and b <= 2 * a
            kept = kept and holds
            print(
                f"{page:26}{reader:14}{a:9.1f}{b:9.1f}{b / a:8.2f}{floor:9.1f}{b / floor:8.2f}{limit:8.0f}"
                f"{' ' if holds else '!'}"
            )
    return kept


def engines() -> list[str]:
    """SQLite always; PostgreSQL where it answers."""
    import psycopg

    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.OperationalError:
        print("PostgreSQL does not answer; SQLite only", file=sys.stderr)
        return ["sqlite"]
    return ["sqlite", "postgresql"]


@contextmanager
def scratch(engine: str) -> Iterator[str]:
    """An empty database that is thrown away."""
    if engine == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        return
    import psycopg

    name = f"port2port_bench_{os.getpid()}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(POSTGRES)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measure(size: int) -> None:
    """Fill the database and time each page; the last line printed is JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "port2port.site.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from bench import scale

    call_command("migrate", interactive=False, verbosity=0)
    scale.found()
    print(f"{connection.vendor}: filled {size:,} reports in {scale.fill(size):.0f} s", file=sys.stderr, flush=True)
    check_shape()
    figures: dict[str, dict[str, float]] = {page: {} for page in PAGES}
    for reader in ("most", "onepercent", "nothing"):
        for page, url in PAGES.items():
            # Who has no login has no such page.
            if reader != "nothing" or url.startswith("/reports/"):
                figures[page][reader] = time_page(url, reader)
    with without_the_rule():
        for page, url in PAGES.items():
            figures[page]["floor"] = time_page(url, "most")
    print(json.dumps(figures))


def check_shape() -> None:
    """The SQL of bench/scale.py files what the real actions file, or the figures mean nothing."""
    from port2port.reports.models import Report
    from port2port.sharing.audience_index import entries_of, found_by, tokens_of

    for report in Report.objects.filter(pk__in=[7, 61, 113, 7013]):
        filed = set(entries_of(report).values_list("token", "facet", "marks"))
        wanted = {(token, facet, report.marks()) for token in tokens_of(report) for facet in found_by(report)}
        if filed != wanted:
            raise SystemExit(f"bench rows differ from real ones for report {report.pk}: {filed ^ wanted}")


def time_page(url: str, reader: str) -> float:
    """Median milliseconds of server time: request to rendered answer, sign-in and session included."""
    from django.db import connection
    from django.test import Client

    from port2port.members.models import Person

    client = Client(HTTP_HOST="localhost")
    if reader != "nothing":
        client.force_login(
            Person.objects.get(username=reader), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
    else:
        url = url.replace("/reports/", "/open/")
    took = []
    for _ in range(ROUNDS + 2):
        started = time.perf_counter()
        response = client.get(url)
        took.append((time.perf_counter() - started) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"{url} as {reader}: {response.status_code}")
    connection.close()
    return statistics.median(took[2:])


@contextmanager
def without_the_rule() -> Iterator[None]:
    """The same page for a reader of everything: one token under which all is filed."""
    from django.db import connection

    from port2port.pure.audience import Key
    from port2port.sharing import access, audience_index, search

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sharing_audienceentry (record_type, record_id, token, facet, at_us, first_us, marks)"
            " SELECT record_type, record_id, 'all', facet, at_us, first_us, marks FROM sharing_audienceentry"
            " WHERE token LIKE 'o%'"
        )
        cursor.execute("ANALYZE")
    kept: list[tuple[object, Callable[..., object]]] = [
        (module, module.held_keys) for module in (access, audience_index, search)
    ]
    for module, _ in kept:
        module.held_keys = lambda member: (Key("all"),)  # type: ignore[attr-defined]
    words = search.groups_of
    search.groups_of = lambda asked, tokens: [*asked.required]
    try:
        yield
    finally:
        search.groups_of = words
        for module, original in kept:
            module.held_keys = original  # type: ignore[attr-defined]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(int(sys.argv[2]))
    else:
        sys.exit(main())
