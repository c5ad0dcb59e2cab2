"""What to compare, and the offer of help."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from port2port.assessments.actions.mentoring import NOTE
from port2port.assessments.comparing import Page
from port2port.norms import library
from port2port.reports.forms.guarded import Guarded
from port2port.vocabulary import lookup


class CompareForm(forms.Form):
    """Round, own facility and group; all of it stands in the URL."""

    round = forms.ChoiceField(label=_("Round"), required=False)
    facility = forms.ChoiceField(label=_("Your facility"), required=False)
    group = forms.ChoiceField(label=_("Beside"), required=False)

    def __init__(self, page: Page) -> None:
        super().__init__(
            initial={
                "round": page.round.key,
                "facility": page.facility.key if page.facility else "",
                "group": page.group,
            }
        )
        chosen = cast("dict[str, forms.ChoiceField]", self.fields)
        chosen["round"].choices = [(str(one.key), one.title) for one in page.rounds]
        chosen["facility"].choices = [(str(one.key), f"{one.name}, {one.port.name}") for one in page.facilities]
        chosen["group"].choices = list(page.groups)
        if not page.facilities:
            del self.fields["facility"]


def _objectives() -> list[tuple[str, str]]:
    volume = library.volume("p2p-controls", "1.0")
    return [(part.id, part.title) for part in library.parts(volume, lookup.reader_language())]


class HelpForm(forms.Form):
    """With which objective, and how."""

    objective = forms.ChoiceField(label=_("Objective"), choices=_objectives)
    note = Guarded(
        label=_("What you can help with"),
        room=NOTE,
        rows=2,
        required=False,
        help_text=_("Whom to call is said in your organisation's contacts; no names of people."),
    )
