"""The share guard in a use case: what its free text tells of people, and of a site that does not go along."""

from collections.abc import Iterable, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.pure.share_guard import find
from port2port.registers.models import AiUseCase
from port2port.reports.guard import AROUND, Find

FIELD_WORDS: dict[str, str | Promise] = {
    "title": _("Title"),
    "summary": _("What it does"),
    "deployer": _("Who uses it"),
    "provider": _("Who made it"),
    "model": _("Model and version"),
    "legal_basis": _("Legal basis"),
    "dpia": _("Impact assessment (reference)"),
    "class_reasoning": _("Why this class"),
    "authority": _("Written reference of an authority"),
    "decides": _("Who decides on an alarm"),
    "switches_off": _("Who may switch it off"),
    "lessons": _("Lessons"),
    "labelled": _("How alarms were told true or false"),
}


def finds_in(case: AiUseCase) -> list[Find]:
    """What the text tells of people, each once, in the order of the fields."""
    spots = [case.facility.name] if case.facility is not None and not case.shows_site else []
    found = [
        Find(name, hit, text[max(0, hit.start - AROUND) : hit.start], text[hit.end : hit.end + AROUND])
        for name, text in _texts(case)
        for hit in find(text, spots=spots)
    ]
    return list({one.token: one for one in reversed(found)}.values())[::-1]


def finds_shown(finds: Iterable[Find]) -> list[tuple[str, Find]]:
    """Each find with the words for its field."""
    return [(str(FIELD_WORDS[one.field]), one) for one in finds]


def _texts(case: AiUseCase) -> Iterator[tuple[str, str]]:
    yield from ((name, getattr(case, name)) for name in FIELD_WORDS if name != "labelled")
    if case.shows_figures:
        yield from (("labelled", one.labelled) for one in case.measurements.all())
