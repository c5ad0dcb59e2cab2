"""From one desk to another, a company's own list, and what handlers are told of."""

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from port2port.concerns.access import DeskNewsSet, Filings, HandOvers, LateDesks
from port2port.concerns.models.concerns import Concern
from port2port.concerns.models.desks import Desk
from port2port.members.models import Seat
from port2port.pure.concern_days import may_forward_from
from port2port.sharing.models import OwnNews


class HandOver(models.Model):
    """One desk gives, another takes; the reporter sees both as long as it runs, and every desk that can open it.

    keeps        the giving desk goes on reading it
    told_at      the reporter was told of the wish     offered_at   the other desk was asked
    ended_at     accepted, declined, objected to or taken back
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="hand_overs")
    from_desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+")
    to_desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+")
    keeps = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True, blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = HandOvers.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["concern"], condition=Q(ended_at=None), name="one_hand_over_at_a_time"),
            models.CheckConstraint(condition=~Q(from_desk=models.F("to_desk")), name="a_desk_gives_to_another"),
            models.CheckConstraint(
                condition=Q(told_at__isnull=False) | Q(offered_at__isnull=False), name="a_hand_over_was_begun"
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def earliest_on(self) -> date | None:
        """From when it may be offered without a yes of the reporter; None where the reporter was never told."""
        return may_forward_from(timezone.localdate(self.told_at) if self.told_at else None, agreed=False)


class Filing(models.Model):
    """A signed-in company put it on its own list: state and dates, for the seat that filed it."""

    concern = models.OneToOneField(Concern, on_delete=models.CASCADE, related_name="filing")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")

    objects = Filings.as_manager()

    def __str__(self) -> str:
        return f"{self.concern_id} {self.seat_id}"


class DeskNews(OwnNews):
    """Something came to a desk; what it is, nobody is told outside its page."""

    news_type: ClassVar[str] = "concern"

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects = DeskNewsSet.as_manager()

    class Meta:
        verbose_name_plural = "desk news"

    def __str__(self) -> str:
        return self.headline()

    def get_absolute_url(self) -> str:
        """Leads on to the concern; the address names neither."""
        return reverse("concerns:news", args=[self.key])

    def headline(self) -> str:
        """The kind alone."""
        return _("Concern of a company")


class LateDesk(OwnNews):
    """Somebody waits at a desk past the day of the answer; no concern is named, and ten late ones are one line."""

    news_type: ClassVar[str] = "late-desk"

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects = LateDesks.as_manager()

    def __str__(self) -> str:
        return self.headline()

    def get_absolute_url(self) -> str:
        """The list of desks that are late."""
        return reverse("concerns:late")

    def headline(self) -> str:
        """The kind alone."""
        return _("A concerns desk is late")

    def caption(self) -> str:
        """The desk, for who may know."""
        return str(self.desk)
