"""What was decided, final at once, and what organisations were asked to do."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.groups.access import Decisions, DecisionTexts, Tasks
from port2port.groups.models.group import WorkingGroup
from port2port.groups.models.meeting import AgendaItem, Meeting
from port2port.groups.models.proposal import Method, Proposal
from port2port.members.member import Function
from port2port.members.models import Organisation, Seat
from port2port.pure.audience import Tlp
from port2port.pure.markdown import plain
from port2port.pure.stix import DecisionContent, decision_bundle, decision_ref, withdrawal
from port2port.reports.models.wording import MAX_FACET, originator_of
from port2port.sharing.access import ALL, Reading
from port2port.sharing.models import Shareable


class Decision(Shareable):
    """A decision of a group; never edited, another supersedes it.

    counts       stances and silent seats at closing, as {agree, abstain, object, silent}
    objections   that stood when it was adopted by two thirds, as {organisation, reason}
    done_with    what a lead did with each advice
    measure      public id of the common measure that it started, `measure:…`; empty until there is one
    """

    record_type = "decision"
    readers: ClassVar[Mapping[Function, Reading]] = {
        Function.OFFICER: ALL,
        Function.ANALYST: ALL,
        Function.COORDINATOR: ALL,
        Function.SECRETARIAT: ALL,
    }
    filters: ClassVar[tuple[str, ...]] = ("group", "org", "lang", "tlp")
    pressing: ClassVar[frozenset[str]] = frozenset()
    is_scarce: ClassVar[bool] = True

    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="decisions")
    group_name = models.CharField(max_length=120)
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="decision")
    proposal_version = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=10, choices=Method)
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=10_000)
    effective_on = models.DateField()
    review_on = models.DateField()
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    counts = models.JSONField(default=dict)
    objections = models.JSONField(default=list, blank=True)
    done_with = models.TextField(max_length=4000, blank=True)
    measure = models.CharField(max_length=80, blank=True, default="")

    objects = Decisions.as_manager()

    class Meta(Shareable.Meta):
        constraints = [
            *Shareable.Meta.constraints,
            models.CheckConstraint(condition=Q(review_on__gt=F("effective_on")), name="decision_is_reviewed_later"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """A short name for telephone and paper; random, so that it tells nothing of other decisions."""
        return f"D-{self.key.hex[:8].upper()}"

    def as_stix(self, *, modified: datetime, revoked: bool = False) -> list[dict[str, Any]]:
        """The decision's STIX 2.1 objects; a withdrawal keeps their ids and says nothing else."""
        first = self.published_at or modified
        at = max(modified, first + timedelta(milliseconds=self.version - 1))
        content = DecisionContent(
            id=self.key,
            originator=originator_of(self.originator),
            created=first,
            modified=at,
            tlp=Tlp(self.tlp),
            language=self.language,
            title=self.title,
            text=self.text,
            group=self.group_name,
            method=self.method,
            effective_on=self.effective_on,
            review_by=self.review_on,
            supersedes=self._told_before(),
            counts=self.counts,
            objections=tuple((one["organisation"], one["reason"]) for one in self.objections),
            pap=self.pap,
        )
        objects = decision_bundle(content)
        if revoked:
            return withdrawal(objects, originator=content.originator, reason=self.withdrawn_reason, at=at)
        return objects

    def _told_before(self) -> UUID | None:
        """The decision whose place it takes, where all its readers may know that there was one; the page asks each."""
        if self.supersedes is None or not self.group.circle.shows_history:
            return None
        return self.supersedes.key

    def facets(self) -> frozenset[str]:
        """Filter words: kind, group, org, lang, tlp."""
        found = {
            "kind:decision",
            f"group:{self.group.key}",
            f"org:{self.originator.slug}",
            f"lang:{self.language}",
            f"tlp:{Tlp(self.tlp).stix}",
        }
        return frozenset(one[:MAX_FACET] for one in found)

    def search_texts(self) -> list[tuple[str, str]]:
        """Number, words, and who decided, in each language that it can be read in."""
        around = [self.number, self.group_name, self.originator.name, self.originator.label]
        said = [(self.language, self.title, self.text)]
        said += [(one.language, one.title, one.text) for one in self.texts.newest()]
        return [(language, "\n".join([title, plain(text), *around])) for language, title, text in said]

    def get_absolute_url(self) -> str:
        """The page of the decision."""
        return reverse("groups:decision", args=[self.key])

    def caption(self) -> str:
        """The title; nothing of a tombstone."""
        return "" if self.is_withdrawn else self.title

    def headline(self) -> str:
        """The kind in words; holds no content."""
        return str(_("Decision"))

    @property
    def stix_id(self) -> str:
        """The id of the note."""
        return decision_ref(self.key)


class DecisionText(models.Model):
    """A decision in another language, for reading: what was decided is the decision's own text. The last `n` counts."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=2)
    n = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=10_000)
    not_personal = models.JSONField(default=list, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = DecisionTexts.as_manager()

    class Meta:
        ordering = ["decision", "language", "n"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "language", "n"], name="one_text_a_language_and_turn"),
        ]

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """What a group asks of an organisation; taken on, it is an Action of that organisation's own.

    action   key of the Action, once it is taken on
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("state of a task", "Asked")
        TAKEN = "taken", _("Taken on")
        DECLINED = "declined", _("Declined")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="tasks")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, null=True, blank=True, related_name="tasks")
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, null=True, blank=True, related_name="tasks")
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=2)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    reason = models.CharField(max_length=300, blank=True)
    action = models.UUIDField(null=True, blank=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = Tasks.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False) | Q(decision__isnull=False), name="a_task_comes_from_somewhere"
            ),
            models.CheckConstraint(
                condition=~Q(state="taken") | (Q(action__isnull=False) & Q(organisation__isnull=False)),
                name="a_taken_task_is_an_action",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="a_task_is_declined_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title
