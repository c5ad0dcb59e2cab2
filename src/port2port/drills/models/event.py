"""One drill or exercise: where, when, what is tested, who takes part, and what happened to it."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse

from port2port.drills.access import CountedSet, EventPlaces, EventRoles, Events, EventSteps, Objectives
from port2port.drills.models.wording import Kind, PlayerRole, Role, State, Step
from port2port.duties.models import Fulfilment
from port2port.members.models import Facility, Organisation, Port, Seat


class Event(models.Model):
    """A drill or an exercise. Nothing of it enters reports, figures or feeds: only a lesson that all have approved.

    organisation      whose plan it is: it holds, evaluates and closes
    port              of a port exercise (Dir. 2005/65 Annex III); facilities stand in `places`
    scenario          code of the library, as DS-01; empty for an own one
    elements          what is tested, as `b15_11.access`; keys of duties/rules/elements.yaml
    mo                codes of the vocabulary
    minutes           how long it is planned to last; `held_minutes` how long it did
    took_part         how many by role, as {"guard": 4}; never names
    is_also_drill     an exercise that counts as a drill too, on the officer's word
    is_port_exercise  counts for the port's calendar, on the word of the port's officer
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    port = models.ForeignKey(Port, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    scenario = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=160)
    purpose = models.TextField(max_length=2000, blank=True)
    setting = models.TextField(max_length=4000, blank=True)
    safety = models.TextField(max_length=2000, blank=True)
    stop_word = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2)
    planned_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    elements = models.JSONField(default=list, blank=True)
    mo = models.JSONField(default=list, blank=True)
    isps_level = models.PositiveSmallIntegerField(default=1)
    held_on = models.DateField(null=True, blank=True)
    held_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    took_part = models.JSONField(default=dict, blank=True)
    went_well = models.TextField(max_length=4000, blank=True)
    to_fix = models.TextField(max_length=4000, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    is_also_drill = models.BooleanField(default=False)
    is_port_exercise = models.BooleanField(default=False)
    cancelled_reason = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = Events.as_manager()

    class Meta:
        ordering = ["-planned_at", "-id"]
        indexes = [models.Index(fields=["organisation", "state", "planned_at"], name="events_of_an_organisation")]
        constraints = [
            models.CheckConstraint(condition=Q(isps_level__range=(1, 3)), name="event_plays_an_isps_level"),
            models.CheckConstraint(condition=Q(minutes__range=(1, 10080)), name="event_lasts_up_to_a_week"),
            models.CheckConstraint(
                condition=Q(state__in=["held", "evaluated", "closed"], held_on__isnull=False)
                | Q(state__in=["planned", "confirmed", "cancelled"], held_on=None),
                name="event_was_held_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_reason=""), name="event_is_cancelled_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the event."""
        return reverse("drills:event", kwargs={"key": self.key})

    @property
    def caption(self) -> str:
        """What everybody may read of it, whoever plays included: how it is held, and where. Needs `places` at hand."""
        return f"{self.get_kind_display()} · {self.where}"

    @property
    def where(self) -> str:
        """Its facilities that did not say no, at most three by name, or the port."""
        names = [place.facility.name for place in self.places.all() if place.declined_at is None]
        if self.port is not None and not names:
            return self.port.name
        more = f" +{len(names) - 3}" if len(names) > 3 else ""
        return ", ".join(names[:3]) + more

    @property
    def is_exercise(self) -> bool:
        """An exercise by B/18.6; a drill is none."""
        return self.kind != Kind.DRILL

    @property
    def was_held(self) -> bool:
        """Only these count for a clock."""
        return self.state in {State.HELD, State.EVALUATED, State.CLOSED}


class EventPlace(models.Model):
    """A facility that is asked to take part; its own officer says so, and whether its officer or deputy was there."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="places")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    consented_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    consented_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_reason = models.CharField(max_length=500, blank=True)
    officer_was_there = models.BooleanField(default=False)

    objects = EventPlaces.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "facility"], name="a_facility_once_an_event"),
            models.CheckConstraint(
                condition=Q(consented_at=None) | Q(declined_at=None), name="a_facility_takes_part_or_does_not"
            ),
        ]

    def __str__(self) -> str:
        return str(self.facility)


class EventRole(models.Model):
    """What one seat is in the event; its facility narrows what it sees, none = of the whole event."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="roles")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    plays = models.CharField(max_length=12, choices=PlayerRole, blank=True)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    given_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = EventRoles.as_manager()

    class Meta:
        ordering = ["role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "seat"], condition=Q(ended_at=None), name="one_open_role_a_seat_and_event"
            ),
            models.CheckConstraint(
                condition=Q(role="player") & ~Q(plays="") | ~Q(role="player") & Q(plays=""),
                name="a_player_plays_a_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.event}"


class Objective(models.Model):
    """What the event wants to see done, tied to a control and to elements; how it went stands after it was held.

    rating   letters of HSEEP: P performed without challenges, S some, M major challenges, U not performed
    """

    class Rating(models.TextChoices):
        P = "P", "P"
        S = "S", "S"
        M = "M", "M"
        U = "U", "U"

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="objectives")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    control = models.CharField(max_length=20, blank=True)
    elements = models.JSONField(default=list, blank=True)
    rating = models.CharField(max_length=1, choices=Rating, blank=True)
    rated_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rated_at = models.DateTimeField(null=True, blank=True)

    objects = Objectives.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="one_objective_a_number_and_event")]

    def __str__(self) -> str:
        return self.text


class Counted(models.Model):
    """What the event did to a clock of the duties: one fulfilment, entered by who keeps that duty."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="counted")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    fulfilment = models.OneToOneField(Fulfilment, on_delete=models.PROTECT, related_name="+")

    objects = CountedSet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.fulfilment)


class EventStep(models.Model):
    """What happened to the event: who, when, and why."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=10, choices=Step)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)

    objects = EventSteps.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.get_step_display()}, {self.at}"
