"""Figures that an organisation lends to the community, and the bands that were made of them."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from port2port.members.access import FigureConsents, FigureContributions, FigureRounds
from port2port.members.models.organisations import Organisation
from port2port.members.models.people import Seat


class FigureConsent(models.Model):
    """The organisation's figures go into the bands, from one moment to another; ended rows are the history."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="figure_consents")
    given_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FigureConsents.as_manager()

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(ended_at=None), name="one_running_figure_consent"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("given_at")), name="figure_consent_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} since {self.given_at}"


class FigureRound(models.Model):
    """One figure in one quarter: made once, never again.

    lower, middle, upper, floor   the band as steps of the figure's scale; all empty: too few to show
    made_of                       the round whose contributions the newest band was made of
    """

    figure = models.CharField(max_length=20)
    first_day = models.DateField()
    made_at = models.DateTimeField()
    lower = models.PositiveSmallIntegerField(null=True, blank=True)
    middle = models.PositiveSmallIntegerField(null=True, blank=True)
    upper = models.PositiveSmallIntegerField(null=True, blank=True)
    floor = models.PositiveSmallIntegerField(null=True, blank=True)
    made_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = FigureRounds.as_manager()

    class Meta:
        ordering = ["-first_day", "figure"]
        constraints = [
            models.UniqueConstraint(fields=["figure", "first_day"], name="one_round_a_figure_and_quarter"),
            models.CheckConstraint(
                condition=Q(lower=None, middle=None, upper=None, floor=None)
                | Q(lower__lte=F("middle"), middle__lte=F("upper"), floor__isnull=False),
                name="a_band_is_whole_or_not_there",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.first_day}"


class FigureContribution(models.Model):
    """The step that one organisation stood on in one round; shown to nobody else."""

    round = models.ForeignKey(FigureRound, on_delete=models.CASCADE, related_name="contributions")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField()

    objects = FigureContributions.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "organisation"], name="an_organisation_contributes_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.organisation_id}"
