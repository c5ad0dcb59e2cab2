"""The issuer's keys: what is public of them, and the list of revoked certificates that each one signs."""

from django.db import models
from django.db.models import Q

from port2port.certificates.access import IssuerKeys


class IssuerKey(models.Model):
    """One Ed25519 key of the issuer. Its secret half lies where the ledger keeps its own, never in the database.

    number         1, 2, 3 …; the highest signs what is issued now
    status_list    the signed list that is published; signed anew every day
    retired_at     a newer key took over; this one signs its list alone
    closed_at      its last certificate has run out: its file was removed
    distrusted_at  it was stolen: not published any more, so that nothing it signed is believed
    """

    number = models.PositiveIntegerField(unique=True)
    keyid = models.CharField(max_length=16, unique=True)
    public = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    distrusted_at = models.DateTimeField(null=True, blank=True)
    status_list = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    objects = IssuerKeys.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, distrusted_at=None) | Q(retired_at__isnull=False),
                name="an_issuer_key_ends_retired",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.keyid}"
