"""What is kept only for a time: single answers, and the records of people who are no longer there."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from port2port.courses.models import Attempt, CourseAssignment, OutsideProof, Pass, Reading
from port2port.members.models import Seat
from port2port.pure.calendar_rules import months_after
from port2port.pure.quiz import ANSWERS_KEPT

AT_ONCE = 500


@transaction.atomic
def erase_answers(*, now: datetime) -> int:
    """Erase single answers after ninety days; score and time stay. How many attempts. Safe to repeat."""
    old = Attempt.objects.filter(handed_in_at__lte=now - ANSWERS_KEPT, erased_at=None).values("pk")[:AT_ONCE]
    return Attempt.objects.filter(pk__in=list(old.values_list("pk", flat=True))).update(answers={}, erased_at=now)


@transaction.atomic
def erase_records(*, now: datetime) -> int:
    """Erase what an organisation keeps of people whose last seat there ended long ago. Safe to repeat."""
    until = months_after(now, -settings.TRAINING_KEEP_MONTHS, timezone.get_current_timezone())
    gone = 0
    for table in (Attempt, Pass, CourseAssignment, OutsideProof):
        there = Seat.objects.filter(person=OuterRef("person"), organisation=OuterRef("organisation"))
        kept = there.filter(ended_at=None) | there.filter(ended_at__gt=until)
        gone += table._default_manager.exclude(Exists(kept)).delete()[0]
    anywhere = Seat.objects.filter(person=OuterRef("person"))
    reading = anywhere.filter(ended_at=None) | anywhere.filter(ended_at__gt=until)
    return gone + Reading.objects.exclude(Exists(reading)).delete()[0]
