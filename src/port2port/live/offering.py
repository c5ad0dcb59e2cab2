"""What the page of an event offers of this room: leading, playing, observing it, and its script."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import pgettext

from port2port.drills.models import Event, State
from port2port.drills.parts import Part
from port2port.live.page import rights_of
from port2port.members.member import Member


def parts_of_live(event: Event, member: Member) -> Iterator[Part]:
    """The pages that this seat can use, as long as the event is not called off."""
    if event.state == State.CANCELLED:
        return
    rights = rights_of(event, member)
    key = [event.key]
    if rights.plays:
        yield Part(pgettext("exercise", "Take part"), "radio", reverse("live:play", args=key), is_first=True)
        return
    if rights.leads:
        yield Part(pgettext("exercise", "Lead"), "radio", reverse("live:lead", args=key))
    elif rights.observes:
        yield Part(pgettext("exercise", "Observe"), "eye", reverse("live:observe", args=key), is_first=True)
    if rights.leads or rights.prepares or rights.observes:
        yield Part(pgettext("exercise", "Script"), "list-ordered", reverse("live:script", args=key))
