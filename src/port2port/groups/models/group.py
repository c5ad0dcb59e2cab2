"""A working group and who sits in it."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from port2port.groups.access import VotingSeats, WorkingGroups
from port2port.members.models import Circle, Organisation, Port, Seat
from port2port.pure.audience import Tlp


class GroupTlp(models.IntegerChoices):
    """The labels that a group's decisions can have."""

    GREEN = Tlp.GREEN.value, Tlp.GREEN.label
    AMBER = Tlp.AMBER.value, Tlp.AMBER.label
    AMBER_STRICT = Tlp.AMBER_STRICT.value, Tlp.AMBER_STRICT.label


class WorkingGroup(models.Model):
    """What some organisations of a circle do together.

    mandate   what it is for and what it may decide, Markdown
    circle    who is in the room: its member organisations
    tlp       label of the decisions; what is said in the room stays in the circle
    owner     the organisation that set it up
    """

    class State(models.TextChoices):
        FORMING = "forming", pgettext_lazy("state of a working group", "Forming")
        RUNNING = "running", pgettext_lazy("state of a working group", "Running")
        ENDED = "ended", pgettext_lazy("state of a working group", "Ended")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    mandate = models.TextField(max_length=4000)
    language = models.CharField(max_length=2)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")
    tlp = models.PositiveSmallIntegerField(choices=GroupTlp, default=GroupTlp.AMBER)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    chair = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    secretary = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField()
    review_on = models.DateField()
    state = models.CharField(max_length=7, choices=State, default=State.FORMING)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = WorkingGroups.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(tlp__in=GroupTlp.values), name="group_has_a_label_for_circles"),
            models.CheckConstraint(condition=Q(review_on__gt=F("from_on")), name="group_is_reviewed_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the group."""
        return reverse("groups:group", args=[self.key])


class VotingSeat(models.Model):
    """An organisation's seat in a group. Its stances are the seat's, whoever sits in it.

    port   that the seat counts for in the quorum; none where the organisation belongs to no port
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    port = models.ForeignKey(Port, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    holder = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    substitute = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    objects = VotingSeats.as_manager()

    class Meta:
        ordering = ["organisation__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "organisation"], condition=Q(until_at=None), name="one_running_seat_an_organisation"
            ),
            models.UniqueConstraint(
                fields=["group", "holder"], condition=Q(until_at=None), name="one_seat_a_holder_and_group"
            ),
            models.CheckConstraint(
                condition=Q(substitute=None) | Q(holder=None) | ~Q(substitute=F("holder")),
                name="a_holder_is_not_its_own_substitute",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.organisation_id}"
