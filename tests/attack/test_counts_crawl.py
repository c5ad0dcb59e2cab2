"""Every address without a key, search, feeds, files and links from there, as each person: no count beyond its sight."""

import re
from collections import deque
from datetime import timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO
from urllib.parse import urlsplit
from uuid import uuid4
from zipfile import BadZipFile, ZipFile

import pytest
from django.test import Client

from port2port.base.clock import now
from port2port.counts import actions
from port2port.counts.models import Comparison, CountSeries, Loan
from port2port.counts.rules import WeekSaid, last_whole_week
from port2port.ledger.models import TrailLine
from port2port.members.actions.tokens import make_token
from port2port.pure.weeks import WEEK
from port2port.sharing.models import Notification, SearchEntry
from tests.doors.addresses import routes
from tests.personas import Community

# Numbers that nothing else on a page holds, as a person writes them and as each language groups them.
COUNT, CORRECTED, EFFORT, OUTSIDE, SHOWN = 734_981, 648_317, 592_863, 871_429, 913_627
PLANTED = {"count": COUNT, "corrected": CORRECTED, "effort": EFFORT, "outside": OUTSIDE, "shown": SHOWN}
STRANGERS = ("peer", "outsider", "secretariat", "client", "guest", "auditor", "guard", "nobody")
FED = (("reports", ("reports.atom", "reports.json")), ("duties", ("duties.ics",)))
TWO_SCORE = 40
MOST = 130
LEAVE = re.compile(
    r"/accounts/|/new/|/theme/|/language/|/static/|/norms/\w|/vocabulary/|/api/v1/docs|/glossary/|/places/\w"
)
GROUPS = r"[.,\s\u00a0\u202f]?"

# Which rows there are is the querysets' affair, tested on both engines elsewhere.
pytestmark = [pytest.mark.anywhere, pytest.mark.slow]


def met(text: str) -> set[str]:
    """Which of the planted numbers stand in it, in any notation; never inside a longer number or a hash."""
    found = set()
    for name, number in PLANTED.items():
        whole, thousands = divmod(number, 1_000)
        if re.search(rf"(?<![\w.,]){whole}{GROUPS}{thousands}(?!\w)", text):
            found.add(name)
    return found


@pytest.fixture
def world(community: Community) -> Community:
    """North counts, corrects, searches and compares; lends nothing, and shows one of its counts as bands."""
    author, at = community.member("author"), now() - timedelta(hours=3)
    newest, north = last_whole_week(at), community.ports["north"]
    series = actions.open_series(member=author, port=north, outcome="seizures", now=at)
    for number, hours in ((CORRECTED, 0), (COUNT, 1)):
        said = {newest - WEEK * n: WeekSaid(number) for n in range(TWO_SCORE)}
        actions.enter_weeks(member=author, series=series, said=said, now=at + timedelta(hours=hours))
    amounts = dict.fromkeys([newest, newest - WEEK], Decimal(EFFORT))
    actions.enter_effort(member=author, port=north, kind="containers_scanned", said=amounts, now=at)
    outside = actions.ComparisonFields(
        title="Elsewhere",
        language="en",
        reason="hinterland",
        why="It lies far inland and nothing that comes by sea is handled there.",
        outcome="seizures",
    )
    row = actions.declare_comparison(member=author, said=outside, now=at)
    actions.enter_comparison(member=author, comparison=row, said={newest: OUTSIDE}, now=at)
    banded = actions.open_series(member=author, port=north, outcome="intrusions", now=at)
    said = {newest - WEEK * n: WeekSaid(SHOWN) for n in range(TWO_SCORE)}
    actions.enter_weeks(member=author, series=banded, said=said, now=at)
    actions.show_bands(member=community.member("coordinator"), series=[banded], now=at)
    actions.make_band_tables(now=at)
    return community


def starts(community: Community, who: str) -> list[str]:
    """Every address that takes no value, search and the filters that take a number, and the feeds of who has them."""
    plain = [f"/{one}" for one in routes().values() if "<" not in one and not one.startswith("^")]
    asked = [address for number in PLANTED.values() for address in (f"/search/?q={number}", f"/reports/?q={number}")]
    keys = [f"/counts/series/{one.key}/{rest}" for one in CountSeries.objects.all() for rest in ("", "counts.csv")]
    keys += [one.get_absolute_url() for one in Comparison.objects.all()]
    keys.append("/counts/effort/?port=north&kind=containers_scanned")
    return [*keys, *asked, *feeds(community, who), *sorted((one for one in plain if not LEAVE.search(one)), key=_far)]


