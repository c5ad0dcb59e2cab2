"""Files to lay before the group."""

from django import forms
from django.utils.translation import gettext_lazy as _

from port2port.groups.forms import OnceForm
from port2port.reports.actions.files import Upload
from port2port.reports.forms.guarded import Files


class FilesForm(OnceForm):
    """One or more files; they are looked into when they come in."""

    brought = Files(
        label=_("Files"),
        help_text=_("Photos, PDF, office files or text, 25 MB each. Photos lose what they tell of place and device."),
    )

    def uploads(self) -> list[Upload]:
        """As they came in."""
        return [Upload(one.name or "", one.read(), one.content_type or "") for one in self.cleaned_data["brought"]]


class TakeOutForm(forms.Form):
    """Nothing to fill in."""
