"""Where an instruction is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from port2port.levels.rules import NOTE
from port2port.reports.forms.guarded import Guarded


class NoteForm(forms.Form):
    """A reference; empty takes it away."""

    note = Guarded(
        label=_("Where our instruction is kept"),
        room=NOTE,
        required=False,
        help_text=_("Such as: safe of the guardhouse, folder 3, card 12"),
    )
