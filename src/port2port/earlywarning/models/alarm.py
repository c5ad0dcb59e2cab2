"""An alarm as it was heard, what organisations did about it, what it was in the end, and the news that it came."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from port2port.earlywarning.access import AlarmNewsSet, Alarms
from port2port.earlywarning.models.watch import WatchedMeasure
from port2port.members.models import Organisation, Port, Seat
from port2port.sharing.models.own_news import OwnNews


class Judged(models.TextChoices):
    """What an alarm was, as its watch's organisation sees it later; stored."""

    TRUE = "true", pgettext_lazy("what an alarm was", "True: something had moved")
    FALSE = "false", pgettext_lazy("what an alarm was", "False: nothing had moved, or the reason was another")
    UNSURE = "unsure", pgettext_lazy("what an alarm was", "Cannot be told")


class Alarm(models.Model):
    """The first week of a stretch above a threshold, with the numbers as they were then; it stands.

    week, number      of that first week       detectors   `directed`, `max_port`
    missing           names of ports without a count in that week
    outside_gaps      weeks since the start without the comparison
    is_first_reading  heard when the week was read first; otherwise only after counts were added or corrected
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    watch = models.ForeignKey(WatchedMeasure, on_delete=models.PROTECT, related_name="alarms")
    week = models.DateField()
    number = models.PositiveSmallIntegerField()
    directed = models.FloatField()
    max_port = models.FloatField()
    detectors = models.JSONField()
    loudest = models.ForeignKey(Port, on_delete=models.PROTECT, related_name="+")
    has_fallen = models.BooleanField()
    missing = models.JSONField(default=list, blank=True)
    outside_gaps = models.PositiveSmallIntegerField(default=0)
    is_first_reading = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    objects = Alarms.as_manager()

    class Meta:
        ordering = ["-week", "-id"]
        constraints = [models.UniqueConstraint(fields=["watch", "number"], name="a_week_is_one_alarm")]

    def __str__(self) -> str:
        return f"{self.watch}, {self.week:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """The alarm's page."""
        return reverse("earlywarning:alarm", kwargs={"key": self.key})


class _Said(models.Model):
    """What an organisation said about an alarm; it stands."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    language = models.CharField(max_length=2)

    objects = models.Manager()

    class Meta:
        abstract = True


class Acknowledgement(_Said):
    """An organisation has seen the alarm. done: what it did."""

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="acknowledgements")
    done = models.CharField(max_length=500)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(done=""), name="an_acknowledgement_says_what_was_done")]

    def __str__(self) -> str:
        return self.done


class Judgement(_Said):
    """What the alarm was; the newest counts."""

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="judgements")
    judged = models.CharField(max_length=6, choices=Judged)
    why = models.CharField(max_length=500)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(judged__in=Judged.values) & ~Q(why=""), name="a_judgement_says_why")
        ]

    def __str__(self) -> str:
        return self.get_judged_display()


class AlarmRequest(models.Model):
    """An organisation opened a draft request for information about an alarm. report: the draft's key."""

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="requests")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    report = models.UUIDField(unique=True)

    objects = models.Manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class AlarmNews(OwnNews):
    """That the watch board has an alarm; which measure and which port, its page says."""

    news_type: ClassVar[str] = "alarm"

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    alarm = models.OneToOneField(Alarm, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    objects = AlarmNewsSet.as_manager()

    class Meta:
        verbose_name_plural = "alarm news"

    def __str__(self) -> str:
        return _("Alarm on the watch board")

    def get_absolute_url(self) -> str:
        """Leads on to the alarm; the address itself names nothing."""
        return reverse("earlywarning:news", args=[self.key])

    def headline(self) -> str:
        """That there is one."""
        return _("Alarm on the watch board")
