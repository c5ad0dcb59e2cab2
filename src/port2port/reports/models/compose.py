"""What belongs to the writing and finding of reports, never to their readers."""

from uuid import uuid4

from django.db import models

from port2port.members.models import Person
from port2port.reports.access import SavedFilters, Sendings


class SavedFilter(models.Model):
    """A named address of the list."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1_000)
    made_at = models.DateTimeField()

    objects = SavedFilters.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="one_filter_a_name")]

    def __str__(self) -> str:
        return self.name


class Sending(models.Model):
    """A form that was sent: the same key with the same content is the same act, with other content a mistake.

    actor    random id of the seat or service account
    act      what the form did: draft, reply …
    digest   SHA-256 of the content
    result   key of what it made
    """

    actor = models.UUIDField()
    idempotency_key = models.CharField(max_length=80)
    act = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    result = models.UUIDField()
    at = models.DateTimeField()

    objects = Sendings.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "idempotency_key"], name="one_sending_a_key")]

    def __str__(self) -> str:
        return f"{self.act} {self.idempotency_key}"
