"""What comes with the software is complete, says what it is, and is brought in once."""

from collections import Counter

import pytest
from django.conf import settings

from port2port.base.refusal import NotAllowed, Refusal
from port2port.knowledge.actions.starting import load_starting_texts
from port2port.knowledge.models import Practice, State
from port2port.knowledge.rules import check_complete, check_draft
from port2port.knowledge.starting_texts import starting_texts
from port2port.site.commands.load_practices import member_of_login
from port2port.site.demo.practising import steps
from tests.knowledge.conftest import CLEAR, TODAY
from tests.personas import NOW

TEXTS = list(starting_texts(today=TODAY))


@pytest.mark.parametrize("one", TEXTS, ids=lambda one: one.slug)
def test_each_is_complete_in_four_languages_and_names_its_sources(one):
    check_draft(one.said)
    check_complete(one.said, today=TODAY)

    texts = {text.language: text for text in one.said.translations}
    assert {one.said.language, *texts} == {code for code, _name in settings.LANGUAGES}
    assert texts["nl"].body
    assert one.said.sources
    assert one.said.is_starting_text


def test_there_are_enough_of_each_theme():
    themes = Counter(theme for one in TEXTS for theme in one.said.themes)

    assert len(TEXTS) >= 24
    assert len({one.key for one in TEXTS}) == len(TEXTS)
    assert all(themes[name] >= 3 for name in ("inspections", "access", "screening", "drones", "cameras"))
    assert all(themes[name] for name in ("cyber", "personnel", "inland", "awareness"))


def test_they_are_proposed_once_by_who_may_publish(secretariat, guard, forwarder):
    with pytest.raises(NotAllowed):
        load_starting_texts(member=guard, readers=CLEAR, now=NOW)

    made = load_starting_texts(member=secretariat, readers=CLEAR, now=NOW)
    again = load_starting_texts(member=secretariat, readers=CLEAR, now=NOW)

    assert (len(made), again) == (len(TEXTS), [])
    assert {one.state_on(TODAY) for one in made} == {State.PROPOSED}
    assert Practice.objects.visible_to(forwarder).count() == len(TEXTS)


def test_the_command_acts_as_the_seat_that_the_person_sits_in(secretariat):
    assert member_of_login("secretariat") == secretariat
    with pytest.raises(Refusal):
        member_of_login("nobody-of-that-name")


def test_the_demonstration_tells_of_practices_in_order_of_time():
    told = [at for at, _step in steps({}, now=NOW)]

    assert told[0] < told[-1] < NOW
