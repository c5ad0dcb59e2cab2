"""Desks, who sits at them, and the keys that open what lies there."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from port2port.concerns.access import FEWEST_HANDLERS, Desks, HandlerKeys, Handlers
from port2port.members.models import Organisation, Port, Seat
from port2port.pure.sealing import Work


class Desk(models.Model):
    """Where concerns about one port arrive; without a port, those that name none.

    A port that goes to another organisation gets another desk; what lies at the former one stays there.
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    port = models.ForeignKey(Port, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    objects = Desks.as_manager()

    class Meta:
        ordering = ["port__name", "organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(port=None), name="one_desk_without_a_port"),
            models.UniqueConstraint(fields=["organisation", "port"], name="one_desk_a_port_and_organisation"),
        ]

    def __str__(self) -> str:
        return self.port.name if self.port is not None else self.organisation.name

    @property
    def is_ready(self) -> bool:
        """Whether two people can open what comes in; of a row that `with_readiness` fetched."""
        return (getattr(self, "people", None) or 0) >= FEWEST_HANDLERS


class Handler(models.Model):
    """A seat that was named at a desk; ended rows stay."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="handlers")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Handlers.as_manager()

    class Meta:
        ordering = ["named_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "seat"], condition=Q(ended_at=None), name="a_seat_is_named_once_at_a_desk"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.desk_id} {self.seat_id}"

    @property
    def has_key(self) -> bool:
        """Whether anything can be sealed to this handler."""
        return hasattr(self.seat, "handler_key")


class _Worked(models.Model):
    """A salt, and what a derivation with it costs: written down, so that a later setting opens what is old."""

    salt = models.BinaryField(max_length=16)
    passes = models.PositiveSmallIntegerField()
    memory_kib = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def work(self) -> Work:
        """Of Argon2id."""
        return Work(self.passes, self.memory_kib)


class HandlerKey(_Worked):
    """A handler's pair of keys: the private half lies sealed under a passphrase that is kept nowhere.

    sealed   the private half, as `pure.sealing.encrypted` writes it
    """

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="handler_key")
    public = models.BinaryField(max_length=32)
    sealed = models.BinaryField()

    objects = HandlerKeys.as_manager()

    def __str__(self) -> str:
        return str(self.seat_id)


class NodeSalt(_Worked):
    """The one salt of the node's receipt codes. Lost, it takes every code with it."""

    ONE = 1

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="there_is_one_salt")]

    def __str__(self) -> str:
        return "salt"
