"""The form of a subscription."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from port2port.sharing.actions.subscribing import Wish
from port2port.sharing.models import Channel, Rhythm, Subscription


class SubscriptionForm(forms.Form):
    """How a seat wants to hear of what matches."""

    name = forms.CharField(max_length=120, label=_("Name"), help_text=_("For yourself"))
    channel = forms.TypedChoiceField(
        coerce=Channel, choices=Channel.choices, initial=Channel.PAGE, label=_("How"), widget=forms.RadioSelect
    )
    rhythm = forms.TypedChoiceField(
        coerce=Rhythm,
        choices=Rhythm.choices,
        initial=Rhythm.AT_ONCE,
        label=_("How often"),
        help_text=_("A daily or weekly mail gathers what is new; the page and webhooks tell at once."),
        widget=forms.RadioSelect,
    )
    url = forms.URLField(
        required=False,
        max_length=500,
        assume_scheme="https",
        label=_("Address of the webhook"),
        help_text=_("Only for a webhook. Starts with https://; calls are signed with a secret that you see once."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        channel, rhythm = cleaned.get("channel"), cleaned.get("rhythm")
        if channel == Channel.WEBHOOK and not cleaned.get("url") and "url" not in self.errors:
            self.add_error("url", _("A webhook needs an address."))
        if channel in {Channel.PAGE, Channel.WEBHOOK} and rhythm not in {None, Rhythm.AT_ONCE}:
            self.add_error("rhythm", _("Only mail can wait for a digest."))
        return cleaned

    def wish(self) -> Wish:
        """The cleaned fields as one value."""
        fields = self.cleaned_data
        return Wish(name=fields["name"], channel=fields["channel"], rhythm=fields["rhythm"], url=fields["url"])


def form_of(subscription: Subscription) -> dict[str, str]:
    """A subscription's fields as the form shows them."""
    return {
        "name": subscription.name,
        "channel": subscription.channel,
        "rhythm": subscription.rhythm,
        "url": subscription.url,
    }
