"""What the codes of a declaration are called, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.levels.models.declarations import STATE_WORDS
from port2port.pure.declaration import State

# In own short words; that the list is that of the Code's model is to verify.
ACTIVITY_WORDS: dict[str, str | Promise] = {
    "duties": _("All security duties are performed"),
    "restricted": _("Restricted areas are watched, so that only people with permission get in"),
    "access_facility": _("Access to the port facility is controlled"),
    "access_ship": _("Access to the ship is controlled"),
    "watch_facility": _("The facility is watched, with its berths and what surrounds the ship"),
    "watch_ship": _("The ship is watched, with its berth and what surrounds it"),
    "cargo": _("The handling of cargo is supervised"),
    "stores": _("The delivery of ship's stores is supervised"),
    "baggage": _("Unaccompanied baggage is dealt with"),
    "persons": _("People who go on board, and what they carry, are controlled"),
    "communication": _("Ship and facility can reach each other about security at any time"),
}
# Which chip goes with a state: a colour of severity, or done.
STATE_KINDS = {
    State.REQUESTED: "medium",
    State.ACKNOWLEDGED: "low",
    State.AGREED: "low",
    State.IN_FORCE: "done",
    State.ENDED: "",
    State.DECLINED: "",
}


def state_words(state: State) -> str:
    """The state in words."""
    return str(STATE_WORDS[state])
