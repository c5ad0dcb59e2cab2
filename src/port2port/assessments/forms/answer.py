"""The answer to one control, and where its proof is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.assessments.actions import EvidenceFields, Said
from port2port.assessments.actions.answering import NA_REASON, RATIONALE, TITLE
from port2port.assessments.anchors import DOCUMENTED, IMPLEMENTED
from port2port.assessments.models import Answer, Confidence, Conformity
from port2port.reports.forms.guarded import Guarded

BIG = {"class": "choices"}


def _levels(words: dict[int, Any]) -> list[tuple[str, Any]]:
    return [(str(level), f"{level} · {said}") for level, said in words.items()]


def _level(label: Any, words: dict[int, Any]) -> forms.TypedChoiceField:
    # Called when the form is made: the words are those of the reader's language.
    return forms.TypedChoiceField(
        label=label,
        coerce=int,
        empty_value=None,
        required=False,
        choices=lambda: _levels(words),
        widget=forms.RadioSelect(attrs=BIG),
    )


class AnswerForm(forms.Form):
    """One control; `seen` is the revision that was on the page."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000, required=False)
    conformity = forms.ChoiceField(
        label=_("Is it so here?"),
        choices=Conformity.choices,
        required=False,
        widget=forms.RadioSelect(attrs=BIG),
    )
    na_reason = Guarded(label=_("Why it does not apply"), room=NA_REASON, required=False)
    doc = _level(_("How well is it written down?"), DOCUMENTED)
    impl = _level(_("How well is it done?"), IMPLEMENTED)
    rationale = Guarded(label=_("In your words"), room=RATIONALE, rows=3, required=False)
    confidence = forms.ChoiceField(
        label=pgettext_lazy("of an answer", "How sure are you?"),
        choices=Confidence.choices,
        required=False,
        widget=forms.RadioSelect(attrs=BIG),
    )

    @classmethod
    def of(cls, answer: Answer | None) -> "AnswerForm":
        """Filled with what stands."""
        if answer is None:
            return cls(initial={"seen": 0})
        names = ("conformity", "na_reason", "doc", "impl", "rationale", "confidence")
        return cls(initial={"seen": answer.revision} | {name: getattr(answer, name) for name in names})

    def said(self, control: str) -> Said:
        """What was said of the control."""
        given = self.cleaned_data
        return Said(
            control=control,
            seen=given["seen"] or 0,
            conformity=given["conformity"] or Conformity.NOT_ASSESSED.value,
            doc=given["doc"],
            impl=given["impl"],
            rationale=given["rationale"],
            confidence=given["confidence"],
            na_reason=given["na_reason"],
        )


class EvidenceForm(forms.Form):
    """A reference: the file stays where it is."""

    title = Guarded(label=_("What it is"), room=TITLE)
    where_held = Guarded(label=_("Where it is kept"), room=TITLE)
    on = forms.DateField(
        label=_("Date of the document"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    sha256 = Guarded(
        label="SHA-256",
        required=False,
        help_text=_("Shows later that the file is still the same. The file itself never leaves you."),
    )

    def said(self, control: str) -> EvidenceFields:
        """The reference for a control."""
        given = self.cleaned_data
        return EvidenceFields(
            control=control,
            title=given["title"],
            where_held=given["where_held"],
            sha256=given["sha256"],
            on=given["on"],
        )
