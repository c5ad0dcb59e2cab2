"""The steps of an import: the file, what its columns hold, what its categories mean."""

from collections import Counter
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from port2port.log.actions.importing import MAPPING_NAME
from port2port.log.logbook_words import FIELDS
from port2port.members.models import Facility
from port2port.pure import logbook
from port2port.pure.logbook import Field, Mapping, Order, Sheet
from port2port.pure.logbook_mapping import heading_key
from port2port.pure.texts import Room
from port2port.reports.forms.guarded import Guarded
from port2port.vocabulary import lookup

# What is offered one by one; rarer categories go into the text.
MOST_VALUES = 60
_SURE = 0.5


class UploadForm(forms.Form):
    """Which log, and which file."""

    facility = forms.ModelChoiceField[Facility](queryset=None, label=_("Facility"), to_field_name="key")
    file = forms.FileField(
        label=_("Logbook"), allow_empty_file=True, help_text=_("XLSX, XLS, ODS or CSV, at most 25 MB")
    )

    def __init__(self, *args: Any, facilities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        field = self.fields["facility"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = facilities


class ColumnsForm(forms.Form):
    """What each column holds."""

    order = forms.ChoiceField(
        label=_("Order of day and month"),
        required=False,
        choices=[
            ("", _("As the column shows")),
            (Order.DAY_FIRST.value, _("Day first")),
            (Order.MONTH_FIRST.value, _("Month first")),
        ],
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, sheet: Sheet, before: Mapping, language: str, **kwargs: Any) -> None:
        first = {"order": before.order.value if before.order else "", "language": before.language or language}
        super().__init__(*args, **(kwargs | {"initial": first, "use_required_attribute": False}))
        self.before = before
        self.keys: dict[str, str] = {}
        held = dict(before.columns)
        for number, heading in enumerate(sheet.headings):
            key = heading_key(heading)
            if not key or key in self.keys.values():
                continue
            name = f"column-{number}"
            self.keys[name] = key
            choices = [("", _("Leave out")), *((one.value, words) for one, words in FIELDS.items())]
            one = held.get(key)
            self.fields[name] = forms.ChoiceField(
                label=heading, required=False, choices=choices, initial=one.value if one else ""
            )

    @property
    def columns(self) -> list[forms.BoundField]:
        """One for each column of the sheet, in its order."""
        return [self[name] for name in self.keys]

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where two columns are said to hold the same."""
        given = super().clean() or {}
        times = Counter(given[name] for name in self.keys if given.get(name))
        for name in self.keys:
            if given.get(name) and times[given[name]] > 1:
                self.add_error(name, _("Two columns cannot hold the same."))
        held = set(times)
        if not self.errors and ("date" not in held or not held & {"what", "text", "action-taken"}):
            raise forms.ValidationError(
                _("Say which column holds the date, and which the category, the text or the action taken.")
            )
        return given

    def mapping(self) -> Mapping:
        """What was said, with the codes that were known before."""
        given = self.cleaned_data
        return Mapping(
            tuple((key, Field(given[name])) for name, key in self.keys.items() if given[name]),
            self.before.values,
            Order(given["order"]) if given["order"] else None,
            given["language"],
        )


class ValuesForm(forms.Form):
    """What each category means, and under which name to keep all of it."""

    name = Guarded(
        label=_("Keep this mapping as"),
        required=False,
        room=Room(characters=MAPPING_NAME.characters, byte_count=MAPPING_NAME.byte_count),
        help_text=_("For the next file; all who run a log in your organisation may use it."),
    )

    def __init__(self, *args: Any, sheet: Sheet, before: Mapping, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        self.before = before
        self.whats: dict[str, str] = {}
        found = logbook.categories(sheet, before).most_common(MOST_VALUES)
        told = logbook.suggestions([what for what, _times in found], _labels())
        choices = [("", _("No code; the word goes into the text")), *lookup.choices("methods")]
        for number, (what, times) in enumerate(found):
            name = f"value-{number}"
            self.whats[name] = heading_key(what)
            codes, near = before.codes_of(what), told[what]
            first = codes[0] if codes else next((one.code for one in near if one.score >= _SURE), "")
            words = [str(_("Stands there: %(n)d")) % {"n": times}]
            if near and not codes:
                words.append(str(_("Perhaps:")) + " " + "; ".join(lookup.coded_label(one.code) for one in near))
            field = forms.ChoiceField(label=what[:200], required=False, choices=choices, help_text=". ".join(words))
            field.initial = first
            self.fields[name] = field

    @property
    def categories(self) -> list[forms.BoundField]:
        """The commonest first."""
        return [self[name] for name in self.whats]

    def mapping(self) -> Mapping:
        """The mapping with these codes; of several known for one word, all stay while the first does."""
        known = dict(self.before.values)
        for name, what in self.whats.items():
            code = self.cleaned_data[name]
            codes = known.pop(what, ())
            if code:
                known[what] = codes if codes[:1] == (code,) else (code,)
        before = self.before
        return Mapping(before.columns, tuple(known.items()), before.order, before.language)


def _labels() -> dict[str, list[str]]:
    languages = [code for code, _name in settings.LANGUAGES]
    return {one.code: [one.label(code) for code in languages] for one in lookup.methods() if one.deprecated is None}
