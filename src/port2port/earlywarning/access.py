"""Who reads the watch board: the circle that lends the counts, and of a season its player alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from port2port.members.member import Act, Function, Member, Standing

if TYPE_CHECKING:
    from port2port.earlywarning.models import Alarm, AlarmNews, Season, WatchedMeasure  # noqa: F401

READERS = frozenset({Function.OFFICER, Function.ANALYST, Function.COORDINATOR, Function.SECRETARIAT})


def _table(name: str, *, of: str = "earlywarning") -> Any:
    # Access lies below models, so it asks the registry instead of importing.
    return apps.get_model(of, name).objects


def reads_board(member: Member) -> bool:
    """Whether this seat reads the board at all; which watches are on it is the circles' business."""
    return (
        member.function in READERS
        and member.standing == Standing.MEMBER
        and member.may(Act.PUBLISH)
        and member.seat_id is not None
    )


class WatchedMeasures(models.QuerySet["WatchedMeasure"]):
    """Known to the organisations that are in the circle now, and to nobody else: an alarm names ports.

    A circle that keeps its past to itself shows a newcomer no watch of which anything was lent before it came.
    """

    def visible_to(self, member: Member) -> Self:
        if not reads_board(member):
            return self.none()
        stays = _table("CircleMembership", of="members").current()
        mine = stays.filter(circle_id=OuterRef("circle_id"), organisation_id=member.organisation_id)
        mine = mine.filter(Q(circle__shows_history=True) | Q(joined_at__lte=OuterRef("shared_since")))
        return self.filter(Exists(mine))

    def editable_by(self, member: Member) -> Self:
        """Those that this seat begins, judges and stops: its organisation's."""
        return self.visible_to(member).filter(organisation_id=member.organisation_id)

    def running(self) -> Self:
        """Begun and not stopped."""
        return self.filter(begun_at__isnull=False, stopped_at=None)

    def of_the_weeks_of(self, watch: WatchedMeasure) -> Self:
        """Of the same counts, circle, port and weeks, whoever started them."""
        return self.filter(
            circle_id=watch.circle_id,
            intervention__port_id=watch.intervention.port_id,
            outcome=watch.outcome,
            category=watch.category,
            start_week=watch.start_week,
        )

    def unstopped(self, *, circle: int, intervention: int, outcome: str, category: str) -> Self:
        """The one of this measure that runs in a circle or is being set up: there is no second."""
        return self.filter(
            circle_id=circle, intervention_id=intervention, outcome=outcome, category=category, stopped_at=None
        )

    def with_names(self) -> Self:
        """With all that a row of the board names."""
        return self.select_related("intervention__port", "circle", "comparison", "organisation", "stopped_by")


class Alarms(models.QuerySet["Alarm"]):
    """Seen by who sees the watch."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(watch__in=_table("WatchedMeasure").visible_to(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        """Those that this seat judges."""
        return self.filter(watch__in=_table("WatchedMeasure").editable_by(member).values("pk"))


class AlarmNewsSet(models.QuerySet["AlarmNews"]):
    """That there is an alarm: for who sees it."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(alarm__in=_table("Alarm").visible_to(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member)

    def standing(self) -> Self:
        """That are news still: the watch runs."""
        return self.filter(alarm__watch__stopped_at=None)


class Seasons(models.QuerySet["Season"]):
    """A season belongs to the person who plays it, in whatever seat; nobody else knows of it."""

    def visible_to(self, member: Member) -> Self:
        if member.person_id is None or not reads_board(member):
            return self.none()
        return self.filter(person_id=member.person_id)

    def editable_by(self, member: Member) -> Self:
        """Those that still run."""
        return self.visible_to(member).filter(ended_at=None)

    def over(self) -> Self:
        return self.filter(ended_at__isnull=False)
