"""A concern: what may be known of it without opening it."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.concerns.access import Concerns, Steps
from port2port.concerns.models.desks import Desk
from port2port.members.models import Port, Seat
from port2port.pure.concern_days import Days, Due, erase_on, next_due


class Category(models.TextChoices):
    """What it is about; the only thing about its content that stands here in the open."""

    ACCESS = "access", _("Access and intruders")
    RELEASE = "release", _("Container release and PIN codes")
    PRESSURE = "pressure", _("Recruitment or pressure")
    REQUEST = "request", _("Suspicious request")
    DRONE = "drone", _("Drone")
    CYBER = "cyber", _("Cyber")
    RULE = "rule", _("A measure or rule")
    OTHER = "other", pgettext_lazy("category of a concern", "Something else")


class State(models.TextChoices):
    """How far it is."""

    RECEIVED = "received", pgettext_lazy("state of a concern", "Received")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("state of a concern", "Acknowledged")
    IN_WORK = "in-work", pgettext_lazy("state of a concern", "Being looked into")
    NOT_FOR_US = "not-for-us", pgettext_lazy("state of a concern", "Not for this desk")
    ANSWERED = "answered", pgettext_lazy("state of a concern", "Feedback given")
    CLOSED = "closed", pgettext_lazy("state of a concern", "Closed")
    ERASED = "erased", pgettext_lazy("state of a concern", "Content erased")


class Concern(models.Model):
    """One concern. No address, program, session or name of who brought it stands in any of these tables.

    receipt_hash, reporter_key   what follows from the receipt code; gone with the content
    may_forward                  the reporter agreed that it may go to another desk
    reminded_at                  when its desks last heard that their answer is late
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    receipt_hash = models.CharField(max_length=64, null=True, unique=True)
    reporter_key = models.BinaryField(max_length=32, null=True)
    category = models.CharField(max_length=10, choices=Category)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    port = models.ForeignKey(Port, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    may_forward = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    assessed_at = models.DateTimeField(null=True, blank=True)
    feedback_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    is_made_up = models.BooleanField(default=False)

    objects = Concerns.as_manager()

    class Meta:
        ordering = ["received_at", "id"]
        indexes = [models.Index(fields=["state", "closed_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.ERASED, receipt_hash=None, reporter_key=None)
                | (~Q(state=State.ERASED) & Q(receipt_hash__isnull=False, reporter_key__isnull=False)),
                name="an_erased_concern_answers_no_code",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.CLOSED, State.ERASED], closed_at__isnull=False)
                | (~Q(state__in=[State.CLOSED, State.ERASED]) & Q(closed_at=None)),
                name="a_closed_concern_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page at the desk."""
        return reverse("concerns:concern", args=[self.key])

    @property
    def number(self) -> str:
        """How the desk calls it; counts nothing and tells nothing of the code."""
        return self.key.hex[:8].upper()

    @property
    def is_open(self) -> bool:
        """Whether anything can still be said or done."""
        return self.state not in {State.CLOSED, State.ERASED}

    @property
    def days(self) -> Days:
        """What has happened, by the days of the node's zone."""
        moments = (self.received_at, self.acknowledged_at, self.assessed_at, self.feedback_at, self.closed_at)
        received, *later = (timezone.localdate(one) if one else None for one in moments)
        return Days(received or timezone.localdate(self.received_at), *later)

    @property
    def due(self) -> Due | None:
        """What the desk owes next."""
        return None if self.state == State.NOT_FOR_US else next_due(self.days)

    @property
    def erased_from(self) -> object:
        """The day from which its content is gone; None while it is open."""
        return erase_on(timezone.localdate(self.closed_at)) if self.closed_at else None


class Holding(models.Model):
    """A desk has it, from when to when."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="holdings")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+")
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["since_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "desk"], condition=Q(until_at=None), name="a_desk_has_a_concern_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.concern_id} {self.desk_id}"


class Step(models.Model):
    """Something that happened to a concern, without a word of its content.

    desk    whose act it was; None is the reporter, and the clock where it lapsed
    other   the desk that it concerns besides
    seat    who did it: shown at the desk, never to the reporter
    """

    class Kind(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", pgettext_lazy("step of a concern", "Receipt acknowledged")
        IN_WORK = "in-work", pgettext_lazy("step of a concern", "Taken up")
        NOT_FOR_US = "not-for-us", pgettext_lazy("step of a concern", "Said to be not for this desk")
        TOLD = "told", pgettext_lazy("step of a concern", "Said that it would like to hand it on")
        OBJECTED = "objected", pgettext_lazy("step of a concern", "Objected to handing it on")
        AGREED = "agreed", pgettext_lazy("step of a concern", "Agreed that it may be handed on")
        OFFERED = "offered", pgettext_lazy("step of a concern", "Offered it to another desk")
        ACCEPTED = "accepted", pgettext_lazy("step of a concern", "Took it over")
        DECLINED = "declined", pgettext_lazy("step of a concern", "Declined to take it over")
        LEFT = "left", pgettext_lazy("step of a concern", "Can no longer open it")
        FEEDBACK = "feedback", pgettext_lazy("step of a concern", "Gave feedback")
        CLOSED = "closed", pgettext_lazy("step of a concern", "Closed it")
        LET_IN = "let-in", pgettext_lazy("step of a concern", "Let a new handler of the desk read it")
        LAPSED = (
            "lapsed",
            pgettext_lazy("step of a concern", "Closed it, because nothing was said or done for six months"),
        )

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    other = models.ForeignKey(Desk, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = Steps.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.concern_id} {self.kind}"
