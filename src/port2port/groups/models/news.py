"""A meeting that comes, and what came of it, as news to those who sit in its group."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from port2port.groups.access import MeetingNewsSet
from port2port.groups.models.meeting import Meeting
from port2port.sharing.models.own_news import OwnNews


class MeetingNews(OwnNews):
    """A meeting came to one stage; who sits in the group is told of each once.

    over_at   it stands so no longer: begun, called off, or further on
    """

    news_type: ClassVar[str] = "meeting"

    class Stage(models.TextChoices):
        SOON = "soon", pgettext_lazy("stage of a meeting", "Meeting within three days")
        PREPARED = "prepared", pgettext_lazy("stage of a meeting", "Minutes to be read by those who were there")
        FINAL = "final", pgettext_lazy("stage of a meeting", "Final minutes")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="news")
    stage = models.CharField(max_length=8, choices=Stage)
    version = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True, blank=True)

    objects = MeetingNewsSet.as_manager()

    class Meta:
        verbose_name_plural = "meeting news"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "stage", "version"], name="a_meeting_is_told_once_a_stage"),
        ]

    def __str__(self) -> str:
        starts = timezone.localtime(self.meeting.starts_at)
        return f"{self.get_stage_display()}: {self.meeting.title} · {date_format(starts, 'SHORT_DATETIME_FORMAT')}"

    @property
    def tlp(self) -> int:  # type: ignore[override]
        """That of the group, which its meetings carry."""
        return self.meeting.group.tlp

    def get_absolute_url(self) -> str:
        """Leads on to the meeting or its minutes; the address itself names none."""
        return reverse("groups:meeting_news", args=[self.key])

    def headline(self) -> str:
        """The kind alone."""
        return _("Meeting of a working group") if self.stage == self.Stage.SOON else _("Minutes of a meeting")
