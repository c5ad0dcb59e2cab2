"""A large game is answered by a job, which its starter may watch and cancel; most are answered while one waits."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from port2port.allocation.actions.solving import may_ask, queue_up, solve
from port2port.allocation.material import given_of
from port2port.allocation.models import GameDraft
from port2port.allocation.refusals import BeingReckoned
from port2port.base.refusal import NotAllowed
from port2port.members.actions.jobs import start_job
from port2port.members.job_kinds import Asked, JobKind, Outcome, Work
from port2port.members.member import Member
from port2port.members.models.jobs import Job
from port2port.pure.workbench.given import Given

KIND = "allocation_answer"
# Routes times scenarios up to which an answer takes less than a second, by aim: half of what bench/answers.py measures.
AT_ONCE = {"mean": 3_000, "types": 3_000, "worst_case": 1_200, "worst_regret": 480, "weakest_link": 6_000}


def is_quick(given: Given) -> bool:
    """Whether the answer takes less than a second."""
    return len(given.routes) * len(given.scenarios) <= AT_ONCE[given.objective]


def start_answer(*, member: Member, game: GameDraft, language: str, now: datetime) -> Job | None:
    """The job that answers a large game; None where it is answered at once by `solve`.

    language   of what the job says      One at a time in a game: who started it is told of it again.
    Raises what `solve` raises before it reckons, BeingReckoned, TooManyJobs.
    """
    given = given_of(game)
    with transaction.atomic():
        queue_up(game)
        # Named, and not spent: a job that would be refused is not started.
        may_ask(member, game, given, now=now)
        if _by_others(member, game):
            raise BeingReckoned
        if is_quick(given):
            return None
        asked = {"game": str(game.key)}
        return start_job(member=member, kind=KIND, asked=asked, about=game.title, language=language, now=now)


def being_reckoned(*, member: Member, game: GameDraft) -> tuple[bool, Job | None]:
    """Whether an answer of the game is being reckoned, and the job where this seat started it: others get no link."""
    if not GameDraft.objects.editable_by(member).filter(pk=game.pk).exists():
        return False, None
    jobs = Job.objects.open().filter(kind=KIND, asked__game=str(game.key))
    return jobs.exists(), Job.objects.visible_to(member).filter(pk__in=jobs.values("pk")).first()


def _by_others(member: Member, game: GameDraft) -> bool:
    jobs = Job.objects.open().filter(kind=KIND, asked__game=str(game.key))
    return jobs.exclude(seat_id=member.seat_id or 0).exists()


def _work(work: Work) -> Outcome:
    game = _game(work.member, work.asked)
    if game is None:
        raise NotAllowed
    solve(member=work.member, game=game, now=work.now(), step=work.step)
    return Outcome(words=_("Here is the answer."), link=reverse("allocation:result", args=[game.key]))


def _still(member: Member, asked: Asked) -> bool:
    """Whether this seat is named in the game."""
    return _game(member, asked) is not None


def _game(member: Member, asked: Asked) -> GameDraft | None:
    rows = GameDraft.objects.editable_by(member).select_related("circle", "organisation")
    return rows.filter(key=UUID(str(asked["game"]))).first()


ANSWER = JobKind(label=gettext_lazy("Answer of a joint allocation"), run=_work, still=_still)
