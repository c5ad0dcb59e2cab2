"""A practice that was made from a lesson keeps to the readers that the facilities of the exercise agreed to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from port2port.afteraction import actions
from port2port.afteraction.bounding import WiderThanTheLesson
from port2port.knowledge.actions import propose, save_draft, undo_proposal, widen
from port2port.knowledge.fields import fields_of
from port2port.knowledge.models import Practice
from port2port.members.actions.circles import Policy, invite_organisation, join_circle, make_circle
from port2port.members.models import Circle, Organisation
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from tests.afteraction import making
from tests.personas import BEFORE, NOW

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


@pytest.fixture
def ring(community):
    """A circle of north that the named persona joins too, at the moment given."""

    def make(*others, at=BEFORE, shows_history=True):
        coordinator = community.member("coordinator")
        circle = make_circle(member=coordinator, policy=Policy(name="Ring", shows_history=shows_history), now=BEFORE)
        for name in others:
            joins(community, circle, name, at=at)
        return circle

    return make


def joins(community, circle: Circle, name, *, at):
    one = community.member(name)
    invite_organisation(
        member=community.member("coordinator"), circle=circle,
        organisation=Organisation.objects.get(pk=one.organisation_id), now=at,
    )  # fmt: skip
    join_circle(member=one, circle=circle, now=at)


def proposed_from(author, lesson, readers, *, now):
    """A practice of this lesson, proposed to these readers."""
    made = actions.to_practice(
        member=author, lesson=lesson, headings=("What helped", "What to change"),
        review_by=NOW.date() + timedelta(days=365), now=now,
    )  # fmt: skip
    draft = save_draft(member=author, said=whole(made), readers=readers, practice=made, now=now)
    return propose(member=author, practice=draft, now=now)


def lesson_for(community, author, draft, *, tlp, circle):
    chosen = Readers(tlp=tlp, circles=frozenset({circle.pk}))
    row = actions.choose_readers(member=author, lesson=draft, readers=chosen, now=NOW)
    return making.published(community, row, now=NOW)


def test_another_circle_of_the_same_organisations_is_wider_since_it_can_grow(community, author, draft, ring):
    lesson = lesson_for(community, author, draft, tlp=Tlp.AMBER_STRICT, circle=community.circles["both"])
    mine = Readers(tlp=Tlp.AMBER_STRICT, circles=frozenset({ring("peer_coordinator").pk}))

    with pytest.raises(WiderThanTheLesson):
        proposed_from(author, lesson, mine, now=NOW)


def test_a_lesson_for_all_members_makes_no_practice_that_clients_could_come_to_read(author, published, ring):
    few = Readers(tlp=Tlp.AMBER, circles=frozenset({ring().pk}))

    with pytest.raises(WiderThanTheLesson):
        proposed_from(author, published, few, now=NOW)


@pytest.mark.parametrize("joined", [False, True], ids=["nobody", "a third port"])
def test_who_joins_a_circle_without_its_past_after_the_lesson_reads_no_practice_of_it(
    community, author, draft, ring, joined
):
    circle = ring("peer_coordinator", shows_history=False)
    lesson = lesson_for(community, author, draft, tlp=Tlp.AMBER_STRICT, circle=circle)
    same = Readers(tlp=Tlp.AMBER_STRICT, circles=frozenset({circle.pk}))

    if not joined:
        assert proposed_from(author, lesson, same, now=NOW).version == 1
        return
    joins(community, circle, "outsider_coordinator", at=NOW + timedelta(days=1))
    with pytest.raises(WiderThanTheLesson):
        proposed_from(author, lesson, same, now=NOW + timedelta(days=2))
