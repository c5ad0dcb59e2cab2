"""One common measure: what the ports agree to do about a problem, from the idea to its end."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.measures.access import Measures, MeasureSteps
from port2port.measures.models.wording import bundle_of
from port2port.members.member import Function
from port2port.members.models import Organisation, Seat
from port2port.pure.audience import Tlp
from port2port.pure.markdown import plain
from port2port.pure.stix import practice_ref, withdrawal
from port2port.reports.models.wording import MAX_FACET, originator_of, with_ancestors
from port2port.sharing.access import ALL, Reading
from port2port.sharing.models import Shareable
from port2port.vocabulary import lookup

if TYPE_CHECKING:
    from port2port.measures.models.version import MeasureVersion

# A facet of measures that a group has adopted: what trainers read hangs on it.
ADOPTED = "agreed"


class State(models.TextChoices):
    """Where a measure stands, as in `pure.measure_life`."""

    IDEA = "idea", pgettext_lazy("state of a measure", "Idea")
    DRAFTING = "drafting", pgettext_lazy("state of a measure", "Drafting")
    CONSULTATION = "consultation", pgettext_lazy("state of a measure", "Consultation")
    DECISION = "decision", pgettext_lazy("state of a measure", "Waits for a decision")
    PILOT = "pilot", pgettext_lazy("state of a measure", "Pilot")
    ADOPTED = "adopted", pgettext_lazy("state of a measure", "Adopted")
    REVIEWED = "reviewed", pgettext_lazy("state of a measure", "Under review")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a measure", "Withdrawn")


class Cost(models.TextChoices):
    """What it costs a facility in the first year, roughly."""

    LOW = "low", _("€ (below €5,000)")
    MIDDLE = "middle", _("€€ (€5,000 to €50,000)")
    HIGH = "high", _("€€€ (above €50,000)")


class Effort(models.TextChoices):
    """How much work it is for a facility to bring it in."""

    DAYS = "days", _("Some days")
    WEEKS = "weeks", _("Some weeks")
    MONTHS = "months", _("Some months")


class Measure(Shareable):
    """What is agreed, in the version that counts; the row itself is what lists and filters need.

    title, problem        in `language`
    methods, controls     stored codes; a control's id in the catalogue p2p-controls is its code in small letters
    n                     the version that is worked on          in_force   the version that is adopted; None = none is
    lead                  the seat that brings it forward
    working_group         `group:` and the key of the group whose chair decides; empty until it is named
    decision              `decision:` and the key of the decision that the last step of the chair rests on
    review_on             when the adopted version is looked at again
    """

    record_type = "measure"
    readers: ClassVar[Mapping[Function, Reading]] = {
        Function.OFFICER: ALL,
        Function.ANALYST: ALL,
        Function.COORDINATOR: ALL,
        Function.SECRETARIAT: ALL,
        Function.TRAINER: Reading(facet=ADOPTED, where=Q(in_force__isnull=False)),
    }
    filters: ClassVar[tuple[str, ...]] = ("state", "code", "control", "org", "lang", "tlp")
    pressing: ClassVar[frozenset[str]] = frozenset()
    is_scarce: ClassVar[bool] = True

    title = models.CharField(max_length=200)
    problem = models.TextField(max_length=2_000, blank=True)
    methods = models.JSONField(default=list, blank=True)
    controls = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.IDEA)
    n = models.PositiveSmallIntegerField(default=1)
    in_force = models.PositiveSmallIntegerField(null=True, blank=True)
    lead = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    working_group = models.CharField(max_length=80, blank=True)
    decision = models.CharField(max_length=80, blank=True)
    review_on = models.DateField(null=True, blank=True)
    not_personal = models.JSONField(default=list, blank=True, editable=False)

    objects = Measures.as_manager()

    class Meta(Shareable.Meta):
        constraints = [
            *Shareable.Meta.constraints,
            models.CheckConstraint(condition=Q(state__in=State.values), name="measure_has_a_known_state"),
            models.CheckConstraint(condition=~Q(title=""), name="measure_has_a_title"),
            models.CheckConstraint(
                condition=~Q(state__in=["adopted", "reviewed"]) | Q(in_force__isnull=False, review_on__isnull=False),
                name="measure_adopted_has_a_version_and_a_review",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False) | ~Q(state="withdrawn"),
                name="measure_withdrawn_is_withdrawn",
            ),
            models.CheckConstraint(condition=Q(n__gte=1), name="measure_versions_begin_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """A short name for telephone and paper; random, so that it tells nothing of other measures."""
        return f"M-{self.key.hex[:8].upper()}"

    @property
    def public_id(self) -> str:
        """How other contexts name it."""
        return f"measure:{self.key}"

    @cached_property
    def shared_version(self) -> "MeasureVersion | None":
        """The newest wording that was put to the ports: what readers read, and what the ledger holds."""
        return self.versions.exclude(opened_at=None).order_by("-n").first()

    def as_stix(self, *, modified: datetime, revoked: bool = False) -> list[dict[str, Any]]:
        """The measure's STIX 2.1 objects; a withdrawal keeps their ids and says nothing else."""
        first = self.published_at or modified
        at = max(modified, first + timedelta(milliseconds=self.version - 1))
        objects = bundle_of(self, at=at)
        if revoked:
            return withdrawal(objects, originator=originator_of(self.originator), reason=self.withdrawn_reason, at=at)
        return objects

    def facets(self) -> frozenset[str]:
        """Filter words: kind, state, code with its ancestors, control, org, lang, tlp."""
        found = {
            "kind:measure",
            f"state:{self.state}",
            f"org:{self.originator.slug}",
            f"tlp:{Tlp(self.tlp).stix}",
            f"lang:{self.language}",
        }
        found |= {f"control:{one}" for one in self.controls}
        for code in self.methods:
            found |= {f"code:{one}" for one in with_ancestors(code)}
        if self.shared_version is not None:
            found |= {f"lang:{one['language']}" for one in self.shared_version.texts}
        if self.in_force is not None:
            found.add(ADOPTED)
        return frozenset(one[:MAX_FACET] for one in found)

    def search_texts(self) -> list[tuple[str, str]]:
        """Number, words, and who wrote it, in each language that it can be read in; labels of codes in four."""
        around = [self.number, self.originator.name, self.originator.label, *self.methods, *self.controls]
        texts = self.shared_version.texts if self.shared_version else []
        said = [(self.language, "\n".join([self.title, self.problem, *around]))]
        said += [(one["language"], "\n".join([one["title"], one["problem"], plain(one["body"])])) for one in texts]
        for code, _name in settings.LANGUAGES:
            said.append((code, "\n".join(lookup.label(one, code) for one in (*self.methods, *self.controls))))
        return said

    def get_absolute_url(self) -> str:
        """The page of the measure."""
        return reverse("measures:measure", args=[self.key])

    def caption(self) -> str:
        """The title; nothing of a tombstone."""
        return "" if self.is_withdrawn else self.title

    def headline(self) -> str:
        """The kind in words; holds no content."""
        return str(_("Common measure"))

    @property
    def stix_id(self) -> str:
        """The id of the course of action."""
        return practice_ref(self.key)


class MeasureStep(models.Model):
    """One step of a measure's life, in order; nothing vanishes from it.

    move        as in `pure.measure_life`, or what was done beside it
    decision    that it rests on       note     the words that belong to it: a reason, what was found
    is_inside   before the measure was put to the ports, or while its next version is written
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=12)
    state = models.CharField(max_length=12, choices=State)
    n = models.PositiveSmallIntegerField()
    note = models.TextField(max_length=2_000, blank=True)
    decision = models.CharField(max_length=80, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_inside = models.BooleanField(default=False)

    objects = MeasureSteps.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.move}"
