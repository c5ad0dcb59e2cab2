"""The forms of a question: asking, answering, asking back, sending on, closing."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.knowledge.access_questions import is_outside
from port2port.knowledge.actions.answering import citable
from port2port.knowledge.asking import ANSWER, ASK_BACK, TEXT, TITLE, QuestionFields
from port2port.knowledge.listing_questions import STATES
from port2port.knowledge.models import Question, QuestionState, Theme
from port2port.members.member import Member
from port2port.members.models import Circle
from port2port.pure.audience import Tlp as TlpValue
from port2port.reports.fields import Readers
from port2port.reports.forms.guarded import CodePicker, Guarded
from port2port.reports.rules import REASON
from port2port.sharing.models import Tlp
from port2port.vocabulary import lookup

NAME, HIDDEN = "organisation", "class"


class AskForm(forms.Form):
    """A question and its readers."""

    title = Guarded(label=_("In one line"), room=TITLE, help_text=_("What you want to know"))
    text = Guarded(
        label=_("Question"),
        room=TEXT,
        rows=8,
        help_text=_("What you have tried, and what an answer must fit. No names, plates or exact spots."),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    themes = forms.MultipleChoiceField(
        label=_("Themes"), choices=Theme.choices, widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"})
    )
    controls = forms.MultipleChoiceField(
        label=_("Controls"), required=False, widget=CodePicker(attrs={"class": "picker"})
    )
    methods = forms.MultipleChoiceField(
        label=_("Methods it is about"), required=False, widget=CodePicker(attrs={"class": "picker"})
    )
    shown_as = forms.ChoiceField(
        label=_("Who asks"),
        choices=[
            (NAME, _("My organisation, by name")),
            (HIDDEN, _("An organisation, without its name; the secretariat alone knows who")),
        ],
        initial=NAME,
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        help_text=_(
            "Without a name it goes to every member, TLP:GREEN. The words and the language you choose can still tell "
            "who you are."
        ),
    )
    tlp = forms.TypedChoiceField(
        label="TLP",
        coerce=int,
        choices=[(one.value, one.label) for one in Tlp if one < Tlp.RED],
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        help_text=_("TLP is not a classification: classified material does not belong here."),
    )
    circles = forms.MultipleChoiceField(
        label=_("Circles"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
        help_text=_("With TLP:AMBER and TLP:AMBER+STRICT"),
    )
    proposal = forms.UUIDField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        self.is_outside = is_outside(member)
        if self.is_outside:
            # One label, so that there is nothing to choose: whoever sends another one is told.
            _choose(self.fields["tlp"], [(Tlp.GREEN.value, Tlp.GREEN.label)])
            self.fields["tlp"].widget = forms.HiddenInput()
            self.fields["shown_as"].help_text = _(
                "Under its name every member reads the name of your organisation. Without one, the words and the "
                "language you choose can still tell who you are."
            )
        circles = Circle.objects.visible_to(member).choosable_by(member)
        # By keys: an id would tell how many there are that this asker does not see.
        self.circle_ids = {str(circle.key): circle.pk for circle in circles}
        _choose(self.fields["circles"], [(str(circle.key), circle.name) for circle in circles])
        _choose(self.fields["methods"], list(lookup.choices("methods")))
        _choose(self.fields["controls"], list(lookup.choices("controls")))

    @property
    def text_fields(self) -> list[forms.BoundField]:
        """The words."""
        return [self[name] for name in ("title", "text", "language")]

    @property
    def coded_fields(self) -> list[forms.BoundField]:
        """What it is filed under."""
        return [self[name] for name in ("themes", "controls", "methods")]

    @property
    def is_hidden(self) -> bool:
        """Whether the asker stays without a name."""
        return bool(self.cleaned_data["shown_as"] == HIDDEN)

    def said(self) -> QuestionFields:
        """What was said."""
        given = self.cleaned_data
        return QuestionFields(
            title=given["title"],
            text=given["text"],
            language=given["language"],
            themes=tuple(given["themes"]),
            methods=tuple(given["methods"]),
            controls=tuple(given["controls"]),
        )

    def readers(self) -> Readers:
        """Whom the asker chose. What does not go with the label stays in, for the rule to refuse."""
        given = self.cleaned_data
        return Readers(tlp=TlpValue(given["tlp"]), circles=frozenset(self.circle_ids[key] for key in given["circles"]))


class AnswerForm(forms.Form):
    """What the organisation answers."""

    text = Guarded(label=pgettext_lazy("what was answered", "Answer"), room=ANSWER, rows=8)
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    practices = forms.MultipleChoiceField(
        label=_("Practices that say more"),
        required=False,
        widget=CodePicker(attrs={"class": "picker"}),
        help_text=_("At most 5, of those that every member reads"),
    )
    controls = forms.MultipleChoiceField(
        label=_("Controls"), required=False, widget=CodePicker(attrs={"class": "picker"})
    )
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cited = citable(member).order_by("title").values_list("key", "title")
        _choose(self.fields["practices"], [("", [(str(key), title) for key, title in cited])])
        _choose(self.fields["controls"], list(lookup.choices("controls")))


class AskBackForm(forms.Form):
    """What the answer leaves open."""

    text = Guarded(label=_("What is still open"), room=ASK_BACK, rows=3, help_text=_("Once; all readers see it."))


class ReasonForm(forms.Form):
    """Why it ends."""

    reason = Guarded(label=_("Reason"), room=REASON, rows=3, help_text=_("All readers of the question see it."))


class FilterForm(forms.Form):
    """A GET form that shows what the address asks for; each field's name is the facet's."""

    q = forms.CharField(
        label=_("Words"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    theme = forms.ChoiceField(label=_("Theme"), choices=[("", _("All themes")), *Theme.choices])
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All but withdrawn")), *((one, QuestionState(one).label) for one in STATES)],
    )
    mine = forms.ChoiceField(label=_("Asked by"), choices=[("", _("Everyone")), ("1", _("My organisation"))])

    def __init__(self, query: Any) -> None:
        # Not bound: what is no filter is left out in silence, never an error.
        super().__init__(initial=query.dict(), auto_id="filter-%s", use_required_attribute=False)
        for field in self.fields.values():
            # A filter is left open by its own first choice; the label need not say so.
            field.required = True


def active_filters(query: Any) -> list[tuple[str, str, str]]:
    """The filters in use as (name, value, words), for the chips."""
    names: dict[str, dict[str, str]] = {
        "theme": {one.value: str(one.label) for one in Theme},
        "state": {one: str(QuestionState(one).label) for one in STATES},
        "mine": {"1": str(_("My organisation"))},
        "lang": dict(settings.LANGUAGES),
        "tlp": {one.stix: one.label for one in TlpValue},
    }
    found = []
    for name in ("q", *Question.filters, "state", "mine"):
        for value in [one for one in query.getlist(name)[:10] if one]:
            words = f"“{value[:60]}”" if name == "q" else names.get(name, {}).get(value, value[:60])
            found.append((name, value, words))
    return found


def _choose(field: forms.Field, choices: list[Any]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
