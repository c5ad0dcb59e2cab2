"""The pages of duties: what they show first, what one click does, and what leaves by files and calendars."""

import csv
import io
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from port2port.base.clock import now
from port2port.duties.actions import clocks, notices, promises
from port2port.duties.clocks import place_of
from port2port.duties.due import due_lines
from port2port.duties.models import Action, Derogation, Fulfilment, Notice
from port2port.duties.notices import Source
from port2port.duties.rulebook import clock_rules
from port2port.members.actions.agreements import agree_to_show, stop_showing
from port2port.members.models import Seat, Token
from tests.duties.conftest import rule
from tests.personas import BEFORE

REASON = "The quay was closed for works from January to March."


@pytest.fixture
def officer(client, community):
    client.force_login(community.person("author"))
    return client


@pytest.fixture
def pso(community):
    """A browser of north's officer for the whole port."""
    person = community.person("colleague")
    person.active_seat = Seat.objects.create(
        person=person,
        organisation=community.organisations["north"],
        function="officer",
        port=community.ports["north"],
        given_at=BEFORE,
    )
    person.save()
    browser = Client()
    browser.force_login(person)
    return browser


def address(name, place, code="drill"):
    return reverse(f"duties:{name}", args=[code, place.key])


def held(days_ago, **fields):
    on = now().date() - timedelta(days=days_ago)
    return clocks.Held(on=on, **({"tested": ("b15_11.access",)} | fields))


def drill_of(member, place, days_ago=10):
    return clocks.fulfil(member=member, rule=rule("drill"), place=place, held=held(days_ago), now=now())


def test_one_form_marks_a_duty_done_and_one_click_takes_it_back(officer, quay):
    day = now().date().isoformat()

    page = officer.post(
        address("done", quay), {"on": day, "tested": "b15_11.access", "evidence": "Binder"}, follow=True
    )
    row = Fulfilment.objects.get()
    words = page.content.decode()

    assert "Done. The clock runs anew." in words
    assert reverse("duties:undo", args=[row.key]) in words
    officer.post(reverse("duties:undo", args=[row.key]))
    row.refresh_from_db()
    assert row.undone_at is not None
    officer.post(reverse("duties:restore", args=[row.key]))
    row.refresh_from_db()
    assert row.undone_at is None


@pytest.mark.parametrize(
    "sent",
    [
        {"on": "2026-02-31", "tested": "b15_11.access"},
        {"on": "2020-01-01"},
        {"on": "9999-12-31", "tested": "b15_11.access"},
    ],
)
def test_a_wrong_form_says_so_and_changes_nothing(officer, quay, sent):
    page = officer.post(address("done", quay), sent)

    assert page.status_code == 422
    assert not Fulfilment.objects.exists()


def test_the_list_starts_with_what_runs_out_first_and_filters_by_its_address(officer, author, quay):
    drill_of(author, quay, 200)

    page = officer.get(reverse("duties:clocks")).content.decode()
    overdue = officer.get(reverse("duties:clocks"), {"state": "overdue"}).content.decode()
    elsewhere = officer.get(reverse("duties:clocks"), {"place": "nowhere"}).content.decode()

    assert page.index(">Drill<") < page.index(">Exercise<")
    assert "1 duty<" in overdue
    assert "No duty matches" in elsewhere


def test_a_fact_that_was_not_read_in_its_source_is_marked(officer, quay):
    assert "(to verify)" in officer.get(address("clock", quay, "pfsa-review")).content.decode()
    assert "(to verify)" not in officer.get(address("clock", quay)).content.decode()


@pytest.mark.parametrize("code", clock_rules())
def test_every_duty_has_a_page_before_anything_was_entered(officer, community, quay, code):
    places = {
        "facility": quay.key,
        "port": community.ports["north"].key,
        "organisation": community.organisations["north"].key,
    }

    page = officer.get(reverse("duties:clock", args=[code, places[rule(code).scope]]))

    assert page.status_code == 200
    assert "cannot be told" in page.content.decode()


def test_the_sheet_holds_the_filter_and_no_formula(officer, author, quay):
    drill_of(author, quay, 200)

    sheet = officer.get(reverse("duties:export_csv"), {"state": "overdue"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sheet)))

    assert [row[2] for row in rows] == ["Duty", "Drill"]
    assert officer.get(reverse("duties:export_xlsx")).content.startswith(b"PK")
    assert "Drill" in officer.get(reverse("duties:print"), {"state": "overdue"}).content.decode()


