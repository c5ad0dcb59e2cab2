"""What is sealed: messages, pictures, notes, and the data keys wrapped for those who may open them."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from port2port.concerns.access import Messages, Notes, Pictures
from port2port.concerns.models.concerns import Concern
from port2port.concerns.models.desks import Desk, HandlerKey
from port2port.members.models import Seat


class Part(models.TextChoices):
    """The thread that the reporter reads too, and a desk's own notes; each has its own data key."""

    THREAD = "thread"
    NOTES = "notes"


class Wrap(models.Model):
    """The data key of a part for one reader; without a handler's key it is the reporter's.

    desk        at which the handler reads it
    hand_over   opens nothing yet: it waits until the desk that it is offered to takes it
    """

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="wraps")
    part = models.CharField(max_length=6, choices=Part)
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, null=True, related_name="+")
    handler_key = models.ForeignKey(HandlerKey, on_delete=models.CASCADE, null=True, related_name="+")
    hand_over = models.ForeignKey("concerns.HandOver", on_delete=models.CASCADE, null=True, related_name="wraps")
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "part", "desk", "handler_key"],
                condition=Q(handler_key__isnull=False),
                name="one_wrap_a_handler",
            ),
            models.UniqueConstraint(
                fields=["concern"], condition=Q(handler_key=None), name="one_wrap_for_the_reporter"
            ),
            models.CheckConstraint(
                condition=Q(handler_key=None, desk=None, part=Part.THREAD)
                | Q(handler_key__isnull=False, desk__isnull=False),
                name="the_reporter_reads_the_thread_alone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.concern_id} {self.part}"


class Message(models.Model):
    """One message of the thread; without a desk it is the reporter's.

    payload   the text, sealed under the thread's data key
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="messages")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    payload = models.BinaryField()

    objects = Messages.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return str(self.key)


class Picture(models.Model):
    """A picture of a message: its media type, a newline and its bytes, sealed under the thread's data key."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="pictures")
    payload = models.BinaryField()

    objects = Pictures.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.key)


class Note(models.Model):
    """A desk's note to itself, sealed under a data key of its own."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="notes")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    payload = models.BinaryField()

    objects = Notes.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.concern_id} {self.at}"
