"""What others counted cannot be found out: not by reading, by leaving, by joining, or by comparing."""

import pytest
from django.db import IntegrityError, transaction

from port2port.base.refusal import NotAllowed
from port2port.campaigns import actions
from port2port.campaigns.models import Campaign, Sums, Talk
from port2port.members.models import Organisation
from tests.campaigns.conftest import AFTER
from tests.personas import NOW

BEFORE_QUIZ, AFTER_QUIZ = (3, 4, 5), (11, 12, 10)


@pytest.fixture
def campaign(secretariat, start) -> Campaign:
    return start(secretariat, reach="community")


def all_tell(members, campaign, tell) -> None:
    for one in members:
        actions.join(member=one, campaign=campaign, now=NOW)
        tell(one, campaign, before=BEFORE_QUIZ, after=AFTER_QUIZ)


def shown(campaign: Campaign) -> tuple[object, ...]:
    row = Sums.objects.get(campaign=campaign)
    return row.organisations, row.people, row.effect


def test_eight_organisations_make_sums(campaign, officers, secretariat, tell):
    all_tell(officers, campaign, tell)

    assert actions.make_sums(now=AFTER) == 1
    assert actions.make_sums(now=AFTER) == 0

    organisations, people, effect = shown(campaign)
    assert (organisations, people) == (5, 90)
    assert (effect.before, effect.after) == (33, 92)
    assert Sums.objects.visible_to(secretariat).count() == 1
    assert Sums.objects.visible_to(officers[0]).count() == 1


def test_before_it_is_over_there_are_none(campaign, officers, tell):
    all_tell(officers, campaign, tell)

    assert actions.make_sums(now=NOW) == 0


def test_a_small_community_sees_no_sum(campaign, officers, tell):
    all_tell(officers[:4], campaign, tell)

    actions.make_sums(now=AFTER)

    assert shown(campaign) == (None, None, None)


def test_daughters_of_one_house_are_no_crowd(campaign, officers, tell):
    head = officers[0].organisation_id
    others = [one.organisation_id for one in officers[1:5]]
    Organisation.objects.filter(pk__in=others).update(parent=head)
    all_tell(officers[:7], campaign, tell)

    actions.make_sums(now=AFTER)

    assert shown(campaign) == (None, None, None)


def test_who_gave_nothing_sees_no_sum(campaign, officers, outsider, tell):
    all_tell(officers[:7], campaign, tell)
    actions.join(member=officers[7], campaign=campaign, now=NOW)

    actions.make_sums(now=AFTER)

    assert not Sums.objects.visible_to(officers[7]).exists()
    assert not Sums.objects.visible_to(outsider).exists()


def test_leaving_and_joining_afterwards_change_nothing(campaign, officers, tell):
    all_tell(officers[:7], campaign, tell)
    actions.make_sums(now=AFTER)
    first = shown(campaign)

    actions.leave(member=officers[0], campaign=campaign, now=AFTER)
    actions.make_sums(now=AFTER)

    assert shown(campaign) == first


def test_who_left_before_is_not_counted(campaign, officers, tell):
    all_tell(officers[:6], campaign, tell)
    actions.leave(member=officers[0], campaign=campaign, now=NOW)

    actions.make_sums(now=AFTER)

    organisations, people, _effect = shown(campaign)
    assert (organisations, people) == (5, 60)
    assert not Sums.objects.visible_to(officers[0]).exists()


def test_talks_and_counts_of_others_are_invisible_to_everybody(campaign, officers, secretariat, auditor, tell):
    all_tell(officers, campaign, tell)

    for one in (secretariat, auditor):
        assert not Talk.objects.visible_to(one).exists()
    for one in officers:
        assert {talk.organisation_id for talk in Talk.objects.visible_to(one)} == {one.organisation_id}


def test_a_talk_of_others_cannot_be_taken_back(campaign, officers, tell):
    all_tell(officers[:2], campaign, tell)
    theirs = Talk.objects.get(organisation_id=officers[1].organisation_id)

    with pytest.raises(NotAllowed):
        actions.take_back_talk(member=officers[0], talk=theirs, now=NOW)


def test_sums_and_what_they_were_made_of_stand(campaign, officers, tell):
    all_tell(officers, campaign, tell)
    actions.make_sums(now=AFTER)

    with pytest.raises(IntegrityError), transaction.atomic():
        Sums.objects.update(people=10)
    with pytest.raises(IntegrityError), transaction.atomic():
        Talk.objects.update(people=100)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sums.objects.all().delete()


def test_an_organisation_outside_the_circle_again_is_not_counted(community, author, peer, start, tell):
    row = start(author, reach="circle", circle=community.circles["both"])
    actions.join(member=peer, campaign=row, now=NOW)
    talk = tell(peer, row)
    community.circles["both"].memberships.filter(organisation_id=peer.organisation_id).update(left_at=NOW)

    actions.make_sums(now=AFTER)

    talk.refresh_from_db()
    assert not talk.counted
