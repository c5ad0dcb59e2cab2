"""What others say about a practice, and the next wording that waits for their approval."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from port2port.knowledge.access import Approvals, Revisions, Uses
from port2port.knowledge.models.practice import Practice
from port2port.members.models import Circle, Organisation, Person
from port2port.sharing.models import Tlp


class Revision(models.Model):
    """The next wording of an approved practice; readers see the approved one until this one has its approvals.

    content   what was said, as knowledge/fields.py writes it
    sha256    of that wording: what approvals name
    """

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, related_name="revision")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    objects = Revisions.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(sha256=""), name="revision_has_a_wording")]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.sha256[:8]}"


class Approval(models.Model):
    """One organisation stands behind one wording, or says that it is still true.

    audience       whom it was said to, once the practice goes to more; empty: to all its readers
    position       of its envelope in the ledger
    review_by_on   the new date, where it is still true
    """

    class Step(models.TextChoices):
        APPROVED = "approved", _("Approved")
        STILL_TRUE = "still-true", _("Still true")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="approvals")
    sha256 = models.CharField(max_length=64)
    step = models.CharField(max_length=10, choices=Step, default=Step.APPROVED)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    review_by_on = models.DateField(null=True, blank=True)
    audience = models.TextField(default="", editable=False)
    position = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()

    objects = Approvals.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "sha256", "organisation"],
                condition=Q(step="approved"),
                name="one_approval_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["practice", "sha256", "person"], condition=Q(step="approved"), name="one_approval_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.organisation_id} {self.step}"


class Use(models.Model):
    """An organisation says that it works this way too; who learns of it follows from its own label.

    sites      at how many; 0 is not said, and counts as one
    audience   the tokens that its handling gives, between blanks; the practice's own readers bound it
    position   of its envelope in the ledger
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="uses")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=2)
    sites = models.PositiveSmallIntegerField(default=0)
    tlp = models.PositiveSmallIntegerField(choices=Tlp)
    circles = models.ManyToManyField(Circle, blank=True, related_name="+")
    audience = models.TextField(default="", editable=False)
    position = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = Uses.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "organisation"], condition=Q(withdrawn_at=None), name="one_use_an_organisation"
            ),
            models.CheckConstraint(condition=~Q(tlp=Tlp.RED), name="use_is_said_for_an_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.organisation_id}"
