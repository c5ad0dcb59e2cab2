"""Long work that goes on while its starter does something else."""

from datetime import timedelta
from secrets import token_hex
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from port2port.members.access import Jobs
from port2port.members.models.people import Seat

# How long a result lies ready.
KEPT = timedelta(days=7)


def random_place(job: "Job", name: str) -> str:
    """Where the result lies; nothing of its name reaches the disk."""
    del job, name
    place = token_hex(16)
    return f"jobs/{place[:2]}/{place}"


class Job(models.Model):
    """One piece of work of one seat; nobody else knows that it exists.

    kind        as a context brought it        about   what it is done to, in the starter's words
    asked       what the kind's function needs      facts   what its result holds, for whether it may still be had
    done, total   steps, written when it ends; while it runs `job_progress` knows
    words       the result or the reason, in the starter's language; result, link   a file or a page
    expires_at  when row and file are forgotten
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("of a job", "Waits")
        RUNNING = "running", pgettext_lazy("of a job", "Runs")
        DONE = "done", pgettext_lazy("of a job", "Done")
        FAILED = "failed", pgettext_lazy("of a job", "Failed")
        CANCELLED = "cancelled", pgettext_lazy("of a job", "Cancelled")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=30)
    about = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2)
    asked: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    words = models.CharField(max_length=500, blank=True)
    link = models.CharField(max_length=500, blank=True)
    result = models.FileField(upload_to=random_place, max_length=100, blank=True)
    result_name = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    facts: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = Jobs.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], ended_at=None, expires_at=None)
                | Q(state__in=["done", "failed", "cancelled"], ended_at__isnull=False, expires_at__isnull=False),
                name="ended_job_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    def get_absolute_url(self) -> str:
        """The page of the job."""
        return reverse("members:job", args=[self.key])

    @property
    def is_over(self) -> bool:
        """True once nothing more happens to it."""
        return self.ended_at is not None
