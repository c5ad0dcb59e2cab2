"""Series and their figures, as published. A figure stands: a wrong one is withdrawn with a reason, never changed."""

from decimal import Decimal
from hashlib import sha256
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.base.caveats import MASS_IS_NO_CRIME
from port2port.figures.access import Figures, SeriesSet
from port2port.members.models import Organisation, Port, Seat
from port2port.pure.published import Period

DIGITS, PLACES = 18, 6


class Kind(models.TextChoices):
    """What kind of figure a series holds; stored, so new ones may come and none may go."""

    SEIZED = "seized", _("Mass seized")
    EVENTS = "events", _("Events counted")
    PEOPLE = "people", _("People")
    CHECKS = "checks", _("Checks and inspections")
    SHARE = "share", _("Share or estimate")
    MEANS = "means", _("Means and money")
    FRAME = "frame", _("Organisation and rules")
    TRADE = "trade", _("Trade and transport")


class Series(models.Model):
    """What figures are about. names: by language, all four; unit: the one its figures are drawn in."""

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=6, choices=Kind)
    unit = models.CharField(max_length=20)
    names = models.JSONField()

    objects = SeriesSet.as_manager()

    class Meta:
        ordering = ["kind", "slug"]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        """The page of the series."""
        return reverse("figures:series", kwargs={"slug": self.slug})

    @property
    def caveat(self) -> str | Promise:
        """What must be said with every figure of this series; empty for most."""
        return MASS_IS_NO_CRIME if self.kind == Kind.SEIZED else ""


class Figure(models.Model):
    """One figure as one source published it.

    place                          a UN/LOCODE, or the words of the source; port is set where the code is one we know
    value, unit                    as published; kilograms are drawn in tonnes, and never stored so
    qualifier, supersedes, source  in English where they came with the software, else in `language`
    published_on                   year, year and month, or day; empty where the source does not say
    organisation, by               who added it; empty for what came with the software
    digest                         of everything published and who added it: never here twice, withdrawn or not
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="figures")
    place = models.CharField(max_length=120)
    port = models.ForeignKey(Port, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    value = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    unit = models.CharField(max_length=20)
    qualifier = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300)
    published_on = models.CharField(max_length=10, blank=True)
    supersedes = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=2, default="en")
    is_to_verify = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = Figures.as_manager()

    class Meta:
        ordering = ["series_id", "place", "from_on", "to_on", "published_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on=None, to_on=None) | Q(from_on__isnull=False, to_on__gte=F("from_on")),
                name="a_period_has_both_ends_in_order",
            ),
            models.CheckConstraint(condition=~Q(source="") & ~Q(place=""), name="a_figure_has_a_source_and_a_place"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(reason=""),
                name="a_withdrawal_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(organisation=None, by=None) | Q(organisation__isnull=False, by__isnull=False),
                name="who_added_a_figure_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series}, {self.place}: {self.value.normalize():f} {self.unit}"

    def get_absolute_url(self) -> str:
        """Its series; a figure has no page of its own."""
        return self.series.get_absolute_url()

    @property
    def period(self) -> Period | None:
        """From its first to its last day; None where the source gives none."""
        return Period(self.from_on, self.to_on) if self.from_on and self.to_on else None

    @property
    def published(self) -> tuple[str, ...]:
        """Everything that was published, and nothing that we add."""
        value = f"{Decimal(self.value).normalize():f}"
        days = [day.isoformat() if day else "" for day in (self.from_on, self.to_on)]
        said = [self.qualifier, self.source, self.published_on, self.supersedes]
        return (self.series.slug, self.place, *days, value, self.unit, *said)

    def digest_of_it(self) -> str:
        """Of everything that was published, and of who added it: nobody keeps another's out by a withdrawal."""
        whose = [str(self.organisation_id)] if self.organisation_id else []
        return sha256("\x1f".join([*self.published, *whose]).encode()).hexdigest()