def test_a_derogation_goes_from_the_facility_to_the_port_and_back(officer, pso, community, pier):
    outsider = community.member("outsider")
    place = place_of(pier, organisation=pier.organisation)
    drill_of(outsider, place, 80)
    browser = Client()
    browser.force_login(community.person("outsider"))
    until = (now().date() + timedelta(days=40)).isoformat()
    agree_to_show(member=outsider, facility=pier, now=now())

    browser.post(address("derogate", place), {"reason": REASON, "until_on": until, "approver": "", "reference": ""})
    row = Derogation.objects.get()
    port = pso.get(reverse("duties:port", args=["north"])).content.decode()
    pso.post(reverse("duties:approve", args=[row.key]))
    page = browser.get(address("clock", place)).content.decode()

    assert "Wait for your word" in port
    assert "Derogated until" in page
    browser.post(reverse("duties:end_derogation", args=[row.key]))
    assert "Derogated until" not in browser.get(address("clock", place)).content.decode()


def test_the_ports_page_names_a_facility_only_while_it_agrees(pso, community, pier):
    outsider = community.member("outsider")
    page = reverse("duties:port", args=["north"])
    clock = address("clock", place_of(pier, organisation=pier.organisation))

    before = (pso.get(page).content.decode(), pso.get(clock).status_code)
    agree_to_show(member=outsider, facility=pier, now=now())
    between = (pso.get(page).content.decode(), pso.get(clock).status_code)
    stop_showing(member=outsider, facility=pier, now=now())
    after = (pso.get(page).content.decode(), pso.get(clock).status_code)

    assert ["Pier" in words for words, _status in (before, between, after)] == [False, True, False]
    assert [status for _words, status in (before, between, after)] == [404, 200, 404]


def test_the_ports_page_looks_the_same_whether_or_not_others_have_facilities_there(pso, community):
    def shown():
        from re import sub

        return sub(rb'nonce="[^"]*"|value="[^"]*"|[0-9]{2}:[0-9]{2}', b"", pso.get(page).content)

    page = reverse("duties:port", args=["north"])
    before = shown()

    community.facilities["north"].__class__.objects.create(
        organisation=community.organisations["east"],
        port=community.ports["north"],
        name="Hidden",
        kind="quay",
        isps="inside",
    )

    assert shown() == before


def test_the_officer_of_another_port_has_no_page_of_this_one(pso):
    assert pso.get(reverse("duties:port", args=["south"])).status_code == 404
    assert pso.get(reverse("duties:port", args=["nowhere"])).status_code == 404


def test_the_thirteen_duties_say_what_they_ask_and_where_they_live(officer, author, quay):
    drill_of(author, quay)

    page = officer.get(reverse("duties:pfso"), follow=True).content.decode()

    assert page.count("ISPS A/17.2.") == 13
    assert "Put the plan into practice and exercise it." in page
    assert address("clock", quay, "a17-04") in page


def test_a_rhythm_is_offered_and_saved(officer, author, quay):
    page = officer.get(address("setting", quay, "a17-12")).content.decode()
    saved = officer.post(address("setting", quay, "a17-12"), {"months": "6"})

    assert 'value="3"' in page
    assert saved.status_code == 302
    assert "every 6 months" in officer.get(address("clock", quay, "a17-12")).content.decode()


def test_actions_are_written_moved_and_dropped_on_pages(officer, community):
    sent = {"title": "Mend the fence", "due_on": "2026-05-01", "language": "en", "note": ""}
    officer.post(reverse("duties:new_promise"), sent)
    action = Action.objects.get()
    move = reverse("duties:move_promise", args=[action.key])

    officer.post(move, {"to": "doing"})
    refused = officer.post(move, {"to": "dropped"})
    officer.post(move, {"to": "dropped", "reason": "The fence is gone."})
    action.refresh_from_db()

    assert refused.status_code == 422
    assert (action.state, action.reason) == ("dropped", "The fence is gone.")
    assert "Mend the fence" not in officer.get(reverse("duties:promises")).content.decode()
    assert "Mend the fence" in officer.get(reverse("duties:promises"), {"state": "dropped"}).content.decode()


def test_an_action_from_a_record_that_is_hidden_is_no_page(community):
    browser = Client()
    browser.force_login(community.person("outsider"))
    sent = {"title": "Guess", "due_on": "2026-05-01", "language": "en"}

    missing = browser.post(f"{reverse('duties:new_promise')}?source=report:00000000-0000-4000-8000-000000000009", sent)
    odd = browser.get(f"{reverse('duties:new_promise')}?source=report:x")

    assert missing.status_code == 403
    assert odd.status_code == 404
    assert not Action.objects.exists()


