"""Pages of awareness: what each seat can do, what a form says, and that a choice of others is none."""

from datetime import timedelta

import pytest
from django.utils import timezone

from port2port.base.clock import now
from port2port.campaigns import actions
from port2port.campaigns.due import campaign_lines
from port2port.campaigns.models import Campaign, Talk
from port2port.campaigns.views import kits as kit_views
from port2port.members.models import Contact
from tests.campaigns.conftest import KIT, TODAY
from tests.personas import NOW

KIT_PAGE = f"/campaigns/kits/{KIT}/"


@pytest.fixture
def as_author(client, community):
    client.force_login(community.person("author"))
    return client


@pytest.fixture
def running(author, start) -> Campaign:
    today = timezone.localdate(now())
    return start(author, from_on=today, to_on=today + timedelta(days=9), now=now())


def test_a_talk_is_recorded_on_one_screen(as_author, running):
    page = as_author.get(f"/campaigns/{running.key}/talk/")
    assert page.status_code == 200

    said = {"people": "12", "held_on": timezone.localdate(now()).isoformat(), "language": "nl", "key": "k"}
    hands = {f"{name}_{n}": str(3 * n) for name in ("before", "after") for n in (1, 2, 3)}
    for _again in range(2):
        answer = as_author.post(f"/campaigns/{running.key}/talk/", said | hands)
        assert answer.status_code == 302

    talk = Talk.objects.get()
    assert (talk.people, talk.before_right, talk.after_asked) == (12, [3, 6, 9], 12)


def test_a_count_that_cannot_be_is_said_at_its_field_and_kept(as_author, running):
    said = {"people": "12", "held_on": timezone.localdate(now()).isoformat(), "language": "nl"}

    answer = as_author.post(
        f"/campaigns/{running.key}/talk/", said | {"before_1": "13", "before_2": "2", "before_3": "1"}
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This cannot be more than the people who were there." in page
    assert 'value="13"' in page
    assert not Talk.objects.exists()


def test_the_page_shows_own_counts_with_the_words_that_they_prove_nothing(as_author, author, running, tell):
    today = timezone.localdate(now())
    tell(author, running, before=(3, 4, 5), after=(12, 12, 11), held_on=today, now=now())

    page = as_author.get(running.get_absolute_url()).content.decode()

    assert "Right answers: 33 % before, 97 % after" in page
    assert "no proof" in page


def test_a_trainer_reads_no_log_and_sees_no_count_of_it(client, community, running, author, tell):
    tell(author, running, held_on=timezone.localdate(now()), now=now())
    client.force_login(community.person("trainer"))

    page = client.get(running.get_absolute_url()).content.decode()

    assert "Talks held" in page
    assert "Entries in our log" not in page


def test_the_list_says_what_will_appear(as_author):
    page = as_author.get("/campaigns/").content.decode()

    assert "No campaign yet." in page
    assert KIT_PAGE in page


def test_a_kit_shows_the_languages_and_the_code_of_the_own_gate_form(as_author, community):
    north = community.facilities["north"]

    page = as_author.get(f"{KIT_PAGE}?language=fr&second=de&facility={north.key}").content.decode()

    assert "On vous propose de l’argent ? Dites non. Parlez." in page
    assert "Jemand bietet Ihnen Geld? Nein sagen. Reden." in page
    assert north.name in page


@pytest.mark.parametrize("name", ["facility", "contact"])
def test_places_and_contacts_of_others_cannot_be_printed(as_author, author, community, name):
    theirs = Contact.objects.create(
        organisation=community.organisations["south"], kind="duty", role="Their desk", phone="+32 3 111 11 11"
    )
    Contact.objects.create(
        organisation=community.organisations["north"], kind="duty", role="Our desk", phone="+32 3 222 22 22"
    )
    key = {"facility": community.facilities["south"].key, "contact": theirs.key}[name]

    for address in (KIT_PAGE, f"{KIT_PAGE}poster-a4.pdf", f"{KIT_PAGE}print/poster-a4/"):
        assert as_author.get(f"{address}?{name}={key}").status_code == 404
    assert "Their desk" not in as_author.get(KIT_PAGE).content.decode()


def test_the_own_contact_stands_on_the_sheet(as_author, community):
    ours = Contact.objects.create(
        organisation=community.organisations["north"], kind="duty", role="Our desk", phone="+32 3 222 22 22"
    )

    page = as_author.get(f"{KIT_PAGE}print/poster-a4/?contact={ours.key}").content.decode()

    assert "Our desk · +32 3 222 22 22" in page


def test_without_pango_the_print_page_stands_in(as_author, monkeypatch):
    monkeypatch.setattr(kit_views, "pdf_of_piece", lambda _context: None)

    answer = as_author.get(f"{KIT_PAGE}poster-a4.pdf?language=nl")

    assert answer["Content-Type"].startswith("text/html")
    assert "Biedt iemand u geld?" in answer.content.decode()


@pytest.mark.parametrize("address", ["none/", f"{KIT}/none.pdf", f"{KIT}/print/none/", "none/quiz-on-screen/"])
def test_an_unknown_kit_or_piece_is_missing(as_author, address):
    assert as_author.get(f"/campaigns/kits/{address}").status_code == 404


def test_the_quiz_in_the_room_shows_its_answer_when_asked(as_author):
    address = f"{KIT_PAGE}quiz-on-screen/?question=1&language=nl"

    assert "is-right" not in as_author.get(address).content.decode()
    page = as_author.get(f"{address}&answer=1").content.decode()
    assert page.count("is-right") == 1
    assert "Vroeg melden beschermt u." in page


def test_the_file_holds_own_talks_alone(as_author, community, author, peer, start, tell):
    row = start(author, reach="circle", circle=community.circles["both"])
    actions.join(member=peer, campaign=row, now=NOW)
    tell(author, row, people=17)
    tell(peer, row, people=19)

    content = as_author.get("/campaigns/talks.csv").content.decode()

    assert ",17," in content
    assert ",19," not in content


def test_now_asks_for_the_talk_of_a_running_campaign_until_it_was_held(author, guard, start, tell):
    row = start(author)

    assert [one.title for one in campaign_lines(author, now=NOW)] == ["Say no"]
    assert campaign_lines(guard, now=NOW) == []
    assert campaign_lines(author, now=NOW + timedelta(days=40)) == []

    tell(author, row, held_on=TODAY)
    assert campaign_lines(author, now=NOW) == []


def test_only_whose_campaign_it_is_reads_who_joined(client, community, secretariat, author, peer, start):
    row = start(
        secretariat, reach="community", from_on=timezone.localdate(now()), to_on=timezone.localdate(now()), now=now()
    )
    actions.join(member=peer, campaign=row, now=now())

    client.force_login(community.person("author"))
    assert community.organisations["south"].label not in client.get(row.get_absolute_url()).content.decode()
    client.force_login(community.person("secretariat"))
    assert community.organisations["south"].label in client.get(row.get_absolute_url()).content.decode()
