"""Made-up content for the gallery of components."""

from datetime import datetime, timedelta

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from port2port.pure.audience import Tlp


class SpecimenForm(forms.Form):
    """One field of each sort."""

    # Two copies stand on one page, one in each scheme; an `id` must be there once.
    title = forms.CharField(max_length=120)
    kind = forms.ChoiceField(choices=[("alert", gettext_lazy("Alert")), ("sighting", gettext_lazy("Sighting"))])
    tlp = forms.TypedChoiceField(
        label="TLP",
        coerce=int,
        choices=[(label.value, label.label) for label in Tlp],
        widget=forms.RadioSelect(attrs={"class": "choices"}),
    )
    text = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    seen_on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    photo = forms.FileField(required=False)
    still_there = forms.BooleanField(required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["title"].label = _("Title")
        self.fields["title"].help_text = _("What happened, in one line")
        self.fields["kind"].label = _("Kind")
        self.fields["text"].label = _("Text")
        self.fields["seen_on"].label = _("Seen on")
        self.fields["photo"].label = _("Photo")
        self.fields["still_there"].label = _("Still there")

    def chips(self) -> BoundField:
        """The field drawn as chips."""
        return self["tlp"]


def specimens(*, now: datetime) -> dict[str, object]:
    """What the gallery shows."""
    schemes = [
        {
            "theme": theme,
            "tabs_label": _("Tabs, %(scheme)s") % {"scheme": theme},
            "pager_label": _("Pages, %(scheme)s") % {"scheme": theme},
            "form": SpecimenForm(prefix=theme, initial={"tlp": Tlp.AMBER.value}),
            "wrong": SpecimenForm(data={f"{theme}-w-kind": "alert"}, prefix=f"{theme}-w"),
        }
        for theme in ("light", "dark")
    ]
    return {
        "now": now,
        "schemes": schemes,
        "labels": list(Tlp),
        "severities": ["critical", "high", "medium", "low", "information"],
        "languages": ["nl", "fr", "de", "en"],
        "earlier": now - timedelta(minutes=4),
        "yesterday": now - timedelta(days=1, hours=3),
        "facts": [(_("Port"), "BEANR"), (_("Seen on"), "2026-03-02"), (_("Method"), "DRG-EXT-PIN")],
        "timeline": _timeline(now),
        "steps": [
            {"words": _("Write"), "done": True, "address": "#"},
            {"words": _("Choose the readers"), "here": True},
            {"words": _("Publish")},
        ],
        "preview": {
            "organisations": 2,
            "people": 7,
            "names": [("Port of North", 4), ("Port of South", 3)],
            "added": ["Port of South"],
        },
        "filters": [("kind", "alert", _("Alert")), ("port", "BEANR", "BEANR")],
        "tabs": [("#", _("Overview"), True), ("#", _("Answers"), False)],
        "menu_items": [("#", _("Print"), "printer"), ("#", "CSV", "download")],
        "crumbs": [("#", _("Reports"))],
        "rows": [("2026-0147", _("Alert"), Tlp.AMBER, 3), ("2026-0146", _("Sighting"), Tlp.GREEN, 12)],
        "bars": [("2024", 31), ("2025", 22)],
    }


def _timeline(now: datetime) -> list[dict[str, object]]:
    return [
        {
            "kind": "person",
            "icon": "send",
            "who": "Port of North",
            "what": _("published version 1"),
            "moment": now - timedelta(hours=5),
            "text": "Onbekende bestelwagen aan poort 3, driemaal gezien deze week.",
            "language": "nl",
        },
        {
            "kind": "system",
            "icon": "bell",
            "who": "",
            "what": _("7 people were told"),
            "moment": now - timedelta(hours=5),
        },
        {
            "kind": "person",
            "icon": "pencil",
            "who": "Port of North",
            "what": _("corrected the number plate"),
            "moment": now - timedelta(hours=2),
            "deleted": "1-ABC-123",
            "text": "1-ABC-132",
        },
    ]
