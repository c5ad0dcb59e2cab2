"""A week's roster is drawn from an agreed plan: for all its ports at once, from a seed that nobody saw."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from port2port.allocation import drawing, sealing
from port2port.allocation.actions.opening import check_named_still
from port2port.allocation.actions.planning import agreed_of, standing_in
from port2port.allocation.models import GameDraft, Plan, Roster
from port2port.allocation.refusals import DrawnAlready, NotAgreed, NotYet, Replaced
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.pure.seeded import SEED_BYTES, commitment
from port2port.pure.weeks import monday_of
from port2port.reports.rules import own_organisation


@transaction.atomic
def draw_roster(*, member: Member, plan: Plan, week: date, now: datetime, entropy: Callable[[int], bytes]) -> Roster:
    """The draw of this week or the next; drawn once, however often it is asked for.

    entropy   so many bytes of the system's secure source      Raises NotAllowed, NotAgreed, NotYet, DrawnAlready,
    Replaced, KeyStoreLocked
    """
    # Also of a closed game: what was agreed runs to its last week.
    seat = check_named_still(member, plan.game)
    # One draw a game and week: with a second one the better of two could be chosen.
    GameDraft.objects.select_for_update().get(pk=plan.game_id)
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    if held.agreed_at is None:
        raise NotAgreed
    this = monday_of(timezone.localdate(now))
    if week not in held.mondays or not this <= week <= this + timedelta(weeks=1):
        raise NotYet
    known = Roster.objects.filter(plan__game=held.game_id, week=week).first()
    if known is not None and known.plan_id != held.pk:
        raise DrawnAlready
    if known is not None:
        return known
    if standing_in(week, agreed_of(held.game_id)) != held:
        raise Replaced
    seed = entropy(SEED_BYTES)
    row = Roster.objects.create(
        plan=held,
        week=week,
        last_on=week + timedelta(days=6),
        sealed=sealing.shut(seed, entropy=entropy),
        commitment=commitment(seed),
        digest=drawing.digest(held, seed),
        organisation_id=own_organisation(member),
        drawn_by_id=seat,
        drawn_at=now,
    )
    record_act(member=member, act="draw_roster", subject=f"plan {held.key} week {week}", now=now)
    return row