def _far(address: str) -> int:
    """Rooms that are made of counts first, then what gathers from all rooms; the walk ends somewhere."""
    near = ("/counts", "/api", "/health", "/audit", "/studies", "/watch", "/allocation", "/figures", "/notifications")
    return next(
        (place for place, one in enumerate(near) if address.startswith(one)), len(near) if "." in address else 99
    )


def feeds(community: Community, who: str) -> list[str]:
    if who not in {"peer", "outsider"}:
        return []
    found = []
    for purpose, endings in FED:
        secret = f"p2p_{who}-{purpose}-{uuid4().hex}"
        member = community.member(who)
        make_token(member=member, label=secret, scope="feed", purpose=purpose, secret=secret, now=now())
        found += [f"/feeds/{secret}/{ending}" for ending in endings]
    return found


def read(client: Client, address: str) -> str:
    """What comes back, a workbook as the texts in it; the query is not counted as an answer to it."""
    answer = client.get(address, follow=True)
    body = b"".join(answer) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        try:
            with ZipFile(BytesIO(body)) as pack:
                return " ".join(pack.read(one).decode("utf-8", "replace") for one in pack.namelist())
        except BadZipFile:
            pass
    return body.decode("utf-8", "replace")


def walked(community: Community, who: str) -> dict[str, str]:
    client = Client(raise_request_exception=False)
    if who != "nobody":
        client.force_login(community.person(who))
    waiting, found = deque(starts(community, who)), dict[str, str]()
    while waiting and len(found) < MOST:
        address = waiting.popleft()
        if address in found:
            continue
        found[address] = read(client, address)
        for link in re.findall(r'href="([^"#]+)', found[address]):
            to = urlsplit(unescape(link))
            again = sum(one.split("?")[0] == to.path for one in (*found, *waiting))
            if not to.netloc and to.path.startswith("/") and not LEAVE.search(to.path) and again < 2:
                waiting.append(f"{to.path}?{to.query}" if to.query else to.path)
    return found


def leaks(pages: dict[str, str]) -> dict[str, set[str]]:
    """By address; what the reader asked for stands in the box of the search again, and is no answer."""
    return {
        address: names
        for address, text in pages.items()
        if (names := {name for name in met(text) if f"q={PLANTED[name]}" not in address})
    }


@pytest.mark.parametrize("who", STRANGERS)
def test_no_stranger_meets_a_count_wherever_it_walks(world: Community, who: str) -> None:
    pages = walked(world, who)

    assert leaks(pages) == {}
    assert len(pages) > TWO_SCORE


def test_who_counts_meets_its_own_counts_so_that_the_walk_would_find_them(world: Community) -> None:
    pages = walked(world, "author")

    assert set().union(*leaks(pages).values()) == set(PLANTED)


def test_once_lent_the_circle_meets_that_count_on_its_pages_alone_and_what_was_corrected_nowhere(
    world: Community,
) -> None:
    author, series = world.member("author"), CountSeries.objects.get(outcome="seizures")
    week = last_whole_week(now()) - WEEK * TWO_SCORE
    actions.lend(member=author, series=series, circle=world.circles["both"], from_week=week, now=now())

    found = leaks(walked(world, "peer"))

    assert set().union(*found.values()) == {"count"}
    assert {address for address in found if not address.startswith("/counts/series/")} == set()
    assert leaks(walked(world, "outsider")) == {}


def test_what_is_found_told_and_recorded_holds_no_count(world: Community) -> None:
    """The rows behind search, notifications and the audit trail, of whomever they are."""
    author, series = world.member("author"), CountSeries.objects.get(outcome="seizures")
    week = last_whole_week(now())
    actions.lend(member=author, series=series, circle=world.circles["both"], from_week=week, now=now())
    rows = [
        *SearchEntry.objects.values_list(),
        *Notification.objects.values_list(),
        *TrailLine.objects.values_list(),
        *Loan.objects.values_list(),
    ]

    assert TrailLine.objects.filter(act="enter_counts").exists()
    assert [row for row in rows if met(" ".join(map(str, row)))] == []
