"""One practice: how someone solved a problem, told so that others can do the same."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.knowledge.access import Practices
from port2port.knowledge.models.wording import content_of_row, facets_of, reference, search_texts_of
from port2port.members.member import Function
from port2port.pure.evidence import Evidence, evidence_of, tried_of
from port2port.pure.stix import practice_bundle, practice_ref, withdrawal
from port2port.sharing.access import ALL, Reading
from port2port.sharing.models import Shareable

# From here before the review date a practice asks to be looked at, and so long after it nobody should rely on it.
DUE_BEFORE, EXPIRED_AFTER = timedelta(days=30), timedelta(days=60)
# Facets that an approved practice has: what the floor and the trainers may read hangs on them.
AGREED, FLOOR = "agreed", "floor"


class Kind(models.TextChoices):
    """What sort of text it is; each goes the same way to two approvals."""

    PRACTICE = "practice", _("Practice")
    GUIDELINE = "guideline", _("Guideline")
    LESSON = "lesson", pgettext_lazy("kind of practice", "Lesson")
    FAQ = "faq", _("Question and answer")


class Theme(models.TextChoices):
    """What a practice is about; themes are stored, so new ones may come and none may go."""

    INSPECTIONS = "inspections", _("Inspections")
    ACCESS = "access", _("Access control")
    SCREENING = "screening", _("Screening")
    DRONES = "drones", _("Drones")
    CAMERAS = "cameras", _("AI cameras")
    CYBER = "cyber", _("Cyber")
    PERSONNEL = "personnel", _("Personnel")
    INLAND = "inland", _("Inland quays")
    AWARENESS = "awareness", _("Awareness")


class Cost(models.TextChoices):
    """What it costs a facility in the first year, roughly."""

    NONE = "none", _("Nothing but attention")
    LOW = "low", _("Below €5,000")
    MIDDLE = "middle", _("€5,000 to €50,000")
    HIGH = "high", _("€50,000 to €500,000")
    HIGHEST = "highest", _("Above €500,000")


class State(models.TextChoices):
    """Where a practice stands; due and expired follow from the day."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    DUE = "due", _("Due for review")
    EXPIRED = "expired", _("Out of date")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Practice(Shareable):
    """The newest published version; every version stands in the ledger.

    kind                   practice, guideline, lesson or faq
    title, summary, body   in `language`; the body is Markdown
    translations           the same in other languages, as {language, title, summary, body}
    behind                 languages whose words are older than the original's
    themes, methods, controls   stored codes
    files                  those that this wording has, as {key, name, media_type, size, sha256}
    reports                keys of the reports it rests on; shown to who sees them, and in no envelope
    sources                the facts it rests on, one short text each
    tried                  what it did elsewhere, as pure/evidence.py keeps it
    sha256                 of this wording: what approvals name
    approved_at            when the second organisation approved this wording
    for_floor              guards read it too, once it is approved
    is_starting_text       came with the software, until a working group has gone over it
    not_personal           what the share guard found and the author said is no personal data
    """

    record_type = "practice"
    readers: ClassVar[Mapping[Function, Reading]] = {
        Function.OFFICER: ALL,
        Function.ANALYST: ALL,
        Function.COORDINATOR: ALL,
        Function.SECRETARIAT: ALL,
        Function.TRAINER: Reading(facet=AGREED, where=Q(approved_at__isnull=False)),
        Function.GUARD: Reading(facet=FLOOR, where=Q(approved_at__isnull=False, for_floor=True)),
    }
    filters: ClassVar[tuple[str, ...]] = ("kind", "theme", "grade", "code", "control", "org", "lang", "tlp")
    pressing: ClassVar[frozenset[str]] = frozenset()
    is_scarce: ClassVar[bool] = True

    kind = models.CharField(max_length=9, choices=Kind, default=Kind.PRACTICE)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True)
    body = models.TextField(max_length=20_000, blank=True)
    translations = models.JSONField(default=list, blank=True)
    behind = models.JSONField(default=list, blank=True)
    themes = models.JSONField(default=list, blank=True)
    methods = models.JSONField(default=list, blank=True)
    controls = models.JSONField(default=list, blank=True)
    sources = models.JSONField(default=list, blank=True)
    reports = models.JSONField(default=list, blank=True)
    files = models.JSONField(default=list, blank=True)
    tried = models.JSONField(default=list, blank=True)
    review_by_on = models.DateField(null=True, blank=True)
    for_floor = models.BooleanField(default=False)
    is_starting_text = models.BooleanField(default=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    approved_at = models.DateTimeField(null=True, blank=True)
    not_personal = models.JSONField(default=list, blank=True, editable=False)

    objects = Practices.as_manager()

    class Meta(Shareable.Meta):
        indexes = [
            models.Index(fields=["originator", "-changed_at"], name="practice_drafts", condition=Q(version=0)),
        ]
        constraints = [
            *Shareable.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="practice_is_of_a_known_kind"),
            models.CheckConstraint(condition=Q(version=0) | ~Q(title=""), name="practice_has_a_title"),
            models.CheckConstraint(
                condition=Q(version=0) | (Q(review_by_on__isnull=False) & ~Q(sha256="")),
                name="practice_says_when_it_is_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(version__gt=0), name="practice_no_draft_is_approved"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """A short name for telephone and paper; random, so that it tells nothing of other practices."""
        return number_of(self.key)

    def state_on(self, day: date) -> State:
        """Where it stands on that day."""
        if self.is_draft:
            return State.DRAFT
        if self.is_withdrawn:
            return State.WITHDRAWN
        if self.review_by_on is not None and day > self.review_by_on + EXPIRED_AFTER:
            return State.EXPIRED
        if self.approved_at is None:
            return State.PROPOSED
        if self.review_by_on is not None and day >= self.review_by_on - DUE_BEFORE:
            return State.DUE
        return State.APPROVED

    @property
    def evidence(self) -> Evidence:
        """What is known of its effect; follows from what was tried, and is typed and stored nowhere."""
        return evidence_of(tried_of(one) for one in self.tried)

    def as_stix(self, *, modified: datetime, revoked: bool = False) -> list[dict[str, Any]]:
        """The practice's STIX 2.1 objects; a withdrawal keeps their ids and says nothing else."""
        # A version is at least a millisecond younger than the one before (exchange.md E11).
        first = self.published_at or modified
        content = content_of_row(self, modified=max(modified, first + timedelta(milliseconds=self.version - 1)))
        objects = practice_bundle(content, reference(content))
        if revoked:
            objects = withdrawal(
                objects, originator=content.originator, reason=self.withdrawn_reason, at=content.modified
            )
        return objects

    def facets(self) -> frozenset[str]:
        """Filter words: kind, theme, code with its ancestors, control, org, lang, tlp; grade and those below it.

        agreed and floor come once it is approved.
        """
        return facets_of(self)

    def search_texts(self) -> list[tuple[str, str]]:
        """All that a search may find, as pairs of a language and a text in it, labels in four languages included."""
        return search_texts_of(self)

    def get_absolute_url(self) -> str:
        """The page of the practice."""
        return reverse("knowledge:practice", args=[self.key])

    def caption(self) -> str:
        """The title; nothing of a tombstone."""
        return "" if self.is_withdrawn else self.title

    def headline(self) -> str:
        """The kind in words; holds no content."""
        return str(self.get_kind_display())

    @property
    def stix_id(self) -> str:
        """The id of the course of action."""
        return practice_ref(self.key)


def number_of(key: UUID) -> str:
    """The short name of the practice with this key."""
    return f"P-{key.hex[:8].upper()}"
