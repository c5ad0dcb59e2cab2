"""A certificate as it was signed, what became of it, and when its holder was reminded."""

from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from port2port.certificates.access import Certificates, RunsOutSet
from port2port.certificates.models.keys import IssuerKey
from port2port.members.models import Organisation, Person, Seat
from port2port.pure.badge import FALLBACK
from port2port.sharing.models import OwnNews

STEPS = (60, 30, 7)


class State(StrEnum):
    """Where a certificate stands."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    DISTRUSTED = "distrusted"


STATE_WORDS = {
    State.VALID: pgettext_lazy("state of a certificate", "Valid"),
    State.EXPIRED: pgettext_lazy("state of a certificate", "Expired"),
    State.REVOKED: pgettext_lazy("state of a certificate", "Revoked"),
    State.SUPERSEDED: pgettext_lazy("state of a certificate", "Superseded"),
    State.DISTRUSTED: pgettext_lazy("state of a certificate", "Not believed any more"),
}


class Certificate(models.Model):
    """One certificate. The signed token names nobody; whose it is stands here alone.

    key            names its page, for who may see it
    check_code     names its check page, for whoever holds the paper; random, and found nowhere in the token
    organisation   in which it was earned
    achievement, version, names, criteria, codes, valid_months   as `pure.badge.Achievement`
    valid_to_on    last day on which it counts, in the node's time zone; None = it does not run out
    credential     the token, byte for byte as it was signed
    reason         why it was revoked; stays inside
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    check_code = models.CharField(max_length=32, unique=True)
    subject = models.UUIDField(unique=True)
    issuer_key = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, related_name="certificates")
    status_index = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    achievement = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    names = models.JSONField()
    criteria = models.JSONField()
    codes = models.JSONField(default=list, blank=True)
    valid_months = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    issued_at = models.DateTimeField()
    valid_to_on = models.DateField(null=True, blank=True)
    credential = models.TextField()
    superseded_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Seat, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    objects = Certificates.as_manager()

    class Meta:
        ordering = ["-issued_at", "-id"]
        indexes = [
            models.Index(fields=["person", "achievement"], name="certificates_of_a_person"),
            models.Index(fields=["organisation", "valid_to_on"], name="certificates_of_staff"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["issuer_key", "status_index"], name="a_bit_is_one_certificate"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, reason="") | (Q(revoked_at__isnull=False) & ~Q(reason="")),
                name="a_certificate_is_revoked_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by=None) | ~Q(superseded_by=F("id")), name="no_certificate_renews_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page, for who may see it."""
        return reverse("certificates:certificate", args=[self.key])

    @property
    def number(self) -> str:
        """A short name for telephone and paper; random, so that it tells nothing of other certificates."""
        return f"C-{self.key.hex[:8].upper()}"

    @property
    def name(self) -> str:
        """What was achieved, in the reader's language."""
        return self._in_language(self.names)

    @property
    def criterion(self) -> str:
        """What had to be done for it, in the reader's language."""
        return self._in_language(self.criteria)

    def _in_language(self, words: dict[str, str]) -> str:
        return words.get((get_language() or FALLBACK)[:2]) or words[FALLBACK]

    def state(self, today: date) -> State:
        """Where it stands on that day; the last day counts to its end."""
        if self.revoked_at is not None:
            return State.REVOKED
        if self.issuer_key.distrusted_at is not None:
            return State.DISTRUSTED
        if self.superseded_by_id is not None:
            return State.SUPERSEDED
        return State.EXPIRED if self.valid_to_on is not None and self.valid_to_on < today else State.VALID


class RunsOut(OwnNews):
    """One reminder that a certificate runs out: once a certificate and step.

    step   days before the last day: 60, 30 or 7
    """

    news_type: ClassVar[str] = "certified"

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="reminders")
    step = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    objects = RunsOutSet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["certificate", "step"], name="a_certificate_is_told_once_a_step"),
            models.CheckConstraint(condition=Q(step__in=STEPS), name="a_reminder_has_a_step"),
        ]

    def __str__(self) -> str:
        day = self.certificate.valid_to_on
        words = {"name": self.certificate.name, "day": date_format(day) if day else ""}
        return _("%(name)s runs out on %(day)s") % words

    def get_absolute_url(self) -> str:
        """Leads on to the certificate; the address itself names neither it nor its holder."""
        return reverse("certificates:runs_out", args=[self.key])

    def headline(self) -> str:
        """The kind alone."""
        return _("Certificate that runs out")
