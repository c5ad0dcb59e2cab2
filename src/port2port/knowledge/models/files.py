"""Pictures, papers and short films that come with a practice."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from port2port.knowledge.access import PracticeFiles
from port2port.knowledge.models.practice import Practice
from port2port.reports.models.attachments import random_place


class PracticeFile(models.Model):
    """One file: type by its content, metadata taken out of photos. Which wording has it stands in the wording.

    stage   who gets it follows from the furthest wording that has it: a draft, one that waits, the one that stands;
            past: it stood once, and stays for the record
    """

    class Stage(models.TextChoices):
        DRAFT = "draft"
        WAITING = "waiting"
        STANDS = "stands"
        PAST = "past"

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="all_files")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=random_place, max_length=100)
    stage = models.CharField(max_length=7, choices=Stage, default=Stage.DRAFT)
    at = models.DateTimeField()

    objects = PracticeFiles.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="practice_file_is_not_empty")]

    def __str__(self) -> str:
        return self.name
