"""The names of one event that its lesson must not hold, and what a lesson still tells."""

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.afteraction.models import Lesson
from port2port.drills.models import Event, EventPlace, EventRole, EventStep
from port2port.log.models import Zone
from port2port.members.models import Facility, Organisation, Port, Waterway
from port2port.pure.markdown import plain
from port2port.pure.sanitised import Tell, tells

FIELD_WORDS: dict[str, str | Promise] = {
    "title": _("Title"),
    "aim": _("What was practised"),
    "helped": _("What helped"),
    "change": _("What to change"),
}


def names_of(event: Event) -> list[str]:
    """Facilities that were asked, their zones, ports, organisations, waterways, and the people who had a role."""
    asked = EventStep.objects.filter(event=event, facility__isnull=False).values("facility")
    places = EventPlace.objects.filter(event=event).values("facility")
    facilities = list(Facility.objects.filter(Q(pk__in=asked) | Q(pk__in=places)))
    ports = {one.port_id for one in facilities} | ({event.port_id} if event.port_id else set())
    roles = EventRole.objects.filter(event=event).select_related("seat__person", "seat__organisation")
    organisations = {one.organisation_id for one in facilities} | {event.organisation_id}
    organisations |= {one.seat.organisation_id for one in roles}
    return list(
        dict.fromkeys(
            [
                *(one.name for one in facilities),
                *Zone.objects.filter(facility__in=facilities).values_list("name", flat=True),
                *_flat(Port.objects.filter(pk__in=ports).values_list("name", "locode")),
                *Waterway.objects.filter(ports__in=ports).values_list("name", flat=True),
                *_flat(Organisation.objects.filter(pk__in=organisations).values_list("name", "short_name")),
                *(one.seat.person.name for one in roles),
            ]
        )
    )


def _flat(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    return (one for row in rows for one in row if one)


def told_by(lesson: Lesson) -> list[tuple[str, Tell]]:
    """What the words of a lesson still tell, with the field in which they do.

    Markdown can part a name that the reader sees whole, so the text is read as written and as shown.
    """
    names = names_of(lesson.event)
    found: dict[tuple[str, str], tuple[str, Tell]] = {}
    for field in FIELD_WORDS:
        text = getattr(lesson, field)
        for one in (*tells(text, names=names), *tells(plain(text), names=names)):
            found.setdefault((field, one.text), (field, one))
    return list(found.values())
