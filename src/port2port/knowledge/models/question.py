"""A question to the others, what they answer, and the private row that says who asked."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.knowledge.access_questions import Askers, QuestionAnswers, Questions, Routings
from port2port.knowledge.models.practice import Practice, Theme
from port2port.members.member import Act, Function, Standing
from port2port.members.models import Organisation, Person
from port2port.pure.audience import Tlp
from port2port.pure.stix import QuestionContent, question_bundle, question_ref, withdrawal
from port2port.reports.models.wording import MAX_FACET, originator_of, with_ancestors
from port2port.sharing.access import ALL, Reading
from port2port.sharing.models import Shareable
from port2port.vocabulary import lookup

# Until when the secretariat sends a question on, until when an answer is due, and from when it is called unanswered.
ROUTED_WITHIN, ANSWERED_WITHIN = timedelta(days=3), timedelta(days=14)
UNANSWERED_AFTER = timedelta(days=5)


class QuestionState(models.TextChoices):
    """Where a question stands."""

    ASKED = "asked", pgettext_lazy("state of a question", "Asked")
    ROUTED = "routed", _("Sent on")
    ANSWERED = "answered", _("Answered")
    CONFIRMED = "confirmed", pgettext_lazy("state of a question", "Confirmed")
    CLOSED = "closed", pgettext_lazy("state of a question", "Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Question(Shareable):
    """One question. Its originator signs it: the asking organisation, or for a hidden asker the secretariat.

    title, text   plain text in `language`
    themes, methods, controls   stored codes
    is_hidden     the asker stands in its private row alone
    shown_kind    of a hidden asker: the kind of organisation, where enough share it on that day
    answer_by     due date of an answer
    routed_at … closed_at   when it came so far
    not_personal  what the share guard found and the author said is no personal data
    """

    record_type = "question"
    readers: ClassVar[Mapping[Function, Reading]] = {
        Function.OFFICER: ALL,
        Function.ANALYST: ALL,
        Function.COORDINATOR: ALL,
        Function.TRAINER: ALL,
        Function.SECRETARIAT: ALL,
    }
    signed_with: ClassVar[Act] = Act.ASK
    filters: ClassVar[tuple[str, ...]] = ("theme", "code", "control", "org", "lang", "tlp")
    pressing: ClassVar[frozenset[str]] = frozenset()
    is_scarce: ClassVar[bool] = True

    title = models.CharField(max_length=200)
    text = models.TextField(max_length=4_000)
    themes = models.JSONField(default=list, blank=True)
    methods = models.JSONField(default=list, blank=True)
    controls = models.JSONField(default=list, blank=True)
    is_hidden = models.BooleanField(default=False)
    shown_kind = models.CharField(max_length=20, blank=True, choices=Organisation.Kind)
    answer_by = models.DateField()
    routed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=500, blank=True)
    not_personal = models.JSONField(default=list, blank=True, editable=False)

    objects = Questions.as_manager()

    class Meta(Shareable.Meta):
        constraints = [
            *Shareable.Meta.constraints,
            models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="question_asks_something"),
            models.CheckConstraint(condition=Q(tlp__lt=4), name="question_goes_to_organisations"),
            models.CheckConstraint(
                condition=Q(is_hidden=False) | Q(author=None, tlp=1), name="question_of_a_hidden_asker_names_nobody"
            ),
            models.CheckConstraint(
                condition=Q(is_hidden=True) | Q(shown_kind=""), name="question_shows_a_kind_instead_of_a_name"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(closed_reason=""), name="question_is_closed_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(answered_at__isnull=False), name="question_is_answered_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """A short name for telephone and paper; random, so that it tells nothing of other questions."""
        return f"Q-{self.key.hex[:8].upper()}"

    @property
    def state(self) -> QuestionState:
        """How far it came."""
        if self.is_withdrawn:
            return QuestionState.WITHDRAWN
        if self.closed_at:
            return QuestionState.CLOSED
        if self.confirmed_at:
            return QuestionState.CONFIRMED
        if self.answered_at:
            return QuestionState.ANSWERED
        return QuestionState.ROUTED if self.routed_at else QuestionState.ASKED

    def kept_for(self) -> frozenset[int]:
        """A hidden asker that is no member: what every member reads would not reach it."""
        if not self.is_hidden:
            return frozenset()
        askers = Asker.objects.filter(question_id=self.pk).exclude(organisation__standing=Standing.MEMBER)
        return frozenset(askers.values_list("organisation_id", flat=True))

    def as_stix(self, *, modified: datetime, revoked: bool = False) -> list[dict[str, Any]]:
        """The question's STIX 2.1 objects, which tell of a hidden asker neither name nor kind."""
        first = self.published_at or modified
        at = max(modified, first + timedelta(milliseconds=self.version - 1))
        content = QuestionContent(
            id=self.key,
            originator=originator_of(self.originator),
            created=first,
            modified=at,
            tlp=Tlp(self.tlp),
            language=self.language,
            title=self.title,
            text=self.text,
            themes=tuple(self.themes),
            methods=tuple(self.methods),
            controls=tuple(self.controls),
            pap=self.pap,
        )
        objects = question_bundle(content)
        if revoked:
            return withdrawal(objects, originator=content.originator, reason=self.withdrawn_reason, at=at)
        return objects

    def facets(self) -> frozenset[str]:
        """Filter words: kind, theme, code with its ancestors, control, org (who signs), lang, tlp."""
        found = {
            "kind:question",
            f"org:{self.originator.slug}",
            f"lang:{self.language}",
            f"tlp:{Tlp(self.tlp).stix}",
        }
        found |= {f"theme:{one}" for one in self.themes}
        found |= {f"control:{one}" for one in self.controls}
        for code in self.methods:
            found |= {f"code:{one}" for one in with_ancestors(code)}
        return frozenset(one[:MAX_FACET] for one in found)

    def search_texts(self) -> list[tuple[str, str]]:
        """Its words and those of its answers, which its readers see too; labels in four languages."""
        signed = [] if self.is_hidden else [self.originator.name, self.originator.short_name]
        own = [self.number, self.title, self.text, *signed, *self.methods, *self.controls]
        texts = [(self.language, "\n".join(one for one in own if one))]
        if self.pk:
            texts += [(one.language, one.text) for one in self.answers.all()]
        for language, _name in settings.LANGUAGES:
            labels = [lookup.label(code, language) for code in (*self.methods, *self.controls)]
            with translation.override(language):
                labels += [str(Theme(one).label) for one in self.themes if one in Theme.values]
            texts.append((language, "\n".join(labels)))
        return texts

    def get_absolute_url(self) -> str:
        """The page of the question."""
        return reverse("knowledge:question", args=[self.key])

    def caption(self) -> str:
        """The title; nothing of a tombstone."""
        return "" if self.is_withdrawn else self.title

    def headline(self) -> str:
        """The kind in words; holds no content."""
        return str(_("Question"))

    @property
    def stix_id(self) -> str:
        """The id of the note."""
        return question_ref(self.key)


