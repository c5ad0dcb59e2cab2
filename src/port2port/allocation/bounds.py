"""How much one house may still ask in a circle: answers and what-ifs together, of all its organisations and games."""

from datetime import datetime, timedelta

from port2port.allocation.material import as_digests, house_of, read_by_house, sisters
from port2port.allocation.models import Asked, GameDraft, Solution, WhatIf
from port2port.members.member import Member
from port2port.pure.workbench.others import Digests, is_new

MOST_WHAT_IFS = 20
WITHIN = timedelta(days=30)


def what_ifs_left(member: Member, game: GameDraft, *, now: datetime) -> int:
    """How many answers and what-ifs the own house may still ask in the circle of this game."""
    own, since = sisters(member), now - WITHIN
    what_ifs = WhatIf.objects.filter(solution__game__circle=game.circle_id, organisation_id__in=own, at__gt=since)
    answers = Asked.objects.filter(game__circle=game.circle_id, organisation_id__in=own, at__gt=since, counts=True)
    return max(MOST_WHAT_IFS - what_ifs.count() - answers.count(), 0)


def counts_as_what_if(member: Member, game: GameDraft, digests: Digests) -> bool:
    """Whether an answer of these inputs counts: all do, but where three other houses changed since every one before.

    After one that was refused, or a job that began and told nothing, each counts until there is an answer, so that
    nobody looks for what is refused, or for what was entered since, for free.
    """
    earlier = [as_digests(one) for one in read_by_house(member).values_list("digests", flat=True)]
    if not is_new(digests, earlier, house_of(member)):
        return True
    asked = Asked.objects.filter(game__circle=game.circle_id, organisation_id__in=sisters(member))
    refused = asked.filter(solution=None).order_by("-pk").values_list("at", flat=True).first()
    answered = Solution.objects.filter(game__circle=game.circle_id).order_by("-pk").values_list("solved_at", flat=True)
    last = answered.first()
    return refused is not None and (last is None or last <= refused)
