"""What a run of a study found, and who agreed that it goes beyond the circle whose counts it read."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from port2port.members.models import Circle, Organisation, Seat
from port2port.sharing.models import Tlp
from port2port.studies.access import ResultApprovals, StudyResults, Widenings
from port2port.studies.models.study import Study


class StudyResult(models.Model):
    """One run: everything it was made of, and everything that it found; it stands.

    panel      the weekly counts that were read, as a file of docs/reference/study-panel.md; its SHA-256 is input_sha256
    figures    what was found, as docs/reference/study-panel.md names it, with cross-check, placebos, seed
    rows       week by week: recorded, expected, between what it may scatter
    lenders    the organisations whose counts are in it, and those that declared comparison and measure
    versions   of the programs that reckoned            wide_at   when the lenders let it go beyond the circle
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="results")
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=14)
    panel = models.JSONField()
    figures = models.JSONField()
    rows = models.JSONField()
    lenders = models.ManyToManyField(Organisation, related_name="+")
    versions = models.JSONField()
    seed = models.BigIntegerField()
    input_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    wide_at = models.DateTimeField(null=True, blank=True)

    objects = StudyResults.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="results_of_a_study_are_numbered"),
            models.CheckConstraint(condition=~Q(sha256="") & ~Q(input_sha256=""), name="a_result_says_of_what"),
        ]

    def __str__(self) -> str:
        return f"{self.study_id}: {self.number}"


class Widening(models.Model):
    """A result, put before its lenders: may it go to these readers too?

    done_at         it went: in force until ended_at, when another result or other readers take its place
    organisations   who was there when it went; where circles were chosen, whoever joins later was not agreed to
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    result = models.ForeignKey(StudyResult, on_delete=models.PROTECT, related_name="widenings")
    tlp = models.PositiveSmallIntegerField(choices=Tlp)
    circles = models.ManyToManyField(Circle, blank=True, related_name="+")
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="+")
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Widenings.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["result"], condition=Q(done_at=None, ended_at=None), name="one_open_widening_a_result"
            ),
            models.CheckConstraint(condition=Q(tlp__lt=4), name="a_result_is_for_organisations"),
        ]

    def __str__(self) -> str:
        return f"{self.result}: {self.get_tlp_display()}"


class ResultApproval(models.Model):
    """One lender agreed that this very result goes to these very readers. seal: of both (studies/sealing.py)."""

    widening = models.ForeignKey(Widening, on_delete=models.CASCADE, related_name="approvals")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    seal = models.CharField(max_length=64)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ResultApprovals.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["widening", "organisation", "seal"],
                condition=Q(ended_at=None),
                name="one_approval_of_a_lender_and_result",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.at}"
