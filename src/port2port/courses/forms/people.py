"""Courses given to people, roles, proof from elsewhere, and why somebody need not take one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.courses.actions.assigning import NUMBER, WHY
from port2port.courses.models import Course
from port2port.courses.models.wording import ProofKind, Reason
from port2port.courses.roles import role_words
from port2port.pure.texts import TITLE
from port2port.reports.forms.guarded import Guarded
from port2port.vocabulary.subjects import subject_words, subjects


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FilterForm(forms.Form):
    """Which people."""

    q = forms.CharField(label=_("Name"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    only = forms.ChoiceField(label=_("Only"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._choices("role", [("", _("Every role")), *role_words()])
        self._choices("only", [("", _("Everybody")), ("owing", _("Who owes something")), ("soon", _("Due soon"))])

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        field.choices = choices


class AssignForm(forms.Form):
    """A course, a day and the people."""

    course = forms.ChoiceField(label=_("Course"))
    due_on = forms.DateField(label=_("To be taken by"), widget=_day())
    reason = forms.ChoiceField(
        label=_("Reason"), choices=[(one.value, one.label) for one in (Reason.ROLE, Reason.ACTION)]
    )
    seats = forms.MultipleChoiceField(label=_("People"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, courses: Iterable[Course], people: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        for name, choices in (("course", [(one.code, one.title) for one in courses]), ("seats", list(people))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
            field.choices = choices


class RoleForm(forms.Form):
    """What a seat has to know."""

    role = forms.ChoiceField(label=_("Role"), help_text=_("The role says what this person must know."))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        field.choices = role_words()


class ProofForm(forms.Form):
    """What was seen on paper."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ProofKind.choices)
    issuer = Guarded(
        label=pgettext_lazy("a certificate", "Issued by"), room=TITLE, help_text=_("An organisation, no person")
    )
    number = Guarded(label=_("Number"), room=NUMBER, required=False)
    valid_to_on = forms.DateField(label=_("Counts until"), widget=_day())
    codes = forms.MultipleChoiceField(label=_("What it covers"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, wanted: Iterable[str], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["codes"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        field.choices = [(code, _label(code)) for code in wanted]


def _label(code: str) -> str:
    paragraph = subjects()[code].paragraph
    return f"{paragraph} {subject_words(code)}" if paragraph else subject_words(code)


class WaiveForm(forms.Form):
    """Why somebody need not take a course."""

    reason = Guarded(label=_("Why"), room=WHY, widget=forms.Textarea(attrs={"rows": 3}))


class ReviewForm(forms.Form):
    """Until when a course holds."""

    review_by_on = forms.DateField(label=_("To be reviewed by"), widget=_day())

    def day(self) -> date:
        """The day that was chosen."""
        found: date = self.cleaned_data["review_by_on"]
        return found
