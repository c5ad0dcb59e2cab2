"""Each address is asked by each persona; nobody learns more than the table says."""

import json
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import NoReverseMatch, reverse

from port2port.ledger.models import TrailLine
from port2port.sharing.audit_words import ACTS, ROOMS
from tests.doors.addresses import OPEN_TO_ALL, addresses
from tests.doors.door import WHO, Door, Maker, Status, Values
from tests.doors.table import DOORS
from tests.personas import Community, found_community

type Street = tuple[Community, dict[str, Client]]

# Headers that tell one request from another without telling what was asked.
OWN_HEADERS = {"Set-Cookie", "X-Request-Id"}
MISSING_KEY = UUID("00000000-0000-4000-8000-00000000dead")


def test_every_address_and_method_has_a_row() -> None:
    rows = {(door.name, door.method) for door in DOORS}

    without = sorted(f"{method.upper()} {name}" for name, method in addresses() - rows if name not in OPEN_TO_ALL)

    assert without == []


def test_every_row_is_an_address_that_exists() -> None:
    known = addresses()

    stray = sorted(door.label for door in DOORS if (door.name, door.method) not in known)

    assert stray == []


@pytest.fixture(scope="module")
def street(django_db_setup: None, django_db_blocker: Any) -> Iterator[Street]:
    """The community and a signed-in browser for each persona, made once for all rows and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        community = found_community()
        yield community, {who: _browser(who, community) for who in WHO}
        transaction.set_rollback(True)


@pytest.fixture
def browsers(street: Street) -> dict[str, Client]:
    return street[1]


@pytest.fixture
def community(street: Street) -> Community:
    """A copy: what a row does to the community in memory is gone before the next row, as is what it writes."""
    return deepcopy(street[0])


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.label)
def test_each_persona_gets_what_the_table_says(door: Door, community: Community, browsers: dict[str, Client]) -> None:
    args = _made(door.args, community)
    data = _made(door.data, community)
    headers = _made(door.headers, community)

    written: set[str] = set()
    answers = {who: _ask(browsers[who], door, args, data, headers, written) for who in asking(door)}
    got = {who: _status(answer) for who, answer in answers.items()}

    wrong = {who: (got[who], set(door.wanted[who])) for who in got if got[who] not in door.wanted[who]}
    assert wrong == {}, "persona: (got, wanted)"
    if args:
        missing = {name: _missing(value) for name, value in args.items()}
        for who in (who for who in got if got[who] == 404):
            _assert_same_bytes(answers[who], _ask(browsers[who], door, missing, data, headers), who)
    _assert_words(written)


def asking(door: Door) -> Sequence[str]:
    """Everybody on SQLite; on another database one of each kind of answer, for there the question is what it says."""
    if connection.vendor == "sqlite":
        return WHO
    return sorted({door.wanted[who]: who for who in WHO}.values(), key=WHO.index)


def _made(values: Values | Maker, community: Community) -> dict[str, Any]:
    return dict(values(community) if callable(values) else values)


def _browser(who: str, community: Community) -> Client:
    browser = Client()
    if who != "nobody":
        browser.force_login(community.person(who))
    return browser


def _assert_words(acts: set[str]) -> None:
    """What was written in the trail of audit is told in words: the act, or the room of the page that was refused."""
    assert {act for act in acts if act not in ACTS and act.partition(":")[0] not in ROOMS} == set()


def _ask(
    browser: Client, door: Door, args: Values, data: Values, headers: Values, written: set[str] | None = None
) -> HttpResponse:
    """The answer; `written` takes the acts that it left in the trail of audit."""
    try:
        address = reverse(door.name, kwargs=dict(args))
    except NoReverseMatch:
        address = door.name
    send: Callable[..., HttpResponse] = getattr(browser, door.method)
    cookies = deepcopy(browser.cookies)
    # Limits on how often a page may be asked count per address of the network, which all personas share here.
    cache.clear()
    # What one persona does must not be there for the next one.
    with transaction.atomic():
        if door.json:
            answer: HttpResponse = send(
                address, json.dumps(data), content_type="application/json", headers=dict(headers)
            )
        else:
            answer = send(address, data, headers=dict(headers))
        if answer.streaming:
            answer.close()
        if written is not None:
            written.update(TrailLine.objects.values_list("act", flat=True))
        transaction.set_rollback(True)
    browser.cookies = cookies
    return answer


def _status(answer: HttpResponse) -> Status:
    login = resolve_url(settings.LOGIN_URL)
    return "login" if answer.status_code == 302 and answer.headers["Location"].startswith(login) else answer.status_code


def _missing(value: object) -> object:
    """A value of the same kind that names nothing."""
    if isinstance(value, UUID):
        return MISSING_KEY
    if isinstance(value, int):
        return 2_000_000_000
    try:
        UUID(str(value))
    except ValueError:
        return "zz-missing"
    return str(MISSING_KEY)


def _assert_same_bytes(hidden: HttpResponse, missing: HttpResponse, who: str) -> None:
    assert missing.status_code == hidden.status_code, f"{who} can tell hidden from missing by the status"
    assert missing.content == hidden.content, f"{who} can tell hidden from missing by the page"
    differing = {
        name
        for name in set(hidden.headers) | set(missing.headers)
        if name not in OWN_HEADERS and hidden.headers.get(name) != missing.headers.get(name)
    }
    assert differing == set(), f"{who} can tell hidden from missing by a header"