class Asker(models.Model):
    """Who asked. Of a hidden asker this is the only place where it stands; it is in no envelope and no index."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="asker")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = Askers.as_manager()

    def __str__(self) -> str:
        return f"{self.question_id}"


class Routing(models.Model):
    """The secretariat sent a question on to an organisation that is likely to know."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="routings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = Routings.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["question", "organisation"], name="a_question_goes_once_to_each"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.organisation_id}"


class Answer(models.Model):
    """What an organisation answers, with the question's label; every reader of the question reads it.

    practices      keys of practices that it cites          controls   codes of controls that it cites
    position       of its envelope in the ledger
    asked_back     what the asker wanted to know besides, once
    practice       the draft that its organisation made of it, later a practice
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(max_length=10_000)
    language = models.CharField(max_length=2)
    practices = models.JSONField(default=list, blank=True)
    controls = models.JSONField(default=list, blank=True)
    position = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    thanked_at = models.DateTimeField(null=True, blank=True)
    asked_back = models.CharField(max_length=1_000, blank=True)
    asked_back_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    practice = models.ForeignKey(Practice, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = QuestionAnswers.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="answer_says_something"),
            models.UniqueConstraint(
                fields=["question"], condition=Q(confirmed_at__isnull=False), name="one_confirmed_answer"
            ),
            models.CheckConstraint(
                condition=Q(asked_back="", asked_back_at=None) | ~Q(asked_back="") & Q(asked_back_at__isnull=False),
                name="answer_was_asked_back_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.organisation_id}"
