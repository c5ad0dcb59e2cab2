"""What readers say back: replies to all recipients or to the author alone, and one answer an organisation."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from port2port.members.models import Organisation, Person
from port2port.reports.access import Answers, Replies
from port2port.reports.models.report import Report
from port2port.sharing.models import Tlp


class Reply(models.Model):
    """A line in the thread of a report; never wider than the report.

    to         None: all who can see the report; else this organisation and the writer's
    tlp        the report's label, or AMBER+STRICT where only two organisations see it
    audience   whom it was written for: the tokens of the report's readers at that time, and `floor` where guards were
               among them, between blanks
    position   of its envelope in the ledger
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="replies")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(max_length=4_000)
    language = models.CharField(max_length=2)
    tlp = models.PositiveSmallIntegerField(choices=Tlp)
    audience = models.TextField(default="", editable=False)
    position = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = Replies.as_manager()

    class Meta:
        ordering = ["at", "id"]
        verbose_name_plural = "replies"
        indexes = [models.Index(fields=["report", "at"], name="replies_of_a_report")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.at:%Y-%m-%d %H:%M}"


class Answer(models.Model):
    """What one organisation did with an alert or request; it may change its mind, and the change stays readable.

    tlp        the report's label when this was said
    history    earlier states as {state, note, at, tlp, by}, oldest first
    sighting   the report that "seen here too" grew into
    """

    class State(models.TextChoices):
        NOTHING_FOUND = "nothing_found", _("Checked, nothing found")
        SEEN_HERE = "seen_here", _("Seen here too")
        ACTED = "acted", _("Acted")
        NOT_FOR_US = "not_for_us", _("Not for us")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="answers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=13, choices=State)
    note = models.TextField(max_length=2_000, blank=True)
    language = models.CharField(max_length=2)
    sighting = models.ForeignKey(Report, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    tlp = models.PositiveSmallIntegerField(choices=Tlp)
    history = models.JSONField(default=list, blank=True)
    position = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = Answers.as_manager()

    class Meta:
        ordering = ["changed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "organisation"], name="one_answer_an_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.organisation_id} {self.state}"
