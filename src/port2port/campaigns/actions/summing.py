"""Once a campaign: the sums that others may see, made when nothing more is written down, and kept as they are."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from port2port.campaigns.models import Campaign, Part, PutUp, Reach, Sums, Talk
from port2port.members.models import CircleMembership
from port2port.members.operators import operators
from port2port.pure.reach import Given, sums_of


def make_sums(*, now: datetime) -> int:
    """The sums of each campaign that is over for two weeks, once; how many were made. Safe to repeat."""
    waiting = list(Campaign.objects.to_evaluate(timezone.localdate(now)).order_by("pk"))
    return sum(_make(one, now) for one in waiting)


@transaction.atomic
def _make(campaign: Campaign, now: datetime) -> int:
    row = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    if Sums.objects.filter(campaign=row).exists():
        return 0
    taking_part = _organisations(row)
    talks = Talk.objects.standing().filter(campaign=row, organisation__in=taking_part)
    put_ups = PutUp.objects.standing().filter(campaign=row, organisation__in=taking_part)
    sums = sums_of(_by_operator(list(talks), list(put_ups)))
    effect = sums.effect
    Sums.objects.create(
        campaign=row,
        organisations=sums.organisations,
        people=sums.people,
        put_up=sums.put_up,
        before_share=effect.before if effect else None,
        after_share=effect.after if effect else None,
        change=effect.change if effect else None,
        change_low=effect.low if effect else None,
        change_high=effect.high if effect else None,
        made_at=now,
    )
    talks.update(counted=True)
    return 1


def _organisations(row: Campaign) -> list[int]:
    """Organisations that take part still, are active, and to whom it is still offered."""
    parts = Part.objects.running().filter(campaign=row, organisation__state="active")
    if row.reach == Reach.CIRCLE:
        inside = CircleMembership.objects.current().filter(circle=row.circle)
        parts = parts.filter(organisation__in=inside.values("organisation_id"))
    return list(parts.values_list("organisation_id", flat=True))


def _by_operator(talks: list[Talk], put_ups: list[PutUp]) -> list[Given]:
    """What each operator gave: organisations of one house count as one."""
    tops = operators()
    found: dict[int, Given] = defaultdict(Given)
    for talk in talks:
        one = found[tops[talk.organisation_id]]
        both = bool(talk.before_asked and talk.after_asked)
        found[tops[talk.organisation_id]] = Given(
            people=one.people + talk.people,
            put_up=one.put_up,
            before=one.before + talk.before if both else one.before,
            after=one.after + talk.after if both else one.after,
        )
    for row in put_ups:
        one = found[tops[row.organisation_id]]
        found[tops[row.organisation_id]] = Given(one.people, one.put_up + row.number, one.before, one.after)
    return list(found.values())
