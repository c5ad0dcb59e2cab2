"""The forms of a subscription and of how a person wants to hear of things."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from port2port.sharing.actions.hearing import Choice, Quiet
from port2port.sharing.actions.subscribing import Wish
from port2port.sharing.models import Channel, Hearing, Rhythm, Subscription, Way
from port2port.sharing.news import kinds_of_news, way_of


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


def _zones() -> list[tuple[str, str]]:
    """The clocks of Europe, as the time zone database names them."""
    names = {name for name in available_timezones() if name.startswith("Europe/")} | {settings.TIME_ZONE, "UTC"}
    return [(name, name.replace("_", " ")) for name in sorted(names)]


class HearingForm(forms.Form):
    """A way for each kind of news, and the hours in which no mail leaves."""

    quiet_from = forms.TimeField(required=False, label=_("From"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    quiet_until = forms.TimeField(required=False, label=_("Until"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    quiet_days = forms.TypedMultipleChoiceField(
        required=False,
        coerce=int,
        choices=[(str(day), name) for day, name in WEEKDAYS.items()],
        label=_("On the nights or days that begin on"),
        widget=forms.CheckboxSelectMultiple({"class": "choices"}),
    )
    zone = forms.ChoiceField(choices=_zones, label=_("Time zone"), help_text=_("Also of the daily mail, at 07:00."))
    lets_urgent = forms.BooleanField(
        required=False, label=_("An alert of severity “Critical” may reach me in quiet hours too")
    )

    def __init__(self, data: Any = None, *, hearing: Hearing | None) -> None:
        super().__init__(data, initial=_kept(hearing))
        for kind in kinds_of_news():
            self.fields[f"way_{kind.name}"] = forms.TypedChoiceField(
                coerce=Way, choices=Way.choices, label=str(kind.label), widget=forms.RadioSelect
            )

    @property
    def rows(self) -> list[forms.BoundField]:
        """The lines of the table, a kind each."""
        return [self[f"way_{kind.name}"] for kind in kinds_of_news()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, until = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        for name, one, other in (("quiet_from", start, until), ("quiet_until", until, start)):
            if one is None and other is not None and name not in self.errors:
                self.add_error(name, _("Quiet hours have a beginning and an end. Leave both empty for none."))
        if start is not None and start == until:
            self.add_error("quiet_until", _("The end is the beginning. Pause a subscription to hear nothing at all."))
        if None not in (start, until) and not cleaned.get("quiet_days") and "quiet_days" not in self.errors:
            self.add_error("quiet_days", _("Choose at least one day, or leave both times empty."))
        return cleaned

    def choice(self) -> Choice:
        """The cleaned fields as one value."""
        fields = self.cleaned_data
        quiet = None
        if fields["quiet_from"] is not None:
            quiet = Quiet(fields["quiet_from"], fields["quiet_until"], frozenset(fields["quiet_days"]))
        ways = {kind.name: fields[f"way_{kind.name}"] for kind in kinds_of_news()}
        return Choice(ways=ways, zone=fields["zone"], quiet=quiet, lets_urgent=fields["lets_urgent"])


def _kept(hearing: Hearing | None) -> dict[str, Any]:
    kept: dict[str, Any] = {f"way_{kind.name}": way_of(hearing, kind.name) for kind in kinds_of_news()}
    if hearing is None:
        return kept | {"zone": settings.TIME_ZONE, "quiet_days": [str(day) for day in WEEKDAYS]}
    return kept | {
        "quiet_from": hearing.quiet_from,
        "quiet_until": hearing.quiet_until,
        "quiet_days": list(hearing.quiet_days) or [str(day) for day in WEEKDAYS],
        "zone": hearing.zone,
        "lets_urgent": hearing.lets_urgent,
    }
