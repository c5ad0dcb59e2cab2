"""What must hold of a lane before it is kept or takes a step; and that no release data comes in."""

from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from port2port.base.refusal import Refusal
from port2port.pure.pickup import LAST, PASSES, release_data_in
from port2port.pure.texts import Room
from port2port.reports.rules import BadField, cleaned

SAID = Room(characters=1_000, byte_count=4_000, lines=True)
BLOCKER = Room(characters=500, byte_count=2_000, lines=True)
FARTHEST = timedelta(days=1_827)
CRITERIA: dict[str, str | Promise] = {
    "contact": gettext_lazy("A seat to ask is named."),
    "flows": gettext_lazy("The flows in scope are listed."),
    "date": gettext_lazy("The date of the pilot is set."),
    "registered": gettext_lazy("The organisation is registered with the release platform."),
    "roles": gettext_lazy("Roles and deputies are assigned."),
    "status": gettext_lazy("On one lane the parties see the status of the release."),
    "identity": gettext_lazy("On it boxes are picked up by identity; the PIN still works."),
    "pin_off": gettext_lazy("On these lanes the PIN is off."),
    "fallback": gettext_lazy("The fall-back without PIN has been drilled."),
    "pin_closed": gettext_lazy("The PIN path is closed on all lanes."),
    "second_person": gettext_lazy("A late change of carrier needs a second person."),
    "look_ups": gettext_lazy("Look-ups of releases are reviewed every month."),
}


class NoStep(Refusal):
    status = 409
    words = gettext_lazy("It cannot take this step from where it stands. Open it anew and look where it stands now.")


class LaneThere(Refusal):
    status = 409
    words = gettext_lazy("This lane is in your register already. Open it there.")


def plain(name: str, text: str, room: Room) -> str:
    """The text as it is kept. Raises BadField, also where it holds what belongs to a release."""
    text = cleaned(name, text, room)
    if release_data_in(text):
        words = _("Readiness is tracked here, releases never: take out container numbers, PINs and release codes.")
        raise BadField(name, words)
    return text


def check_ticked(stage: int, ticked: frozenset[str]) -> list[str]:
    """The criteria of the stage in their order, all of them ticked. Raises BadField."""
    wanted = PASSES[stage]
    if not set(wanted) <= ticked:
        raise BadField("ticked", _("All points must hold before the next stage. Tick those that do."))
    return list(wanted)


def check_day(name: str, day: date | None, *, today: date) -> None:
    """That the next stage lies ahead, and not too far. Raises BadField."""
    if day is not None and not today <= day <= today + FARTHEST:
        raise BadField(name, _("Choose a day from today on, within five years."))


def next_stage(stage: int) -> int | None:
    """The stage after it."""
    return stage + 1 if stage < LAST else None
