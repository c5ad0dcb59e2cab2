"""A form whose text is read by the share guard: it shows what was found, and asks about each place."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from port2port.reports.guard import PersonalDataFound
from port2port.reports.texts_guard import finds_in, words_of


class GuardForm(forms.Form):
    """Takes what was found as ticks; without a find there is nothing to tick.

    guarded   names of the fields whose text is read
    """

    guarded: ClassVar[tuple[str, ...]] = ()

    not_personal = forms.MultipleChoiceField(
        label=_("This is not personal data"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What you tick goes on record, without the text."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ticks = self.fields.pop("not_personal")

    def texts(self) -> dict[str, str]:
        """What is read."""
        return {name: self.cleaned_data.get(name, "") for name in self.guarded}

    def clean(self) -> dict[str, Any]:
        """The values; what was found and not ticked is asked for, and nothing typed is lost."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        finds = finds_in(self.texts())
        sent = self.data.getlist("not_personal") if hasattr(self.data, "getlist") else []
        given["not_personal"] = frozenset(one.token for one in finds) & frozenset(sent)
        if finds and isinstance(self.ticks, forms.ChoiceField):
            self.ticks.choices = [(one.token, words_of(one)) for one in finds]
            self.fields = {"not_personal": self.ticks, **self.fields}
            if len(given["not_personal"]) < len(finds):
                self.add_error(None, str(PersonalDataFound.words))
        return given
