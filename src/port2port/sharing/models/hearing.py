"""How a person wants to hear of what reaches it: in which way of each kind, and when not."""

from __future__ import annotations

from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from port2port.members.models import Person
from port2port.pure.quiet import QuietHours
from port2port.sharing.access import Hearings


class Way(models.TextChoices):
    """How one kind of news comes to a person; mail comes beside the line on the page."""

    NONE = "none", _("Not")
    PAGE = "page", _("On the page")
    EMAIL = "email", _("E-mail at once")
    DAILY = "daily", _("Daily mail")


class Hearing(models.Model):
    """A person's own choice; who never chose has no row.

    ways           name of a kind of news to a Way; a kind that is not named follows its default
    quiet_days     weekdays on which the quiet hours begin, as digits, Monday is 0
    lets_urgent    an alert of the highest severity is mailed in quiet hours too
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    ways = models.JSONField(default=dict, blank=True)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    quiet_days = models.CharField(max_length=7, default="0123456", blank=True)
    zone = models.CharField(max_length=40)
    lets_urgent = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    objects = Hearings.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_days=""),
                name="quiet_hours_have_two_ends_and_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.ways}"

    @property
    def clock(self) -> tzinfo:
        """The person's time zone."""
        try:
            return ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError):
            # A server without this zone's data still sends, on a clock that it has.
            return UTC

    @property
    def quiet(self) -> QuietHours | None:
        """The hours in which no mail leaves."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        days = frozenset(int(day) for day in self.quiet_days)
        return QuietHours(self.quiet_from, self.quiet_until, self.clock, days)
