"""A study: what is asked, of whose counts, compared with what, in which weeks; registered before counts are read."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from port2port.counts.models import Comparison, CountSeries, Intervention
from port2port.counts.models import Outcome as Counted
from port2port.members.member import Function, Member
from port2port.members.models import Circle, Port, Seat
from port2port.pure.stix import study_bundle, study_ref, withdrawal
from port2port.sharing.access import ALL, Reading
from port2port.sharing.models import Shareable
from port2port.studies.access import Studies, versions_read_by
from port2port.studies.models.wording import content_of_row, facets_of, search_texts_of

# Rates are studied as the incidents they come from; kilograms are no outcome of anything.
OUTCOMES = tuple(one.value for one in Counted if one != Counted.SEIZURES_PER_1000)
MOST_WEEKS_AFTER = 156
MOST_WEEKS_BEFORE = 520


class Hypothesis(models.TextChoices):
    """What is expected, said before anything is read; stored, so new ones may come and none may go."""

    MOVES = "moves", _("Part of it moves to the other ports")
    SPREADS = "spreads", _("The other ports gain as well")
    OPEN = "open", _("I do not know")


# As people read them; the labels above stand in a migration.
EXPECTED = {
    **dict(Hypothesis.choices),
    Hypothesis.SPREADS.value: _("The other ports become safer too: fewer incidents there as well"),
}


class Study(Shareable):
    """The registration, and which result stands; every version is in the ledger.

    circle        whose lent counts it reads            left_out       ports of the circle that are not compared
    comparison    from outside; none: is_description    checked        that ports were asked about their recording
    weeks_before, weeks_after   compared at most        hoped_percent  that the measure is hoped to take away
    definition    as it was registered, canonical JSON of `sha256`     replaces   the study whose definition it changes
    smallest_share   that could be seen, reckoned before it was registered, from the weeks before alone
    series        by which its ports were lent when it was registered: every run reads these, or none
    is_wide       all lenders agreed that a result goes beyond the circle
    """

    record_type = "study"
    readers: ClassVar[Mapping[Function, Reading]] = {
        Function.OFFICER: ALL,
        Function.ANALYST: ALL,
        Function.COORDINATOR: ALL,
        Function.SECRETARIAT: ALL,
    }
    filters: ClassVar[tuple[str, ...]] = ("org", "lang", "tlp")
    is_stricter: ClassVar[bool] = True
    pressing: ClassVar[frozenset[str]] = frozenset()
    is_scarce: ClassVar[bool] = True

    title = models.CharField(max_length=160)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")
    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="+")
    hypothesis = models.CharField(max_length=8, choices=Hypothesis, default=Hypothesis.OPEN)
    outcome = models.CharField(max_length=30, choices=[(one, one) for one in OUTCOMES], blank=True)
    category = models.CharField(max_length=40, blank=True)
    comparison = models.ForeignKey(Comparison, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_description = models.BooleanField(default=False)
    is_checked = models.BooleanField(default=False)
    left_out = models.ManyToManyField(Port, blank=True, related_name="+")
    series = models.ManyToManyField(CountSeries, blank=True, related_name="+")
    weeks_before = models.PositiveSmallIntegerField(null=True, blank=True)
    weeks_after = models.PositiveSmallIntegerField(null=True, blank=True)
    hoped_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    smallest_share = models.FloatField(null=True, blank=True)
    definition = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    is_wide = models.BooleanField(default=False)

    objects = Studies.as_manager()

    class Meta(Shareable.Meta):
        verbose_name_plural = "studies"
        constraints = [
            *Shareable.Meta.constraints,
            models.CheckConstraint(condition=Q(outcome="") | Q(outcome__in=OUTCOMES), name="no_study_of_kilograms"),
            models.CheckConstraint(condition=~Q(title=""), name="a_study_has_a_title"),
            models.CheckConstraint(
                condition=Q(frozen_at=None, frozen_by=None, sha256="")
                | Q(frozen_at__isnull=False, frozen_by__isnull=False) & ~Q(sha256="") & ~Q(outcome=""),
                name="a_registration_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(version=0) | Q(frozen_at__isnull=False), name="a_study_is_registered_before_it_is_published"
            ),
            models.CheckConstraint(
                condition=Q(comparison=None) | Q(is_description=False), name="a_description_has_no_comparison"
            ),
            models.CheckConstraint(
                condition=Q(weeks_after=None) | Q(weeks_after__gte=1, weeks_after__lte=MOST_WEEKS_AFTER),
                name="a_study_looks_at_weeks_after",
            ),
            models.CheckConstraint(
                condition=Q(hoped_percent=None) | Q(hoped_percent__gte=1, hoped_percent__lte=100),
                name="a_hope_is_a_share",
            ),
            models.CheckConstraint(condition=Q(tlp__lt=4), name="a_study_is_for_organisations"),
            models.CheckConstraint(condition=Q(replaces=None) | ~Q(replaces=F("id")), name="no_study_replaces_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """A short name for telephone and paper; random, so that it tells nothing of other studies."""
        return f"S-{self.key.hex[:8].upper()}"

    def get_hypothesis_display(self) -> str:  # type: ignore[no-redef]
        """What its author expects, in words."""
        return str(EXPECTED[self.hypothesis])

    @property
    def is_frozen(self) -> bool:
        """Whether it is registered: from then on its counts may be read, and nothing of it changes."""
        return self.frozen_at is not None

    def as_stix(self, *, modified: datetime, revoked: bool = False) -> list[dict[str, Any]]:
        """The study's STIX 2.1 objects; a withdrawal keeps their ids and says nothing else."""
        first = self.published_at or modified
        content = content_of_row(self, modified=max(modified, first + timedelta(milliseconds=self.version - 1)))
        objects = study_bundle(content)
        if revoked:
            return withdrawal(objects, originator=content.originator, reason=self.withdrawn_reason, at=content.modified)
        return objects

    @staticmethod
    def versions_for(member: Member) -> Q:
        """Of its versions in the ledger: those of the circle, and beyond it those since the result was let go."""
        return versions_read_by(member)

    def facets(self) -> frozenset[str]:
        """Filter words: kind:study, org, lang, tlp."""
        return facets_of(self)

    def search_texts(self) -> list[tuple[str, str]]:
        """What a search may find: the registration, no result."""
        return search_texts_of(self)

    def get_absolute_url(self) -> str:
        """The page of the study."""
        return reverse("studies:study", args=[self.key])

    def caption(self) -> str:
        """The title; nothing of a tombstone."""
        return "" if self.is_withdrawn else self.title

    def headline(self) -> str:
        """The kind of record in words; holds no content."""
        return str(_("Study of a measure"))

    @property
    def stix_id(self) -> str:
        """The id of the note."""
        return study_ref(self.key)