@pytest.fixture
def kept(community, author):
    return notices.keep_notices(
        member=author,
        source=Source("occurrence", UUID("00000000-0000-4000-8000-000000000001")),
        codes=["INT-TRES"],
        organisation=community.organisations["north"],
        facility=community.facilities["north"],
        started_at=now() - timedelta(hours=2),
        now=now(),
    )


def test_a_notice_says_what_to_say_in_the_language_of_the_addressee_and_sends_nothing(officer, kept):
    row = Notice.objects.get(rule="harbour-24h")
    page = reverse("duties:notice", args=[row.key])

    english, french = officer.get(page).content.decode(), officer.get(page, {"text": "fr"}).content.decode()
    told = (now() - timedelta(minutes=5)).astimezone().strftime("%Y-%m-%dT%H:%M")
    officer.post(reverse("duties:tell", args=[row.key]), {"told_at": told, "note": "By telephone"})
    after = officer.get(page).content.decode()

    assert "Incident at Quay north, North" in english
    assert "21 h" in english
    assert 'lang="fr">Incident à Quay north' in french
    assert "By telephone" in after
    officer.post(reverse("duties:untell", args=[row.key]))
    assert "By telephone" not in officer.get(reverse("duties:notices")).content.decode()
    assert mail.outbox == []


def test_what_is_due_stands_where_things_gather(community, author, quay, kept):
    drill_of(author, quay, 200)
    wish = promises.Promise("Mend the fence", date(2026, 5, 1), "en", owner=community.seats["guard"])
    promises.promise(member=author, wish=wish, now=now())

    mine = [line.words for line in due_lines(author, now=now())]

    assert "Duty overdue" in mine
    assert "Tell Harbour master" in mine
    assert [line.title for line in due_lines(community.member("guard"), now=now())] == ["Mend the fence"]
    assert due_lines(community.member("colleague"), now=now()) == []
    assert due_lines(community.member("peer"), now=now()) == []


def feed(browser):
    page = browser.post(reverse("duties:calendar")).content.decode()
    start = page.index("/feeds/")
    return page[start : page.index("<", start)]


def test_the_calendar_holds_dates_and_nothing_of_their_content(officer, community, author, quay, kept):
    drill_of(author, quay, 80)
    wish = promises.Promise("Mend the secret fence", date(2027, 5, 1), "en", note="Behind shed 4")
    promises.promise(member=author, wish=wish, now=now())

    answer = Client().get(feed(officer))
    calendar = Calendar.from_ical(answer.content)
    text = answer.content.decode()

    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert {str(event["summary"]) for event in calendar.walk("VEVENT")} == {
        "Drill", "An action is due", "A notice is due",
    }  # fmt: skip
    for word in ("secret", "shed", "Quay", "North", "INT-TRES", "Harbour"):
        assert word not in text


def test_the_calendar_of_a_guard_holds_its_own_actions_only(community, author, quay):
    drill_of(author, quay, 80)
    for title, owner in (("Mine", community.seats["guard"]), ("Another's", None)):
        wish = promises.Promise(title, date(2027, 5, 1), "en", owner=owner)
        promises.promise(member=author, wish=wish, now=now())
    browser = Client()
    browser.force_login(community.person("guard"))

    events = Calendar.from_ical(Client().get(feed(browser)).content).walk("VEVENT")

    assert len(events) == 1
    assert str(events[0]["url"]).endswith(Action.objects.get(title="Mine").get_absolute_url())


def test_a_calendar_is_cut_off_by_revoking_its_token_or_ending_the_seat(officer, community, author, quay):
    drill_of(author, quay, 80)
    first, second = feed(officer), feed(officer)
    token = Token.objects.order_by("-pk")[0]
    Token.objects.filter(pk=token.pk).update(revoked_at=now())

    assert Client().get(second).status_code == 401
    assert Client().get(first).status_code == 200
    Seat.objects.filter(pk=community.seats["author"].pk).update(ended_at=now())
    assert Client().get(first).status_code == 401


def test_the_same_calendar_has_the_same_ids_tomorrow(officer, author, quay):
    drill_of(author, quay, 80)
    door = feed(officer)

    def ids():
        return {str(event["uid"]) for event in Calendar.from_ical(Client().get(door).content).walk("VEVENT")}

    assert ids() == ids() != set()
