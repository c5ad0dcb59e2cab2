"""What an organisation replies, paragraph by paragraph, and what the lead answers."""

from typing import Any

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from port2port.measures.actions import ReplyFields
from port2port.measures.models import MeasureReply
from port2port.measures.rules import ANSWER, COMMENT, REPLY
from port2port.reports.forms.guarded import Guarded
from port2port.reports.forms.guarding import GuardForm


class ReplyForm(GuardForm):
    """The whole, and each paragraph."""

    text = Guarded(label=_("Of the whole"), room=REPLY, rows=5, required=False)
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        self.number = number
        for n in range(1, number + 1):
            label = _("Comment on paragraph %(n)d") % {"n": n}
            self.fields[f"comment_{n}"] = Guarded(label=label, room=COMMENT, rows=2, required=False)
        self.read = ("text", *(f"comment_{n}" for n in range(1, number + 1)))

    def texts(self) -> dict[str, str]:
        """What the share guard reads."""
        return {name: self.cleaned_data.get(name, "") for name in self.read}

    @property
    def comments(self) -> list[BoundField]:
        """The field of each paragraph."""
        return [self[f"comment_{n}"] for n in range(1, self.number + 1)]

    def said(self) -> ReplyFields:
        """What was said."""
        given = self.cleaned_data
        comments = {n: given[f"comment_{n}"] for n in range(1, self.number + 1) if given[f"comment_{n}"]}
        return ReplyFields(text=given["text"], comments=comments, language=given["language"])


def initial_reply(reply: MeasureReply | None, language: str) -> dict[str, Any]:
    """What the form shows of a reply that was given."""
    if reply is None:
        return {"language": language}
    comments = {f"comment_{one['n']}": one["text"] for one in reply.comments}
    return {"text": reply.text, "language": reply.language, **comments}


class AnswerForm(forms.Form):
    """The lead's answer to one reply."""

    answer = Guarded(label=_("Answer"), room=ANSWER, rows=3)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10_000)
