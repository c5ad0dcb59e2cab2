"""The one form in which a practice is written, and the choice of its readers."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from port2port.knowledge.cited import MOST_REPORTS, UnknownReport, reports_named, reports_shown
from port2port.knowledge.fields import PracticeFields, behind_after
from port2port.knowledge.forms.evidence import TRIED, TRIED_ROWS, effect_of, fields_of_effect
from port2port.knowledge.models import Kind, Theme
from port2port.knowledge.rules import BODY, HEADING, LANGUAGES, MOST_TRIED, SOURCE, SUMMARY
from port2port.members.member import Member
from port2port.members.models import Circle
from port2port.pure.audience import Tlp as TlpValue
from port2port.pure.evidence import Tried
from port2port.pure.stix import PracticeText
from port2port.reports.fields import Readers
from port2port.reports.forms.guarded import CodePicker, Guarded, Lines
from port2port.reports.recipients import nameable_people, person_keys
from port2port.sharing.models import Tlp
from port2port.vocabulary import lookup

TEXTS = ("title", "summary", "body")
READERS = ("tlp", "circles", "named", "openly")
NEEDED = ("kind", "title", "summary", "body", "themes", "controls", "review_by_on")
PLAIN = ("kind", "language", "themes", "methods", "controls", "sources", "review_by_on", "for_floor")


class PracticeForm(forms.Form):
    """Every field of a practice; `said()` and `readers()` are what the actions take.

    before   what stands now; a revision keeps its readers, and asks for none
    """

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Kind.choices,
        initial=Kind.PRACTICE,
        required=False,
        help_text=_("A lesson is what one place learned; a guideline is what all should do."),
    )
    title = Guarded(label=_("Title"), required=False, room=HEADING, help_text=_("What one does, in one line"))
    summary = Guarded(
        label=_("Summary"),
        required=False,
        room=SUMMARY,
        rows=3,
        help_text=_("Which problem it solves, at most 400 characters"),
    )
    body = Guarded(
        label=_("How it is done"),
        required=False,
        room=BODY,
        rows=16,
        help_text=_(
            "Markdown: ## for a heading, - for a list, **bold**, [words](address). HTML and pictures stay text."
        ),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    themes = forms.MultipleChoiceField(
        label=_("Themes"),
        required=False,
        choices=Theme.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
    )
    controls = forms.MultipleChoiceField(
        label=_("Controls"),
        required=False,
        widget=CodePicker(attrs={"class": "picker"}),
        help_text=_("What it puts to work"),
    )
    methods = forms.MultipleChoiceField(
        label=_("Methods it helps against"), required=False, widget=CodePicker(attrs={"class": "picker"})
    )
    sources = Lines(
        label=_("Sources"), required=False, room=SOURCE, rows=4, help_text=_("The facts it rests on, one a line")
    )
    reports = Lines(
        label=_("Reports it rests on"),
        required=False,
        rows=3,
        help_text=_(
            "Numbers or addresses, one a line. Each reader sees those that reached the reader, and no trace of others."
        ),
    )
    review_by_on = forms.DateField(
        label=_("Look at it again by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("At most 24 months ahead. After that date the page says that it may be out of date."),
    )
    for_floor = forms.BooleanField(label=_("Guards on the floor read it too, once it is approved"), required=False)
    is_starting_text = forms.BooleanField(
        label=_("Still the starting text; a working group has not gone over it"), required=False
    )
    tlp = forms.TypedChoiceField(
        label="TLP",
        coerce=int,
        choices=Tlp.choices,
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        help_text=_("TLP is not a classification: classified material does not belong here."),
    )
    circles = forms.MultipleChoiceField(
        label=_("Circles"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
        help_text=_("With TLP:AMBER and TLP:AMBER+STRICT"),
    )
    named = forms.MultipleChoiceField(
        label=_("Named people"),
        required=False,
        widget=CodePicker(attrs={"class": "picker"}),
        help_text=_("With TLP:RED only"),
    )
    openly = forms.BooleanField(
        label=_("Publish openly, also for people without a login"), required=False, help_text=_("With TLP:CLEAR only")
    )
    keep_files = forms.MultipleChoiceField(
        label=_("Files that stay"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
    )
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, member: Member, before: PracticeFields | None = None, revises: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        self.member, self.before, self.revises = member, before, revises
        self._add_languages()
        self._add_evidence()
        _choose(self.fields["methods"], list(lookup.choices("methods")))
        _choose(self.fields["controls"], list(lookup.choices("controls")))
        _choose(self.fields["keep_files"], [(one.key, one.name) for one in before.files] if before else [])
        if before is None or not before.files:
            del self.fields["keep_files"]
        if before is None or not before.is_starting_text:
            del self.fields["is_starting_text"]
        # By keys: an id would tell how many there are that this author does not see.
        self.circle_ids: dict[str, int] = {}
        self.person_ids: dict[str, int] = {}
        if revises:
            for name in READERS:
                del self.fields[name]
        else:
            circles = Circle.objects.visible_to(member).choosable_by(member)
            self.circle_ids = {str(circle.key): circle.pk for circle in circles}
            _choose(self.fields["circles"], [(str(circle.key), circle.name) for circle in circles])
            people = nameable_people(member)
            _choose(self.fields["named"], [("", [(str(one.key), one.label) for one in people])])
            self.person_ids = {str(one.key): one.pk for one in people}

    def _add_languages(self) -> None:
        for code in LANGUAGES:
            self.fields[f"title_{code}"] = Guarded(label=_("Title"), required=False, room=HEADING)
            self.fields[f"summary_{code}"] = Guarded(label=_("Summary"), required=False, room=SUMMARY, rows=3)
            self.fields[f"body_{code}"] = Guarded(
                label=_("How it is done"),
                required=False,
                room=BODY,
                rows=10,
                help_text=_("May stay empty; readers then get the original."),
            )
        for text in self.before.translations if self.before else ():
            self.fields[f"follows_{text.language}"] = forms.BooleanField(
                label=_("Still says the same as the original"),
                required=False,
                help_text=_("Else it is marked as behind, once the original changes and these words do not."),
            )

    def _add_evidence(self) -> None:
        for number in range(MOST_TRIED):
            for name, field in fields_of_effect().items():
                self.fields[f"{name}_{number}"] = field

    def section(self, *names: str) -> list[BoundField]:
        """These fields, as far as the form has them."""
        for name in NEEDED:
            # A draft may lack it and a proposal may not: the label says so, the action checks it.
            self.fields[name].required = True
        return [self[name] for name in names if name in self.fields]

    @property
    def text_fields(self) -> list[BoundField]:
        """The words of the original."""
        return self.section("kind", "title", "summary", "language", "body")

    @property
    def coded_fields(self) -> list[BoundField]:
        """What it is filed under."""
        return self.section("themes", "controls", "methods")

    @property
    def ground_fields(self) -> list[BoundField]:
        """What it rests on, and until when it holds."""
        return self.section("sources", "reports", "review_by_on", "for_floor", "is_starting_text")

    @property
    def file_fields(self) -> list[BoundField]:
        """Which of the files stay, where there are any."""
        return self.section("keep_files")

    @property
    def other_languages(self) -> Iterator[tuple[str, list[BoundField], bool]]:
        """A part for each language: its name, its fields, whether something stands there."""
        original = str(self["language"].value() or "")
        for code, name in settings.LANGUAGES:
            fields = [self[f"{one}_{code}"] for one in TEXTS]
            filled = any(one.value() or one.errors for one in fields)
            if code != original or filled:
                yield name, [*fields, *self.section(f"follows_{code}")], filled

    @property
    def evidence(self) -> Iterator[tuple[int, list[list[BoundField]], bool]]:
        """A part for each place where it was tried: its number, its fields by rows, whether something stands there."""
        for number in range(MOST_TRIED):
            rows = [[self[f"{one}_{number}"] for one in row] for row in TRIED_ROWS]
            # A zero is said too.
            filled = (one.value() not in {None, ""} or one.errors for row in rows for one in row)
            yield number + 1, rows, any(filled)

    def clean_reports(self) -> tuple[str, ...]:
        """Their keys; those of the wording before that this author does not see stay. Raises ValidationError."""
        try:
            named = reports_named(self.cleaned_data["reports"], member=self.member)
        except UnknownReport as unknown:
            words = _("No report of this number has reached you: %(name)s.") % {"name": unknown.name[:80]}
            raise forms.ValidationError(words) from unknown
        before = self.before.reports if self.before else ()
        seen = {str(one.key) for one in reports_shown(before, member=self.member)}
        whole = (*named, *(one for one in before if one not in seen and one not in named))
        if len(whole) > MOST_REPORTS:
            raise forms.ValidationError(_("At most 20 reports fit here."))
        return whole

    def said(self) -> PracticeFields:
        """What was said."""
        given = self.cleaned_data
        values: dict[str, Any] = {
            name: tuple(given[name]) if isinstance(given[name], list) else given[name] for name in (*TEXTS, *PLAIN)
        }
        values["kind"] = given["kind"] or Kind.PRACTICE.value
        follows = [code for code in LANGUAGES if given.get(f"follows_{code}")]
        texts = {code: PracticeText(code, *(given[f"{one}_{code}"] for one in TEXTS)) for code in LANGUAGES}
        tried = [effect_of(given, number) for number in range(MOST_TRIED)]
        said = PracticeFields(
            **values,
            translations=tuple(one for one in texts.values() if one.title or one.summary or one.body),
            tried=tuple(one for one in tried if one != Tried("")),
            is_starting_text=bool(given.get("is_starting_text")),
            reports=given["reports"],
            files=tuple(one for one in self.before.files if one.key in given["keep_files"])
            if self.before and self.before.files
            else (),
        )
        return replace(said, behind=behind_after(self.before, said, follows=follows)) if self.before else said

    def readers(self) -> Readers:
        """Whom the author chose. What does not go with the label stays in, for the rule to refuse."""
        given = self.cleaned_data
        return Readers(
            tlp=TlpValue(given["tlp"]),
            circles=frozenset(self.circle_ids[key] for key in given["circles"]),
            named=frozenset(self.person_ids[key] for key in given["named"]),
            openly=given["openly"],
        )


def initial_of(said: PracticeFields, *, member: Member) -> dict[str, Any]:
    """What the form shows of a wording that exists."""
    values: dict[str, Any] = {name: getattr(said, name) for name in (*TEXTS, *PLAIN, "is_starting_text")}
    for name in ("themes", "methods", "controls"):
        values[name] = list(values[name])
    for text in said.translations:
        values |= {f"{one}_{text.language}": getattr(text, one) for one in TEXTS}
    for number, tried in enumerate(said.tried):
        values |= {f"{one}_{number}": getattr(tried, one) for one in TRIED}
    values["reports"] = [one.number for one in reports_shown(said.reports, member=member)]
    values["keep_files"] = [one.key for one in said.files]
    return values


def initial_readers(readers: Readers, *, member: Member) -> dict[str, Any]:
    """What the form shows of readers that were chosen."""
    circles = Circle.objects.visible_to(member).filter(pk__in=readers.circles).values_list("key", flat=True)
    return {
        "tlp": readers.tlp.value,
        "circles": [str(key) for key in circles],
        "named": [str(key) for key in person_keys(readers.named)],
        "openly": readers.openly,
    }


def _choose(field: forms.Field, choices: list[Any]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
