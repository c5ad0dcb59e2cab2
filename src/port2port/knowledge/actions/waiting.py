"""Nothing is unanswered silently: who routes hears after five days, who was sent it and who asked on the due day."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from port2port.knowledge.actions.asking import tell
from port2port.knowledge.models import Asker, Question, QuestionNews, Routing
from port2port.knowledge.models.question import UNANSWERED_AFTER
from port2port.members.models import Organisation


def remind_of_questions(*, now: datetime) -> int:
    """Tell of every question that came to wait too long; how many lines that were. Safe to repeat."""
    told = 0
    for question in Question.objects.unanswered().filter(published_at__lte=now - UNANSWERED_AFTER).order_by("pk"):
        told += _remind(question, now=now)
    return told


@transaction.atomic
def _remind(question: Question, *, now: datetime) -> int:
    routing = Organisation.objects.active_members().filter(kind=Organisation.Kind.SECRETARIAT)
    told = tell(question, QuestionNews.Role.TRIAGE, frozenset(routing.values_list("pk", flat=True)), now=now)
    if timezone.localdate(now) > question.answer_by:
        sent = Routing.objects.filter(question=question).values_list("organisation_id", flat=True)
        told += tell(question, QuestionNews.Role.ROUTED, frozenset(sent), now=now)
        asked = Asker.objects.filter(question=question).values_list("organisation_id", flat=True)
        told += tell(question, QuestionNews.Role.ASKED, frozenset(asked), now=now)
    return told
