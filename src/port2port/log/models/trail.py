"""What hangs from an entry: who was told, what was done, and its files."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from port2port.log.access import Lines, LogFiles
from port2port.log.models.occurrences import Occurrence
from port2port.members.models import Seat
from port2port.reports.models import Report
from port2port.reports.models.attachments import random_place


class Line(models.Model):
    """One thing that was told or done about an entry, with its own time; a mistake is struck out and stays readable.

    to   a role or a service that was told, never a person's name
    at   when it was told or done       made_at   when it was written here
    report   of a lesson that was shared; the report itself knows nothing of the entry
    """

    class Kind(models.TextChoices):
        TOLD = "told", _("Told")
        DONE = "done", pgettext_lazy("line of the log", "Done")
        FOLLOW_UP = "follow_up", _("Still to do")
        NOTE = "note", _("Note")
        CLOSED = "closed", _("Closed")
        REOPENED = "reopened", _("Opened again")
        SENT = "sent", _("24 h report sent")
        SHARED = "shared", _("Lesson shared")
        REPORTED = "reported", _("24 h report made otherwise")
        EXEMPT = "exempt", _("No 24 h report needed")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=9, choices=Kind)
    to = models.CharField(max_length=200, blank=True)
    text = models.TextField(max_length=4_000, blank=True)
    language = models.CharField(max_length=2)
    at = models.DateTimeField()
    made_at = models.DateTimeField()
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    report = models.ForeignKey(Report, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = Lines.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="told") | ~Q(to=""), name="told_says_to_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"

    @property
    def words(self) -> str:
        """What the line says was done; of a lesson, how far it got."""
        if self.kind != Line.Kind.SHARED:
            return str(self.get_kind_display())
        if self.report is None:
            return gettext("Lesson drafted, and the draft thrown away")
        if self.report.is_draft:
            return gettext("Lesson drafted")
        return gettext("Lesson shared, and withdrawn") if self.report.is_withdrawn else gettext("Lesson shared")


class LogFile(models.Model):
    """A photo or paper of an entry: type by its content, metadata taken out of photos, served as a download only.

    held   what a photo told beside the picture when it came in: `place`, `time`, never the values
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=random_place, max_length=100)
    is_stripped = models.BooleanField(default=False)
    held = models.JSONField(default=list, blank=True)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)

    objects = LogFiles.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "name", "sha256"], condition=Q(struck_at=None), name="the_same_log_file_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
