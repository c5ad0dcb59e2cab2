"""The pages of drills: what a player reads, what leaves as a file, and how the list and the planner behave."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from port2port.base.clock import now
from port2port.drills import actions
from port2port.drills.conflicts import warnings_for
from port2port.drills.due import drill_lines
from port2port.drills.library import library, scenario
from port2port.drills.models import Event
from port2port.drills.rules import Held
from port2port.duties.models import Fulfilment
from port2port.reports.printing import makes_pdf
from tests.drills.conftest import SECRET, planned

PURPOSE, AIM = "whether a lent badge is noticed", "compared with its holder"
HIDDEN = (SECRET, PURPOSE, AIM, "card of a colleague", "DS-01")


@pytest.fixture
def soon(community, author, quay):
    """A confirmed drill of tomorrow, from a scenario; the guard plays in it."""
    assert scenario("DS-01") is not None
    said = planned(quay, planned_at=now() + timedelta(days=1), scenario="DS-01")
    row = actions.plan(member=author, said=said, now=now())
    seats = community.seats
    actions.give_role(member=author, event=row, seat=seats["colleague"], role="controller", now=now())
    actions.give_role(member=author, event=row, seat=seats["guard"], role="player", plays="guard", now=now())
    return actions.confirm(member=author, event=row, now=now())


def page(client, community, who, address):
    client.force_login(community.person(who))
    answer = client.get(address)
    return answer.status_code, answer.content.decode()


def test_a_player_reads_kind_place_time_stop_word_and_general_words_of_safety_only(client, community, soon):
    status, text = page(client, community, "guard", soon.get_absolute_url())

    assert status == 200
    for shown in ("Drill · Quay north", "EXERCISE EXERCISE EXERCISE", "REAL EVENT", "Traffic and work go first"):
        assert shown in text
    for hidden in HIDDEN:
        assert hidden not in text


def test_what_waits_long_for_others_does_not_hide_what_waits_for_oneself(community, author, quay):
    # Seventy old ones of the peer, in which the author's quay said yes: they wait for the peer alone.
    for number in range(70):
        said = planned(community.facilities["south"], quay, planned_at=now() - timedelta(days=90 - number))
        old = actions.plan(member=community.member("peer"), said=said, now=now() - timedelta(days=91))
        actions.consent(member=author, place=old.places.get(facility=quay), now=now())
    actions.plan(member=author, said=planned(quay, planned_at=now() + timedelta(days=2)), now=now())

    assert [line.words for line in drill_lines(author, now=now())] == ["Drill or exercise soon"]


@pytest.mark.parametrize("address", ["/", "/drills/", "/duties/actions/"])
def test_no_other_page_tells_a_player_the_title(client, community, soon, address):
    _status, text = page(client, community, "guard", address)

    assert not [hidden for hidden in HIDDEN if hidden in text]


def test_now_tells_a_player_under_the_caption(community, guard, soon):
    [line] = drill_lines(guard, now=now())

    assert (line.words, line.title, line.address) == (
        "Drill or exercise soon", "Drill · Quay north", soon.get_absolute_url(),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["library", "calendar", "evidence_csv", "new", "record"])
def test_a_guard_opens_neither_scenarios_nor_planner(client, community, soon, name):
    assert page(client, community, "guard", reverse(f"drills:{name}"))[0] == 404
    assert page(client, community, "guard", reverse("drills:form", args=[soon.key]))[0] == 404
    assert page(client, community, "guard", reverse("drills:hold", args=[soon.key]))[0] == 404


def test_another_organisation_that_is_asked_reads_what_is_tested_together_and_no_script(
    client, community, author, peer, quay, their_quay
):
    row = actions.plan(member=author, said=planned(quay, their_quay, planned_at=now() + timedelta(days=1)), now=now())
    place = row.places.get(facility=their_quay)

    _status, text = page(client, community, "peer", reverse("drills:place", args=[place.key]))
    assert "Communication" in text
    for address in (reverse("drills:place", args=[place.key]), row.get_absolute_url(), "/drills/", "/"):
        _status, text = page(client, community, "peer", address)
        assert not [hidden for hidden in (SECRET, AIM, "card of a colleague") if hidden in text]
        assert PURPOSE not in text
        assert "Nobody runs, traffic goes first" not in text
    assert [line.words for line in drill_lines(peer, now=now())] == ["Does your facility take part?"]


def test_a_drill_is_planned_from_a_scenario_with_five_fields(client, community, quay):
    found = next((one for one in library().values() if "drill" in one.kinds), None)
    assert found is not None
    client.force_login(community.person("author"))
    address = f"{reverse('drills:new')}?scenario={found.code}"
    form = client.get(address).context["form"]
    fields = {bound.html_name: bound.value() for bound in form.visible_fields() if bound.value() is not None}
    fields |= {"planned_at": f"{now() + timedelta(days=9):%Y-%m-%dT%H:%M}"}
    fields |= {"kind": "drill", "facilities": [str(quay.key)]}

    client.post(address, fields)

    row = Event.objects.get()
    assert (row.scenario, row.title) == (found.code, found.title["en"])
    assert [one.control for one in row.objectives.all()] == [one.control for one in found.objectives]


def test_a_conflict_is_told_of_events_that_the_planner_sees_and_of_no_others(
    author, peer, outsider, quay, their_quay, soon
):
    at = soon.planned_at + timedelta(minutes=10)
    other = actions.plan(member=author, said=planned(quay, planned_at=at), now=now())
    row = Event.objects.with_names().get(pk=other.pk)
    assert warnings_for(row, author, now=now()) == ["At the same time and place: Drill · Quay north"]

    hidden = actions.plan(member=peer, said=planned(quay, their_quay, planned_at=at), now=now())
    row = Event.objects.with_names().get(pk=hidden.pk)
    assert warnings_for(row, peer, now=now()) == []


def test_people_with_two_roles_at_once_are_told_of(author, community, quay, soon):
    other = actions.plan(member=author, said=planned(quay, planned_at=soon.planned_at), now=now())
    actions.give_role(
        member=author, event=other, seat=community.seats["guard"], role="player", plays="guard", now=now()
    )

    row = Event.objects.with_names().get(pk=other.pk)
    assert any("has a role elsewhere" in words for words in warnings_for(row, author, now=now()))


def _recorded(client, community, quay, **more):
    client.force_login(community.person("author"))
    fields = {
        "facility": str(quay.key), "held_on": timezone.localdate(now()).isoformat(), "held_minutes": "20",
        "element": "b15_11.access", "count_guard": "4", "key": "once",
    }  # fmt: skip
    return client.post(reverse("drills:record"), fields | more)


def test_a_record_sent_twice_counts_once(client, community, quay):
    first, second = (_recorded(client, community, quay) for _time in range(2))

    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert Event.objects.count() == Fulfilment.objects.count() == 1


def test_a_day_long_ago_asks_for_its_reason_on_the_page(client, community, quay):
    day = (timezone.localdate(now()) - timedelta(days=200)).isoformat()
    refused = _recorded(client, community, quay, held_on=day)
    taken = _recorded(client, community, quay, held_on=day, late_reason="Found in the paper log")

    assert refused.status_code == 422
    assert '<div id="record-late">' in refused.content.decode()
    assert taken.status_code == 302
    assert Event.objects.count() == 1


@pytest.mark.parametrize(("days", "asks"), [(200, True), (1, False)], ids=["long ago", "yesterday"])
def test_the_page_of_a_plan_made_long_after_its_day_asks_for_the_reason(client, community, quay, author, days, asks):
    said = planned(quay, kind="drill", planned_at=now() - timedelta(days=days))
    row = actions.plan(member=author, said=said, now=now())
    client.force_login(community.person("author"))

    page = client.get(reverse("drills:hold", args=[row.key]))

    assert ('name="late_reason"' in page.content.decode()) is asks


def test_a_wrong_record_keeps_what_was_typed(client, community, quay):
    answer = _recorded(client, community, quay, count_guard="", went_well="Seen at once")

    assert answer.status_code == 422
    assert "Seen at once" in answer.content.decode()
    assert not Event.objects.exists()


def test_a_phone_of_another_seat_sends_nothing(client, community, quay):
    client.force_login(community.person("author"))
    headers = {"Idempotency-Key": "k", "X-Drill-Seat": "0" * 32}

    assert client.post(reverse("drills:record_send"), {"facility": str(quay.key)}, headers=headers).status_code == 403
    assert not Event.objects.exists()


def test_the_shell_of_a_phone_holds_nothing_of_a_seat(client, community, quay):
    text = client.get(reverse("drills:record_shell", args=["nl"])).content.decode()

    assert quay.name not in text
    assert "csrfmiddlewaretoken" not in text


def test_evidence_leaves_as_csv_with_numbers_and_duties(client, community, author, quay, soon):
    held = Held(on=timezone.localdate(now()), minutes=40, took_part={"guard": 3, "other": 2}, evidence="Folder 7")
    actions.hold(member=author, event=soon, said=held, now=now())
    client.force_login(community.person("author"))

    rows = list(csv.DictReader(io.StringIO(client.get(reverse("drills:evidence_csv")).content.decode("utf-8-sig"))))

    assert [
        (row["Minutes"], row["Guard"], row["Others"], row["Duties fulfilled"], row["Evidence"]) for row in rows
    ] == [("40", "3", "2", "Drill, Quay north", "Folder 7")]


@pytest.mark.skipif(not makes_pdf(), reason="needs Pango")
@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_every_scenario_prints_on_two_sheets_at_most(language):
    from django.template.loader import render_to_string
    from django.utils import translation
    from weasyprint import CSS, HTML

    from port2port.drills.printed import STYLES, scenario_context

    sheet, pages = CSS(filename=str(STYLES)), {}
    for found in library().values():
        with translation.override(language):
            context = scenario_context(found, language=language, now=now())
            html = render_to_string("drills/scenario_pdf.html", context)
        pages[found.code] = len(HTML(string=html).render(stylesheets=[sheet]).pages)

    assert {code: count for code, count in pages.items() if count > 2} == {}


@pytest.mark.skipif(not makes_pdf(), reason="needs Pango")
def test_the_ports_form_and_the_evidence_are_made_as_pdf(client, community, author, soon):
    client.force_login(community.person("author"))

    for address in (reverse("drills:form_pdf", args=[soon.key]), reverse("drills:evidence_pdf")):
        assert client.get(address).content.startswith(b"%PDF")


def test_what_a_plan_still_lacks_leads_to_where_it_is_given(client, community, author, quay):
    row = actions.plan(member=author, said=planned(quay, planned_at=now() + timedelta(days=2)), now=now())

    _status, text = page(client, community, "author", row.get_absolute_url())

    lacks = text[text.index("Before it can be confirmed") :]
    assert reverse("drills:people", args=[row.key]) in lacks
    assert reverse("drills:edit", args=[row.key]) in lacks
