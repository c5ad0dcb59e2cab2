"""A practice that was made from a lesson keeps to the readers that the facilities of the exercise agreed to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from port2port.afteraction import actions
from port2port.afteraction.bounding import WiderThanTheLesson
from port2port.knowledge.actions import propose, save_draft, undo_proposal, widen
from port2port.knowledge.fields import fields_of
from port2port.knowledge.models import Practice
from port2port.members.models import Organisation
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from tests.personas import NOW

WIDER = [
    Readers(tlp=Tlp.CLEAR),
    Readers(tlp=Tlp.CLEAR, openly=True),
]


def whole(practice):
    """With what a practice needs to be proposed."""
    return replace(fields_of(practice), themes=("access",))


@pytest.fixture
def practice(author, published):
    made = actions.to_practice(
        member=author, lesson=published, headings=("What helped", "What to change"),
        review_by=NOW.date() + timedelta(days=365), now=NOW,
    )  # fmt: skip
    return save_draft(member=author, said=whole(made), readers=Readers(tlp=Tlp.GREEN), practice=made, now=NOW)


@pytest.mark.parametrize("readers", WIDER)
def test_a_practice_of_a_lesson_never_goes_wider_than_the_facilities_agreed_to(author, practice, readers):
    draft = save_draft(member=author, said=whole(practice), readers=readers, practice=practice, now=NOW)
    with pytest.raises(WiderThanTheLesson):
        propose(member=author, practice=draft, now=NOW)

    save_draft(member=author, said=whole(practice), readers=Readers(tlp=Tlp.GREEN), practice=draft, now=NOW)
    proposed = propose(member=author, practice=draft, now=NOW)
    everybody = frozenset(Organisation.objects.values_list("pk", flat=True))
    with pytest.raises(WiderThanTheLesson):
        widen(member=author, practice=proposed, readers=readers, version=1, confirmed=everybody, opens=True, now=NOW)
    assert Practice.objects.get().tlp == Tlp.GREEN


def test_a_practice_of_a_lesson_whose_sources_were_taken_out_is_bound_all_the_same(author, practice):
    said = replace(whole(practice), sources=())
    save_draft(member=author, said=said, readers=WIDER[0], practice=practice, now=NOW)

    with pytest.raises(WiderThanTheLesson):
        propose(member=author, practice=practice, now=NOW)


def test_a_practice_of_a_lesson_that_was_proposed_and_taken_back_is_still_bound(author, practice):
    proposed = propose(member=author, practice=practice, now=NOW)
    draft = undo_proposal(member=author, practice=proposed, now=NOW + timedelta(seconds=4))
    save_draft(member=author, said=whole(draft), readers=WIDER[0], practice=draft, now=NOW)

    with pytest.raises(WiderThanTheLesson):
        propose(member=author, practice=draft, now=NOW)


def test_a_circle_of_fewer_may_have_it_and_nobody_has_it_once_the_lesson_was_withdrawn(
    community, author, published, practice
):
    both = Readers(tlp=Tlp.AMBER_STRICT, circles=frozenset({community.circles["both"].pk}))
    save_draft(member=author, said=whole(practice), readers=both, practice=practice, now=NOW)
    actions.withdraw_lesson(member=author, lesson=published, reason="Wrong", now=NOW + timedelta(hours=1))

    with pytest.raises(WiderThanTheLesson):
        propose(member=author, practice=practice, now=NOW)


def test_a_circle_of_fewer_readers_than_the_lesson_has_is_no_wider(community, author, practice):
    both = Readers(tlp=Tlp.AMBER_STRICT, circles=frozenset({community.circles["both"].pk}))
    save_draft(member=author, said=whole(practice), readers=both, practice=practice, now=NOW)

    assert propose(member=author, practice=practice, now=NOW).version == 1
