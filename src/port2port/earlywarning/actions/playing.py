"""A season is started, played week by week, ended with an answer, and forgotten.

It is one person's practice and stands in nobody's trail: what somebody got wrong in it is nobody else's business.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from port2port.base.refusal import NotAllowed
from port2port.earlywarning.access import reads_board
from port2port.earlywarning.models import Answer, Move, Season
from port2port.earlywarning.refusals import NoAnswer, NoSuchMove, NothingToAsk, NoWeekLeft, SeasonOver, UnknownBudget
from port2port.earlywarning.seasons import WEEKS, draw_season, first_alarm, followed
from port2port.earlywarning.thresholds import BUDGETS
from port2port.members.member import Member

STEPS = {Move.WAIT: 1, Move.WAIT_LONGER: 4, Move.ASK: 1}


@transaction.atomic
def start_season(*, member: Member, budget: int, seed: int, now: datetime) -> Season:
    """A season of this person; the one that still runs, if there is one.

    seed   from the system's secure source, below 2**63
    Raises NotAllowed, UnknownBudget.
    """
    if not reads_board(member) or member.person_id is None:
        raise NotAllowed
    if budget not in BUDGETS:
        raise UnknownBudget
    running = Season.objects.editable_by(member).first()
    if running is not None:
        return running
    drawn = draw_season(seed)
    try:
        with transaction.atomic():
            return Season.objects.create(
                person_id=member.person_id,
                seed=seed,
                truth=drawn.truth,
                drawn={"ports": drawn.ports, "outside": drawn.outside},
                budget=budget,
                started_at=now,
            )
    except IntegrityError:
        # The same form twice at one moment: the other one made it.
        return Season.objects.editable_by(member).get()


@transaction.atomic
def play(*, member: Member, season: Season, week: int, move: str) -> Season:
    """The board goes on by a week or four; a form of an earlier week, sent twice, changes nothing.

    week   that the player saw when choosing
    Raises NotAllowed, SeasonOver, NoSuchMove, NoWeekLeft, NothingToAsk.
    """
    row = _held(member, season)
    if move not in Move.values:
        raise NoSuchMove
    if week != row.week:
        return row
    if row.week >= WEEKS:
        raise NoWeekLeft
    if move == Move.ASK and row.week == 0:
        raise NothingToAsk
    if move == Move.ASK:
        row.asked = [*row.asked, row.week]
    row.week = min(WEEKS, row.week + STEPS[Move(move)])
    row.save(update_fields=["week", "asked"])
    return row


@transaction.atomic
def conclude(*, member: Member, season: Season, answer: str, now: datetime) -> Season:
    """The player says what was true; only now may the page tell. Raises NotAllowed, SeasonOver, NoAnswer."""
    row = _held(member, season)
    if answer not in Answer.values:
        raise NoAnswer
    whole = followed(row.drawn["ports"], row.drawn["outside"], budget=row.budget)
    row.answer, row.ended_at, row.board_week = answer, now, first_alarm(whole) or 0
    row.save(update_fields=["answer", "ended_at", "board_week"])
    return row


@transaction.atomic
def forget_seasons(*, member: Member) -> int:
    """This person's seasons are gone, the running one too; how many there were. Raises NotAllowed."""
    if not reads_board(member):
        raise NotAllowed
    count, _by_table = Season.objects.visible_to(member).delete()
    return count


def _held(member: Member, season: Season) -> Season:
    """The row, locked. Raises NotAllowed, SeasonOver."""
    row = Season.objects.visible_to(member).select_for_update(of=("self",)).filter(pk=season.pk).first()
    if row is None:
        raise NotAllowed
    if row.is_over:
        raise SeasonOver
    return row
