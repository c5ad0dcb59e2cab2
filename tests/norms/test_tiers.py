"""To which baseline a facility is held: said by its officer, confirmed by the port's."""

from dataclasses import replace

import pytest

from port2port.base.refusal import NotAllowed
from port2port.norms import actions
from port2port.norms.models import FacilityTier
from port2port.norms.refusals import ChangedMeanwhile, OwnTier
from port2port.reports.rules import BadField
from tests.personas import NOW, PERSONAS, Community

OTHERS = ["guard", "trainer", "colleague", "peer", "secretariat", "client", "guest", "operator"]
SAID = actions.TierFields(tier="H", cargo="container", reason="Containers from risk lanes.")


def test_the_officer_says_and_another_seat_of_the_port_confirms(community: Community) -> None:
    author, coordinator = community.member("author"), community.member("coordinator")
    row = actions.set_tier(member=author, facility=community.facilities["north"], said=SAID, now=NOW)
    assert row.confirmed_at is None
    with pytest.raises(OwnTier):
        actions.confirm_tier(member=author, tier=row, now=NOW)
    assert actions.confirm_tier(member=coordinator, tier=row, now=NOW).confirmed_at == NOW


def test_a_new_word_ends_the_old_one_and_waits_again(community: Community) -> None:
    author, coordinator = community.member("author"), community.member("coordinator")
    first = actions.set_tier(member=author, facility=community.facilities["north"], said=SAID, now=NOW)
    actions.confirm_tier(member=coordinator, tier=first, now=NOW)
    second = actions.set_tier(
        member=author, facility=community.facilities["north"], said=replace(SAID, tier="I"), now=NOW
    )
    assert second.confirmed_at is None
    assert [one.tier for one in FacilityTier.objects.current()] == ["I"]
    with pytest.raises(ChangedMeanwhile):
        actions.confirm_tier(member=coordinator, tier=first, now=NOW)


@pytest.mark.parametrize("name", OTHERS)
def test_no_other_seat_says_or_confirms(community: Community, name: str) -> None:
    facility = community.facilities["north"]
    with pytest.raises(NotAllowed):
        actions.set_tier(member=community.member(name), facility=facility, said=SAID, now=NOW)
    row = actions.set_tier(member=community.member("author"), facility=facility, said=SAID, now=NOW)
    with pytest.raises(NotAllowed):
        actions.confirm_tier(member=community.member(name), tier=row, now=NOW)


@pytest.mark.parametrize(
    "said", [replace(SAID, tier="X"), replace(SAID, cargo="gold"), replace(SAID, reason=" "), replace(SAID, tier="L")]
)
def test_what_cannot_be_is_refused(community: Community, said: actions.TierFields) -> None:
    with pytest.raises(BadField):
        actions.set_tier(member=community.member("author"), facility=community.facilities["north"], said=said, now=NOW)
    assert not FacilityTier.objects.exists()


def test_a_tier_is_read_in_its_organisation_and_by_its_port(community: Community) -> None:
    actions.set_tier(member=community.member("author"), facility=community.facilities["north"], said=SAID, now=NOW)
    seen = {name for name in PERSONAS if FacilityTier.objects.visible_to(community.member(name)).exists()}
    assert seen == {"author", "colleague", "coordinator", "guard"}
