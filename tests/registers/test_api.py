"""The API gives what the pages give: no site, no figure, no lane of another."""

import json

import pytest

from port2port.registers import actions
from port2port.registers.models import Measurement
from tests.registers.conftest import COUNTED
from tests.registers.world import AFTER, built


@pytest.fixture
def get(client, community):
    def asked(who: str, path: str):
        client.force_login(community.person(who))
        return client.get(f"/api/v1/{path}")

    return asked


def test_a_reader_gets_the_text_alone_and_the_owner_all(get, shared):
    case = shared()
    seen = get("peer", f"ai-cameras/{case.key}").json()
    own = get("author", f"ai-cameras/{case.key}").json()

    assert seen["answers"]["lessons"] == "Foxes."
    assert seen["answers"].keys().isdisjoint({"site", "figures"})
    assert own["answers"]["site"]["name"] == "Quay north"
    assert own["answers"]["figures"][0]["alarms"] == COUNTED.alarms
    assert "Quay north" not in get("peer", f"ai-cameras/{case.key}?format=stix").content.decode()
    assert "Quay north" not in get("peer", "ai-cameras").content.decode()


def test_what_is_kept_is_nowhere_for_others(get, kept):
    case = kept()

    assert get("peer", "ai-cameras").json() == {"items": []}
    assert get("peer", f"ai-cameras/{case.key}").status_code == 404
    assert get("author", "ai-cameras?whose=own").json()["items"][0]["is_shared"] is False
    assert get("author", f"ai-cameras/{case.key}?format=stix").status_code == 404


def test_a_tombstone_says_nothing_of_it(get, shared, author):
    from tests.personas import NOW

    case = shared(site=True, figures=True)
    actions.move_case(member=author, case=case, to="withdrawn", why="Gone.", now=NOW)
    answer = get("peer", f"ai-cameras/{case.key}").json()

    assert (answer["is_withdrawn"], answer["title"], answer["answers"]) == (True, "", {})


def test_an_unknown_filter_is_refused(get):
    assert get("author", "ai-cameras?colour=blue").status_code == 422
    assert get("author", "pickup/lanes?organisation=south").status_code == 422


def test_results_come_in_and_wrong_ones_do_not(client, community, kept):
    case = kept(measured=False)
    client.force_login(community.person("author"))
    period = {"from_on": "2026-01-05", "to_on": "2026-01-14", "camera_days": 40, "alarms": 12}
    address = f"/api/v1/ai-cameras/{case.key}/measurements"

    wrong = client.post(address, json.dumps(period | {"true": 13}), content_type="application/json")
    assert (wrong.status_code, Measurement.objects.count()) == (422, 0)
    right = client.post(address, json.dumps(period | {"false": 2}), content_type="application/json")
    assert (right.status_code, Measurement.objects.get().false) == (201, 2)


def test_lanes_are_the_own_ones_and_bands_hold_no_more_than_their_five_numbers(get, community):
    built(community)
    actions.freeze_quarter(now=AFTER)

    assert [one["facility"] for one in get("author", "pickup/lanes").json()] == ["Quay north"]
    assert get("peer", "pickup/lanes").json() == []
    assert get("secretariat", "pickup/lanes").json() == []
    months = get("author", "pickup/bands").json()
    assert {name for band in months[0]["bands"] for name in band} == {"group", "lower", "middle", "upper", "at_least"}
    assert get("outsider", "pickup/bands").json() == []
