"""What was done with the clock of an exercise."""

from django.db import models
from django.db.models import Q

from port2port.drills.models import Event
from port2port.live.access import ClockMoves
from port2port.live.models.wording import Move
from port2port.members.models import Seat


class ClockMove(models.Model):
    """One move of the clock; never changed.

    run       how often it began: one more each time it was set back
    is_real   stopped because something real happened
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="clock_moves")
    run = models.PositiveSmallIntegerField(default=1)
    move = models.CharField(max_length=6, choices=Move)
    is_real = models.BooleanField(default=False)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ClockMoves.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(is_real=False) | Q(move="stop"), name="what_is_real_stops_the_clock"),
            models.UniqueConstraint(
                fields=["event", "run", "move"],
                condition=Q(move__in=["start", "stop", "reset"]),
                name="a_clock_starts_and_stops_once_a_run",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_move_display()}, {self.at}"
