"""A wording of a measure, what organisations say to it, and what its pilot showed."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.measures.access import MeasureReplies, MeasureVersions
from port2port.measures.models.measure import Cost, Effort, Measure
from port2port.members.models import Organisation, Seat


class Result(models.TextChoices):
    """What a pilot or a review found."""

    BETTER = "better", pgettext_lazy("result of a pilot", "It helped")
    SAME = "same", pgettext_lazy("result of a pilot", "No difference")
    WORSE = "worse", pgettext_lazy("result of a pilot", "It made things worse")
    CANNOT_TELL = "cannot-tell", pgettext_lazy("result of a pilot", "Cannot tell")


class MeasureVersion(models.Model):
    """One wording. Put to the ports its words stand; adopted everything stands.

    texts           one a language: {language, title, problem, body, effect, measuring}; the first is the original
    methods, controls   of this wording; the measure's own row has those that readers know
    effect          that is claimed                 measuring   how one measures it
    opened_at       when it was put to the ports    closed_at   when the consultation ended
    fewer_reason    of the chair, why replies from fewer than three ports are enough
    pilot_*         named before the pilot begins; result and found when it ends
    sha256          of the adopted words
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="versions")
    n = models.PositiveSmallIntegerField()
    texts = models.JSONField(default=list, blank=True)
    methods = models.JSONField(default=list, blank=True)
    controls = models.JSONField(default=list, blank=True)
    cost = models.CharField(max_length=6, choices=Cost, blank=True)
    effort = models.CharField(max_length=6, choices=Effort, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    fewer_reason = models.TextField(max_length=1_000, blank=True)
    pilot_from_on = models.DateField(null=True, blank=True)
    pilot_until_on = models.DateField(null=True, blank=True)
    pilot_measure = models.TextField(max_length=1_000, blank=True)
    pilot_result = models.CharField(max_length=11, choices=Result, blank=True)
    pilot_found = models.TextField(max_length=2_000, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = MeasureVersions.as_manager()

    class Meta:
        ordering = ["measure", "n"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "n"], name="one_version_a_measure_and_number"),
            models.CheckConstraint(
                condition=Q(frozen_at=None) | (Q(opened_at__isnull=False, effective_on__isnull=False) & ~Q(sha256="")),
                name="an_adopted_version_was_consulted_and_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(pilot_from_on=None)
                | (Q(pilot_until_on__gt=models.F("pilot_from_on")) & ~Q(pilot_measure="")),
                name="a_pilot_has_an_end_and_a_measure_of_effect",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(opened_at__isnull=False), name="a_consultation_opens_before_it_closes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.n}"

    @property
    def languages(self) -> list[str]:
        """In which the wording is whole: a title, a body, the effect and how to measure it."""
        needed = ("title", "body", "effect", "measuring")
        return [one["language"] for one in self.texts if all(one.get(name) for name in needed)]


class MeasureReply(models.Model):
    """What one organisation says to a wording; said again, the newest counts, and waits for an answer anew.

    comments    to single paragraphs, as {paragraph, text}
    port        that the reply counts for; None where the organisation belongs to none
    audience    tokens of who could read the measure that day, with a space around each
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.ForeignKey(MeasureVersion, on_delete=models.CASCADE, related_name="replies")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    port = models.ForeignKey("members.Port", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(max_length=4_000, blank=True)
    comments = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=2)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    audience = models.TextField(editable=False)
    answer = models.TextField(max_length=2_000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveSmallIntegerField(default=1)

    objects = MeasureReplies.as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        verbose_name_plural = _("replies")
        constraints = [
            models.UniqueConstraint(fields=["version", "organisation"], name="one_reply_an_organisation_and_version"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | ~Q(answer=""), name="an_answered_reply_has_an_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.organisation_id}"
