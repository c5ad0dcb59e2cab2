"""The first text of an after-action and of its lesson: what is known already, for a person to go on from."""

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from port2port.afteraction.actions import LessonSaid
from port2port.afteraction.models import AfterAction, EventFinding
from port2port.afteraction.naming import names_of
from port2port.afteraction.signing import places_of
from port2port.drills.models import Event, Objective
from port2port.pure.sanitised import blotted

LONGEST_TITLE = 160
LONGEST_AIM = 2_000
LONGEST = 4_000


def first_text(row: AfterAction) -> str:
    """What was planned, what is known of what happened, in the language of the after-action; Markdown."""
    event = row.event
    with translation.override(row.language):
        day = date_format(event.held_on) if event.held_on else ""
        where = ", ".join(one.name for one in places_of(event.pk)) or event.organisation.name
        aims = [f"- {one.text}" for one in Objective.objects.filter(event=event).order_by("number")]
        parts = [
            f"## {_('What was planned')}",
            f"{event.title}: {event.get_kind_display()}, {day}, {where}.",
            event.purpose,
            "\n".join(aims),
            f"## {_('What happened')}",
            event.went_well or "…",
            f"## {_('What was learnt')}",
            event.to_fix or "…",
        ]
    return "\n\n".join(one for one in parts if one)


def first_lesson(event: Event, row: AfterAction | None) -> LessonSaid:
    """Objectives and findings without the names of the event; what is blotted out is for a person to word anew."""
    names = names_of(event)
    objectives = list(Objective.objects.filter(event=event).order_by("number"))
    findings = list(EventFinding.objects.filter(after_action=row).order_by("pk")) if row is not None else []
    strengths = [one.text for one in findings if one.kind == EventFinding.Kind.STRENGTH] or _lines(event.went_well)
    changes = [one.text for one in findings if one.kind == EventFinding.Kind.IMPROVEMENT] or _lines(event.to_fix)
    controls = [*(one.control for one in objectives), *(one.control for one in findings)]
    return LessonSaid(
        title=blotted(event.title, names=names)[:LONGEST_TITLE],
        aim=blotted(_listed([one.text for one in objectives]) or event.purpose, names=names)[:LONGEST_AIM],
        helped=blotted(_listed(strengths), names=names)[:LONGEST],
        change=blotted(_listed(changes), names=names)[:LONGEST],
        language=row.language if row is not None else event.language,
        mo=tuple(event.mo),
        controls=tuple(dict.fromkeys(one for one in controls if one)),
    )


def _lines(text: str) -> list[str]:
    return [one.strip() for one in text.splitlines() if one.strip()]


def _listed(texts: list[str]) -> str:
    return "\n".join(f"- {' '.join(one.split())}" for one in texts)
