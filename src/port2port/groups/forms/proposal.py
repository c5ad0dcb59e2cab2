"""What is proposed, and what a seat says to it."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from port2port.groups.actions import ProposalFields
from port2port.groups.forms import OnceForm
from port2port.groups.forms.group import day_field
from port2port.groups.models import AgendaItem, Decision, VotingSeat, WorkingGroup
from port2port.groups.models.proposal import Method, Position
from port2port.groups.rules import DONE_WITH, REASON, TEXT, TITLE
from port2port.members.forms.shared import Moment
from port2port.members.member import Member
from port2port.reports.forms.guarded import Guarded
from port2port.reports.forms.guarding import GuardForm


class WordingForm(GuardForm, OnceForm):
    """One wording, and until when the seats speak."""

    guarded = ("title", "text")

    title = Guarded(label=_("Title"), room=TITLE)
    text = Guarded(label=_("What is proposed"), room=TEXT, rows=10, help_text=_("As the decision shall say. Markdown."))
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    effective_on = day_field(_("Holds from"))
    review_on = day_field(_("Looked at again on"))
    closes_at = Moment(label=_("The round closes at"), help_text=_("At most 60 days ahead"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def said(self) -> ProposalFields:
        """The wording."""
        return ProposalFields(**{name: self.cleaned_data[name] for name in ProposalFields.__slots__})


class _SeatChoice(forms.ModelChoiceField[VotingSeat]):
    def label_from_instance(self, obj: VotingSeat) -> str:
        return obj.organisation.name


class ProposalForm(WordingForm):
    """A new proposal, with its method and where it comes from."""

    method = forms.ChoiceField(
        label=_("How it is decided"),
        choices=[one for one in Method.choices if one[0] != Method.TWO_THIRDS],
        widget=forms.RadioSelect(attrs={"class": "choices"}),
    )
    lead = _SeatChoice(
        queryset=None,
        label=_("Lead"),
        required=False,
        to_field_name="key",
        help_text=_("With advice: who decides"),
    )
    item = forms.ModelChoiceField[AgendaItem](
        queryset=None, label=_("Point of the agenda"), required=False, to_field_name="key"
    )
    supersedes = forms.ModelChoiceField[Decision](
        queryset=None, label=_("Takes the place of"), required=False, to_field_name="key"
    )
    by_meeting = forms.BooleanField(label=_("Written by the meeting, not by my organisation"), required=False)

    field_order = ("title", "text", "language", "method", "lead", "effective_on", "review_on", "closes_at")

    def __init__(self, *args: Any, member: Member, group: WorkingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        rows: dict[str, Any] = {
            "lead": VotingSeat.objects.visible_to(member).running().filter(group=group).select_related("organisation"),
            "item": AgendaItem.objects.visible_to(member)
            .filter(meeting__group=group, meeting__state="planned")
            .order_by("-meeting__starts_at", "number")[:40],
            "supersedes": Decision.objects.visible_to(member).in_force_for(member).filter(group=group),
        }
        rows["item"] = AgendaItem.objects.visible_to(member).filter(pk__in=[one.pk for one in rows["item"]])
        for name, found in rows.items():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = found
            if name != "lead" and not found.exists():
                del self.fields[name]
        if not WorkingGroup.objects.editable_by(member).filter(pk=group.pk).exists():
            del self.fields["by_meeting"]


class StanceForm(forms.Form):
    """What the seat says."""

    position = forms.ChoiceField(
        label=_("Your seat"), choices=Position.choices, widget=forms.RadioSelect(attrs={"class": "choices"})
    )
    reason = Guarded(
        label=_("Reason"), room=REASON, rows=3, required=False, help_text=_("To object: at least 20 characters")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why."""

    reason = Guarded(label=_("Reason"), room=REASON, rows=3, required=False)


class LeadForm(forms.Form):
    """The lead's word after advice."""

    done_with = Guarded(label=_("What was done with each advice"), room=DONE_WITH, rows=5)
    adopt = forms.ChoiceField(
        label=_("Outcome"),
        choices=[("yes", _("Adopt")), ("no", _("Reject"))],
        widget=forms.RadioSelect(attrs={"class": "choices"}),
    )
