"""What of an entry is taken along into a lesson; every field of it starts on the safe side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from port2port.log import lesson
from port2port.log.fields import plain, said_of
from port2port.log.lesson import CODED, OFFERED, STAYS, TAKEN, TEXTS, Lesson, Piece
from port2port.log.models import LogFile, Occurrence
from port2port.log.observed import drone_words, spot_words
from port2port.log.rules import ACTION, TEXT
from port2port.log.wording import LABELS, day_words, held_words, shown
from port2port.pure.texts import TITLE
from port2port.reports.forms.guarded import Guarded
from port2port.reports.guard import masked_text
from port2port.vocabulary import lookup

CHOICES = forms.CheckboxSelectMultiple(attrs={"class": "choices"})


@dataclass(frozen=True, slots=True)
class Row:
    """One field of the entry: what stands there, what it becomes, and the box that takes it along, where one may."""

    label: str
    here: str
    becomes: str
    box: BoundField | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A free text: as it stands with what the share guard found, the box that takes it along, and what goes."""

    label: str
    pieces: list[Piece]
    box: BoundField
    field: BoundField

    @property
    def finds(self) -> list[Piece]:
        """What was found, the same words once."""
        return list({one.token: one for one in self.pieces if one.hit}.values())


class LessonForm(forms.Form):
    """The choice, prefilled so that nothing need be touched; `lesson()` is what the action takes."""

    title = Guarded(label=gettext_lazy("Title"), room=TITLE)
    text = Guarded(label=gettext_lazy("What goes along"), room=TEXT, rows=7, required=False)
    action_taken = Guarded(label=gettext_lazy("What goes along"), room=ACTION, rows=4, required=False)
    indicators = forms.MultipleChoiceField(label=gettext_lazy("Indicators"), required=False, widget=CHOICES)
    controls = forms.MultipleChoiceField(label=gettext_lazy("Controls that help"), required=False, widget=CHOICES)
    photos = forms.MultipleChoiceField(label=gettext_lazy("Photos"), required=False, widget=CHOICES)

    def __init__(self, *args: Any, row: Occurrence, photos: Sequence[LogFile], **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"initial": _initial(row), "use_required_attribute": False}))
        self.row, self.pictures = row, photos
        for name in OFFERED:
            label = _("Take along: %(field)s") % {"field": _label(name)}
            self.fields[f"keep_{name}"] = forms.BooleanField(label=label, required=False)
        signs = dict.fromkeys([*lesson.seen_indicators(row), *lesson.known_indicators(row)])
        self._choices("indicators", [(sign, sign) for sign in signs])
        self._choices("controls", [(code, lookup.coded_label(code)) for code in lesson.suggested_controls(row)])
        looked = _("%(name)s: I looked, no face and no plate")
        self._choices("photos", [(str(one.key), looked % {"name": one.name}) for one in photos])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if not choices:
            del self.fields[name]
        elif isinstance(field, forms.ChoiceField):
            field.choices = choices

    def rows(self) -> list[Row]:
        """The coded fields, time and place: those that may go, then those that stay whatever is ticked."""
        said = plain(said_of(self.row))
        here = {name: shown(name, said[name]) for name in said}
        here |= {"facility": self.row.facility.name, "port": self.row.facility.port.name}
        seen = lesson.drone_seen(self.row)
        here |= {"drone": drone_words(seen), "observers": "; ".join(spot_words(one) for one in seen)}
        becomes = here | {"happened_at": day_words(lesson.day_of(self.row))}
        may = [
            Row(_label(name), here[name], becomes[name], self[f"keep_{name}"])
            for name in (*CODED, "drone", "happened_at", "port")
        ]
        return [one for one in (*may, *(Row(_label(name), here[name], "") for name in STAYS)) if one.here]

    def photo_lines(self) -> list[tuple[LogFile, str]]:
        """The photos, each with what it told beside the picture."""
        return [(one, held_words(one)) for one in self.pictures]

    def texts(self) -> list[Text]:
        """The free texts that say something."""
        return [
            Text(_label(name), lesson.pieces_of(self.row, name), self[f"keep_{name}"], self[name])
            for name in TEXTS
            if getattr(self.row, name)
        ]

    def lesson(self, not_personal: frozenset[str]) -> Lesson:
        """What was chosen.

        not_personal   ticked finds; in a text that nobody touched they come back, in any other they stand or do not
        """
        given = self.cleaned_data
        texts = {
            name: lesson.masked(self.row, name, keep=not_personal)
            if given[name] == lesson.masked(self.row, name)
            else given[name]
            for name in TEXTS
        }
        return Lesson(
            title=given["title"],
            keep=frozenset(name for name in OFFERED if given[f"keep_{name}"]),
            indicators=tuple(given.get("indicators", ())),
            controls=tuple(given.get("controls", ())),
            photos=frozenset(one.key for one in self.pictures if str(one.key) in given.get("photos", ())),
            not_personal=not_personal,
            **texts,
        )


def masked_data(data: QueryDict, row: Occurrence, *, keep: frozenset[str]) -> QueryDict:
    """What was sent, with a word in place of each find that is not kept."""
    said, spots = data.copy(), lesson.spots_of(row)
    for name in ("title", *TEXTS):
        said[name] = masked_text(said.get(name, "")[: TEXT.characters], row.language, keep=keep, spots=spots)
    return said


def _initial(row: Occurrence) -> dict[str, Any]:
    kept = {f"keep_{name}": name in TAKEN for name in OFFERED}
    texts = {name: lesson.masked(row, name) for name in TEXTS}
    return {
        "title": lesson.title_of(row),
        "indicators": lesson.seen_indicators(row),
        "controls": lesson.suggested_controls(row),
        **kept,
        **texts,
    }


def _label(name: str) -> str:
    more = {
        "facility": _("Facility"),
        "port": _("Port"),
        "drone": _("The drone"),
        "observers": _("Observers, bearings, Remote ID"),
    }
    return more.get(name) or str(LABELS[name])
