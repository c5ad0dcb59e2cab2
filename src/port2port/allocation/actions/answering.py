"""A large game is answered by a job, which its starter may watch and cancel; most are answered while one waits."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from port2port.allocation.actions.opening import check_named
from port2port.allocation.actions.solving import may_ask, queue_up, solve
from port2port.allocation.material import given_of
from port2port.allocation.models import Asked as AskedRow
from port2port.allocation.models import GameDraft, Named, Scenario
from port2port.allocation.refusals import BeingReckoned
from port2port.base.refusal import NotAllowed
from port2port.members.actions.jobs import start_job
from port2port.members.actions.rights import record_act
from port2port.members.job_kinds import Asked, JobKind, Outcome, Work
from port2port.members.member import Member
from port2port.members.models.jobs import Job
from port2port.reports.rules import own_organisation

KIND = "allocation_answer"
# Routes times scenarios up to which an answer takes less than a second, by aim: half of what bench/answers.py measures.
# Which way it goes is decided as if a game had ROUTES: the real number would tell of the others' routes.
AT_ONCE = {"mean": 3_000, "types": 3_000, "worst_case": 1_200, "worst_regret": 480, "weakest_link": 6_000}
ROUTES = 300
# So long a job that nobody took up keeps the others waiting.
QUEUED = timedelta(minutes=10)


def is_quick(member: Member, game: GameDraft) -> bool:
    """Whether the answer is given at once, by what every reader sees of the game: its aim and its scenarios."""
    scenarios = Scenario.objects.visible_to(member).standing().filter(game=game).count()
    return ROUTES * scenarios <= AT_ONCE[game.aim]


def start_answer(*, member: Member, game: GameDraft, language: str, now: datetime) -> Job | None:
    """The job that answers a large game; None where it is answered at once by `solve`.

    language   of what the job says      One at a time in a game: who started it is told of it again.
    A job is on record and counts when it starts, so that one that is cancelled is no free look at what others entered.
    Raises what `solve` raises before it reckons, BeingReckoned, TooManyJobs.
    """
    given = given_of(game)
    with transaction.atomic():
        queue_up(game)
        # Named, and not spent: a job that would be refused is not started.
        own = Job.objects.visible_to(member).open().filter(kind=KIND, asked__game=str(game.key)).first()
        if own is not None:
            check_named(member, game)
            return own
        seat, _number, counts = may_ask(member, game, given, now=now)
        if _by_others(member, game, now):
            raise BeingReckoned
        if is_quick(member, game):
            return None
        asked = {"game": str(game.key), "counted": counts}
        # Without the title: the page of a job outlives its starter's part in the game.
        job = start_job(member=member, kind=KIND, asked=asked, about="", language=language, now=now)
        AskedRow.objects.create(game=game, organisation_id=own_organisation(member), counts=counts, by_id=seat, at=now)
        record_act(member=member, act="start_answer", subject=f"gamedraft {game.key}", now=now)
        return job


def being_reckoned(*, member: Member, game: GameDraft, now: datetime) -> tuple[bool, Job | None]:
    """Whether an answer of the game is being reckoned, and the job where this seat started it: others get no link.

    Of others' jobs those that keep this seat waiting, as `start_answer` has it.
    """
    if not GameDraft.objects.editable_by(member).filter(pk=game.pk).exists():
        return False, None
    own = Job.objects.visible_to(member).open().filter(kind=KIND, asked__game=str(game.key)).first()
    return own is not None or _by_others(member, game, now), own


def _by_others(member: Member, game: GameDraft, now: datetime) -> bool:
    """Whether somebody else's job runs, or waits its turn for one who is named still."""
    named = Named.objects.filter(game=game, ended_at=None).values("seat_id")
    waits = Q(state=Job.State.WAITING, made_at__gt=now - QUEUED, seat_id__in=named)
    jobs = Job.objects.open().filter(Q(state=Job.State.RUNNING) | waits, kind=KIND, asked__game=str(game.key))
    return jobs.exclude(seat_id=member.seat_id or 0).exists()


def _work(work: Work) -> Outcome:
    game = _game(work.member, work.asked)
    if game is None:
        raise NotAllowed
    solve(member=work.member, game=game, now=work.now(), step=work.step, counted=bool(work.asked.get("counted")))
    return Outcome(words=_("Here is the answer."), link=reverse("allocation:result", args=[game.key]))


def _still(member: Member, asked: Asked) -> bool:
    """Whether this seat is named in the game."""
    return _game(member, asked) is not None


def _game(member: Member, asked: Asked) -> GameDraft | None:
    rows = GameDraft.objects.editable_by(member).select_related("circle", "organisation")
    return rows.filter(key=UUID(str(asked["game"]))).first()


ANSWER = JobKind(label=gettext_lazy("Answer of a joint allocation"), run=_work, still=_still)
