"""The 24-hour report: where a facility sends its forms, and what was sent."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from port2port.log.access import FormAddresses, SentForms
from port2port.log.models.occurrences import Occurrence
from port2port.log.models.trail import LogFile
from port2port.members.models import Facility, Seat


class FormAddress(models.Model):
    """Where a facility sends one form; a new address is a new row, and the newest counts."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="form_addresses")
    form = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    addressee = models.CharField(max_length=200)
    email = models.CharField(max_length=254, blank=True)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    objects = FormAddresses.as_manager()

    class Meta:
        ordering = ["facility", "form", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["facility", "form", "number"], name="one_form_address_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.number}"


class SentForm(models.Model):
    """One report that an officer sent, kept before it leaves; what became of it is written afterwards.

    said       the answers by the form's keys     text   of the mail, as it left
    digest     SHA-256 of the PDF, or of the mail's text where the machine makes no PDF
    sent_at    when the mail server took it      tries  how often it was tried
    """

    class State(models.TextChoices):
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not sent")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="sent_forms")
    idempotency_key = models.CharField(max_length=80)
    form = models.CharField(max_length=40)
    form_version = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    said: "models.JSONField[Any, Any]" = models.JSONField()
    addressee = models.CharField(max_length=200)
    email = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    file = models.ForeignKey(LogFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=7, choices=State, default=State.SENDING)
    tries = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    tried_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = SentForms.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "idempotency_key"], name="one_report_a_form_that_was_sent"),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_says_when"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.get_state_display()}"
