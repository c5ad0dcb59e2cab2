"""Subscriptions, what they told whom, and what is still on its way."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from port2port.members.models import Seat
from port2port.sharing.access import Notifications, Outgoings, Subscriptions
from port2port.sharing.models.publications import Publication


class Channel(models.TextChoices):
    PAGE = "page", _("On the page")
    EMAIL = "email", _("E-mail")
    WEBHOOK = "webhook", _("Webhook")


class Rhythm(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Daily, at 07:00")
    WEEKLY = "weekly", _("Weekly, on Friday at 07:00")


class Subscription(models.Model):
    """A saved filter of one seat, and how it wants to hear of what matches.

    groups       lists of facets: a record matches with one of each list
    query        the filter as it stands in the address of the list
    secret_turn  counts the renewals of a webhook's secret, which is derived and never stored
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="subscriptions")
    record_type = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    query = models.CharField(max_length=1000, blank=True)
    groups = models.JSONField(default=list, blank=True)
    words = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=7, choices=Channel, default=Channel.PAGE)
    rhythm = models.CharField(max_length=7, choices=Rhythm, default=Rhythm.AT_ONCE)
    url = models.URLField(max_length=500, blank=True)
    secret_turn = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = Subscriptions.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(channel="webhook") & ~Q(url="")) | (~Q(channel="webhook") & Q(url="")),
                name="a_webhook_and_only_a_webhook_has_an_address",
            ),
            models.CheckConstraint(
                condition=Q(rhythm="at_once") | Q(channel="email"), name="only_mail_waits_for_a_digest"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        """True while it tells its seat of new records."""
        return self.paused_at is None and self.deleted_at is None


class Notification(models.Model):
    """One publication that one seat was told of; it holds no content, only the way to it.

    position   in the ledger; none for news that nobody published
    step       what was published; empty when it was said about a record
    """

    class Reason(models.TextChoices):
        REACHES_YOU = "reaches", _("Asks something of everyone it reaches")
        SUBSCRIPTION = "subscribed", _("Your subscription")
        CHOSEN = "chosen", _("You chose to hear of this kind")
        WITHDRAWN = "withdrawn", _("Withdrawn by its author")
        REPLIED = "replied", _("A reply to your report")
        ANSWERED = "answered", _("An answer to your report or question")
        OWN = "own", _("Of your own organisation")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="notifications")
    record_type = models.CharField(max_length=10)
    record_id = models.BigIntegerField()
    position = models.BigIntegerField(null=True, blank=True)
    step = models.CharField(max_length=9, choices=Publication.Step, blank=True)
    reason = models.CharField(max_length=10, choices=Reason)
    subscription = models.ForeignKey(Subscription, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField()
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = Notifications.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "position"], name="a_seat_is_told_once"),
        ]
        indexes = [
            models.Index(fields=["seat", "-id"], name="notification_unread", condition=Q(read_at=None)),
            models.Index(fields=["record_type", "record_id"], name="notification_of_record"),
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id} → {self.seat_id}"


class Outgoing(models.Model):
    """A mail or a webhook call that is to leave, or has left, for one notification.

    subscription   that asked for it; none where the person chose a way for the kind, which is a mail
    by_choice      how often, where no subscription asked
    is_held        waited for the end of quiet hours: gathered into one mail with what else did
    next_at        when it may leave: a digest's hour, the end of quiet hours, or the next try after a failure
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        GIVEN_UP = "given_up", _("Given up")
        DROPPED = "dropped", _("Not sent: it no longer reaches you")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="outgoing")
    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, null=True, blank=True, related_name="outgoing"
    )
    by_choice = models.CharField(max_length=7, choices=Rhythm, blank=True)
    is_held = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = Outgoings.as_manager()

    class Meta:
        ordering = ["next_at", "pk"]
        verbose_name_plural = "outgoing"
        constraints = [
            models.UniqueConstraint(fields=["notification", "subscription"], name="one_outgoing_a_pair"),
            models.UniqueConstraint(
                fields=["notification"], condition=Q(subscription=None), name="one_outgoing_by_choice"
            ),
            models.CheckConstraint(
                condition=Q(subscription=None) & ~Q(by_choice="") | Q(subscription__isnull=False, by_choice=""),
                name="a_subscription_or_a_choice_asked",
            ),
            models.CheckConstraint(
                condition=(Q(state="waiting") & Q(next_at__isnull=False)) | (~Q(state="waiting") & Q(next_at=None)),
                name="only_what_waits_has_a_next_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="outgoing_due", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.notification_id} {self.state}"

    @property
    def is_gathered(self) -> bool:
        """True for what leaves in one mail with others."""
        rhythm = self.subscription.rhythm if self.subscription is not None else self.by_choice
        return self.is_held or rhythm != Rhythm.AT_ONCE


class Cursor(models.Model):
    """How far a reader of the ledger has come."""

    NOTIFICATIONS = "notifications"

    name = models.CharField(max_length=40, primary_key=True)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.position}"
