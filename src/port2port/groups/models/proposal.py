"""What is proposed, each wording of it, and what the seats say."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.groups.access import Proposals, ProposalVersions, Resolutions, Stances
from port2port.groups.models.group import VotingSeat, WorkingGroup
from port2port.groups.models.meeting import AgendaItem
from port2port.members.models import Organisation, Seat
from port2port.pure.consent import Method as MethodValue
from port2port.pure.consent import Outcome as OutcomeValue
from port2port.pure.consent import Position as PositionValue


class Method(models.TextChoices):
    CONSENT = MethodValue.CONSENT.value, _("Consent")
    MAJORITY = MethodValue.MAJORITY.value, _("Majority")
    TWO_THIRDS = MethodValue.TWO_THIRDS.value, _("Two thirds, after two amendments")
    ADVICE = MethodValue.ADVICE.value, _("Advice: the lead decides")


class Outcome(models.TextChoices):
    OPEN = OutcomeValue.OPEN.value, pgettext_lazy("outcome of a proposal", "Open")
    OBJECTED = OutcomeValue.OBJECTED.value, pgettext_lazy("outcome of a proposal", "To be amended")
    WAITING = OutcomeValue.WAITING.value, pgettext_lazy("outcome of a proposal", "Waits for its lead")
    ADOPTED = OutcomeValue.ADOPTED.value, pgettext_lazy("outcome of a proposal", "Adopted")
    REJECTED = OutcomeValue.REJECTED.value, pgettext_lazy("outcome of a proposal", "Rejected")
    LAPSED = OutcomeValue.LAPSED.value, pgettext_lazy("outcome of a proposal", "Lapsed")
    WITHDRAWN = "withdrawn", pgettext_lazy("outcome of a proposal", "Withdrawn")


class Position(models.TextChoices):
    AGREE = PositionValue.AGREE.value, pgettext_lazy("stance", "Agree")
    ABSTAIN = PositionValue.ABSTAIN.value, pgettext_lazy("stance", "Abstain")
    OBJECT = PositionValue.OBJECT.value, pgettext_lazy("stance", "Object")


class Proposal(models.Model):
    """Something to decide, in a meeting or between meetings.

    organisation   that wrote it; none where the meeting did
    lead           who decides after advice
    supersedes     key of the decision whose place it takes
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="proposals")
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposals")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    author = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=10, choices=Method, default=Method.CONSENT)
    lead = models.ForeignKey(VotingSeat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    supersedes = models.UUIDField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.OPEN)
    outcome_at = models.DateTimeField(null=True, blank=True)
    done_with = models.TextField(max_length=4000, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = Proposals.as_manager()

    class Meta:
        ordering = ["-changed_at", "-id"]
        indexes = [models.Index(fields=["outcome"], name="proposals_that_run")]
        constraints = [
            models.CheckConstraint(condition=~Q(method="advice") | Q(lead__isnull=False), name="advice_has_a_lead"),
        ]

    def __str__(self) -> str:
        return str(self.key)

    def get_absolute_url(self) -> str:
        """The page of the proposal."""
        return reverse("groups:proposal", args=[self.key])

    @property
    def number(self) -> str:
        """A short name for telephone and paper; random, so that it tells nothing of other proposals."""
        return f"V-{self.key.hex[:8].upper()}"


class ProposalVersion(models.Model):
    """One wording that was put to the seats. `seats` are those of the moment when it opened.

    not_personal   what the share guard found and the author said is no personal data
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="versions")
    n = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=10_000)
    language = models.CharField(max_length=2)
    effective_on = models.DateField()
    review_on = models.DateField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    extended = models.BooleanField(default=False)
    seats = models.ManyToManyField(VotingSeat, related_name="+")
    not_personal = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")

    objects = ProposalVersions.as_manager()

    class Meta:
        ordering = ["proposal", "n"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "n"], name="one_wording_a_version"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="a_round_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(review_on__gt=F("effective_on")), name="what_is_proposed_is_reviewed_later"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Stance(models.Model):
    """What a seat says to one version; saying something else is the next revision, and all stay."""

    version = models.ForeignKey(ProposalVersion, on_delete=models.CASCADE, related_name="stances")
    seat = models.ForeignKey(VotingSeat, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveSmallIntegerField(default=1)
    position = models.CharField(max_length=7, choices=Position)
    reason = models.CharField(max_length=2000, blank=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = Stances.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "seat", "revision"], name="one_stance_a_seat_and_revision"),
            models.CheckConstraint(condition=~Q(position="object") | ~Q(reason=""), name="an_objection_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.seat_id} {self.position}"


class Resolution(models.Model):
    """That this version meets what a seat objected to an earlier one: said by the objector, or by the chair."""

    version = models.ForeignKey(ProposalVersion, on_delete=models.CASCADE, related_name="resolutions")
    seat = models.ForeignKey(VotingSeat, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    by_chair = models.BooleanField()
    reason = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField()

    objects = Resolutions.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "seat"], name="an_objection_is_met_once"),
            models.CheckConstraint(condition=Q(by_chair=False) | ~Q(reason=""), name="a_chair_says_why_it_is_met"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.seat_id}"
