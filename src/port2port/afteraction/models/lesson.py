"""The sanitised lesson: a text of its own, without facility, person, place or hour, that other ports read."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from port2port.afteraction.access import LessonApprovals, LessonPractices, Lessons
from port2port.afteraction.models.wording import content_of_row, facets_of, reference, search_texts_of
from port2port.drills.models import Event
from port2port.drills.models import Kind as EventKind
from port2port.knowledge.models import Practice
from port2port.members.member import Function
from port2port.members.models import Facility, Seat
from port2port.pure.stix import lesson_bundle, lesson_ref, withdrawal
from port2port.sharing.access import ALL, Reading
from port2port.sharing.models import Shareable


class Lesson(Shareable):
    """The newest wording; every published version stands in the ledger.

    event          from which it came; private, and nothing that leaves leads to it
    kind           how it was held
    aim            what was practised      helped, change   what helped, what to change; Markdown
    mo, controls, elements   codes
    """

    record_type = "lesson"
    readers: ClassVar[Mapping[Function, Reading]] = {
        Function.OFFICER: ALL,
        Function.ANALYST: ALL,
        Function.COORDINATOR: ALL,
        Function.TRAINER: ALL,
        Function.SECRETARIAT: ALL,
    }
    filters: ClassVar[tuple[str, ...]] = ("code", "held", "org", "lang", "tlp")
    pressing: ClassVar[frozenset[str]] = frozenset()
    is_scarce: ClassVar[bool] = True

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=EventKind)
    title = models.CharField(max_length=160)
    aim = models.TextField(max_length=2_000)
    helped = models.TextField(max_length=4_000, blank=True)
    change = models.TextField(max_length=4_000, blank=True)
    mo = models.JSONField(default=list, blank=True)
    controls = models.JSONField(default=list, blank=True)
    elements = models.JSONField(default=list, blank=True)

    objects = Lessons.as_manager()

    class Meta(Shareable.Meta):
        constraints = [
            *Shareable.Meta.constraints,
            models.CheckConstraint(condition=~Q(title=""), name="lesson_has_a_title"),
            models.CheckConstraint(condition=~Q(helped="") | ~Q(change=""), name="lesson_says_what_was_learnt"),
            models.CheckConstraint(condition=Q(tlp__lt=4), name="lesson_is_for_organisations"),
            models.UniqueConstraint(
                fields=["event"], condition=Q(withdrawn_at=None), name="one_standing_lesson_an_event"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """A short name for telephone and paper; random, so that it tells nothing of other lessons."""
        return f"L-{self.key.hex[:8].upper()}"

    def as_stix(self, *, modified: datetime, revoked: bool = False) -> list[dict[str, Any]]:
        """The lesson's STIX 2.1 objects; a withdrawal keeps their ids and says nothing else."""
        first = self.published_at or modified
        content = content_of_row(self, modified=max(modified, first + timedelta(milliseconds=self.version - 1)))
        objects = lesson_bundle(content, reference(content))
        if revoked:
            return withdrawal(objects, originator=content.originator, reason=self.withdrawn_reason, at=content.modified)
        return objects

    def facets(self) -> frozenset[str]:
        """Filter words: kind:lesson, held, code with its ancestors, org, lang, tlp."""
        return facets_of(self)

    def search_texts(self) -> list[tuple[str, str]]:
        """What a search may find."""
        return search_texts_of(self)

    def get_absolute_url(self) -> str:
        """The page of the lesson."""
        return reverse("afteraction:lesson", args=[self.key])

    def caption(self) -> str:
        """The title; nothing of a tombstone."""
        return "" if self.is_withdrawn else self.title

    def headline(self) -> str:
        """The kind of record in words; holds no content."""
        return str(_("Lesson of an exercise"))

    @property
    def stix_id(self) -> str:
        """The id of the note."""
        return lesson_ref(self.key)


class LessonApproval(models.Model):
    """The officer of one facility that took part agreed that these words go to these readers.

    facility   none = for the organisation, where no facility took part
    seal   SHA-256 of words and readers (afteraction/sealing.py)
    """

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="approvals")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seal = models.CharField(max_length=64)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = LessonApprovals.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "seal"],
                condition=Q(ended_at=None, facility=None),
                name="one_approval_of_an_organisation_and_lesson",
            ),
            models.UniqueConstraint(
                fields=["lesson", "facility", "seal"],
                condition=Q(ended_at=None),
                name="one_approval_a_facility_and_lesson",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility}: {self.at}"


class LessonPractice(models.Model):
    """A practice that was made from a lesson: its readers stay among the lesson's (afteraction/bounding.py)."""

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="practices")

    objects = LessonPractices.as_manager()

    def __str__(self) -> str:
        return f"{self.lesson.number}: {self.practice.number}"
