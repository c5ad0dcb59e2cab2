"""A course as a writer types or uploads it: one file a language. What was typed is shown again, with its faults."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from port2port.courses.actions import DraftText
from port2port.courses.names import NAMES
from port2port.pure.course_file import MOST_BYTES
from port2port.pure.course_front import LANGUAGES


class DraftForm(forms.Form):
    """The files. An uploaded one takes the place of what was typed."""

    code = forms.SlugField(
        label=_("Id"), max_length=60, help_text=_("Small letters, digits and hyphens; it never changes")
    )
    is_substantial = forms.BooleanField(
        label=_("Whoever passed an earlier version takes this one again"), required=False, initial=True
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, is_new: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if not is_new:
            del self.fields["code"]
        for lang in LANGUAGES:
            area = forms.Textarea(attrs={"rows": 18, "class": "draft-text", "spellcheck": "false", "lang": lang})
            self.fields[f"text_{lang}"] = forms.CharField(label=NAMES[lang], required=False, strip=False, widget=area)
            self.fields[f"upload_{lang}"] = forms.FileField(
                label=f"{NAMES[lang]} (.md)",
                required=False,
                widget=forms.FileInput(attrs={"accept": ".md,text/markdown"}),
            )

    def clean(self) -> dict[str, Any]:
        """Uploads become text, so that they are shown and kept even with faults."""
        given: dict[str, Any] = super().clean() or {}
        shown = dict(self.data.items())
        for lang in LANGUAGES:
            name, uploaded = f"text_{lang}", given.get(f"upload_{lang}")
            words = given.get(name) or ""
            if uploaded is not None:
                words = shown[name] = self._decoded(uploaded.read(MOST_BYTES + 1), lang)
            given[name] = words.replace("\r\n", "\n").replace("\r", "\n")
            if len(given[name].encode()) > MOST_BYTES:
                self.add_error(name, _("The file is too long: at most 256 kB. Split the course."))
        # Shown again from here: a browser never sends a file twice.
        self.data = shown
        return given

    def _decoded(self, raw: bytes, lang: str) -> str:
        try:
            return raw.decode("utf-8-sig").replace("\0", "")
        except UnicodeDecodeError:
            words = _("Write the file as UTF-8 text without control characters or invisible characters.")
            self.add_error(f"upload_{lang}", words)
            return ""

    def said(self) -> DraftText:
        """What was typed or uploaded."""
        given = self.cleaned_data
        return DraftText({lang: given[f"text_{lang}"] for lang in LANGUAGES}, substantial=given["is_substantial"])
