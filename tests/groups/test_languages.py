"""A decision in several languages: read in one's own, found by its words, and what was decided stays what it was."""

import pytest
from django.db import DatabaseError, transaction

from port2port.groups import actions
from port2port.groups.actions import Translation
from port2port.groups.models import Decision, DecisionText
from port2port.groups.refusals import HasAMeasure, NoMeasure, NotTheChair
from port2port.pure.audience import Tlp
from port2port.reports.guard import PersonalDataFound
from port2port.reports.rules import BadField
from port2port.sharing import search
from tests.groups.conftest import AFTER, fields, say, wording
from tests.personas import NOW

DUTCH = {"language": "nl", "title": "Twee mensen aan de poort", "text": "Na tien uur bevestigt de kraanmachinist mee."}


@pytest.fixture
def decision(proposed, author, peer) -> Decision:
    proposal = proposed()
    for member in (author, peer):
        say(member, proposal)
    actions.settle(proposal=proposal, now=AFTER)
    return Decision.objects.get()


def translate(member, decision: Decision, **more: object) -> DecisionText:
    return actions.translate(member=member, decision=decision, said=Translation(**(DUTCH | more)), now=AFTER)


def test_each_reads_it_in_the_own_language_and_sees_which_text_was_decided(client, community, decision, author):
    translate(author, decision)
    client.force_login(community.person("peer"))

    own = client.get(decision.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
    client.cookies["django_language"] = "nl"
    dutch = client.get(f"{decision.get_absolute_url()}?text=nl").content.decode()
    paper = client.get(f"{decision.get_absolute_url()}print/?text=nl").content.decode()
    other = client.get(f"{decision.get_absolute_url()}?text=de").content.decode()

    assert "Two people open the gate after ten" in own
    assert all(DUTCH["title"] in page and "Port of North" in page for page in (dutch, paper))
    assert 'lang="nl">Twee mensen' in dutch
    assert "Two people open the gate after ten" in other


def test_it_is_found_by_the_words_of_each_language_by_who_may_read_it(decision, author, peer, outsider):
    def found(member) -> list[int]:
        return list(search.find(Decision, member, "kraanmachinist", groups=[], limit=10).ids)

    assert found(peer) == []
    translate(author, decision)

    assert found(peer) == [decision.pk]
    assert found(outsider) == []
    assert not DecisionText.objects.visible_to(outsider).exists()


def test_a_better_one_takes_its_place_and_nothing_written_is_lost(decision, author, peer):
    translate(author, decision)
    translate(author, decision, title="Twee personen aan de poort")

    assert [one.title for one in DecisionText.objects.visible_to(peer).newest()] == ["Twee personen aan de poort"]
    assert DecisionText.objects.count() == 2
    for do in (lambda: DecisionText.objects.update(title="Other"), lambda: DecisionText.objects.all().delete()):
        with pytest.raises(DatabaseError, match="stands as it was written"), transaction.atomic():
            do()
    assert Decision.objects.get().text == decision.text


def test_only_who_runs_the_group_translates_and_the_share_guard_reads_it(decision, author, peer):
    with pytest.raises(NotTheChair):
        translate(peer, decision)
    with pytest.raises(BadField):
        translate(author, decision, language="en")
    with pytest.raises(PersonalDataFound):
        translate(author, decision, text="Bel +32 470 12 34 56.")


def test_a_decision_names_the_measure_that_it_started_once(client, community, decision, author, peer):
    client.force_login(community.person("peer"))
    before = client.get(decision.get_absolute_url()).content.decode()
    with pytest.raises(NoMeasure):
        actions.name_measure(member=author, decision=decision, measure="javascript:alert(1)", now=NOW)
    with pytest.raises(NotTheChair):
        actions.name_measure(member=peer, decision=decision, measure="measure:acc-01", now=NOW)

    actions.name_measure(member=author, decision=decision, measure="measure:acc-01", now=NOW)

    page = client.get(decision.get_absolute_url()).content.decode()
    assert "common measure" not in before
    assert "measure:acc-01" in page
    with pytest.raises(HasAMeasure):
        actions.name_measure(member=author, decision=decision, measure="measure:acc-02", now=NOW)
    with pytest.raises(DatabaseError, match="stands as it was written"), transaction.atomic():
        Decision.objects.update(measure="measure:acc-02")


def test_readers_outside_the_circle_are_not_told_who_sits_there(client, community, group, proposed, author, peer):
    """TLP:GREEN reaches every member; the circle, and that south is in it, only those inside."""
    green = actions.set_up(
        member=author, said=fields(tlp=Tlp.GREEN, name="Gates"), circle=community.circles["both"], now=NOW
    )
    seat = actions.give_seat(member=author, group=green, organisation=community.organisations["south"], now=NOW)
    actions.name_holders(member=peer, seat=seat, holder=community.seats["peer"], substitute=None, now=NOW)
    actions.hand_over(
        member=author, group=green, chair=community.seats["author"], secretary=community.seats["peer"], now=NOW
    )
    actions.start(member=author, group=green, now=NOW)
    proposal = actions.propose(member=author, group=green, said=wording(), now=NOW)
    for member in (author, peer):
        say(member, proposal)
    actions.settle(proposal=proposal, now=AFTER)
    decided = Decision.objects.get()
    translate(peer, decided)

    def read(who: str) -> str:
        client.force_login(community.person(who))
        pages = [client.get(f"{decided.get_absolute_url()}{end}?text=nl").content for end in ("", "print/")]
        return b"".join([*pages, client.get(f"/api/v1/decisions/{decided.key}").content]).decode()

    assert DUTCH["title"] in read("outsider")
    assert "South" not in read("outsider")
    assert "A translation by Gates." in read("outsider")
    assert all("Port of South" in read(who) for who in ("peer", "coordinator"))
