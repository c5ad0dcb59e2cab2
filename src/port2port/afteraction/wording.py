"""Words for codes of this context."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Letters of HSEEP (source: FEMA, exercise evaluation guide); the words are ours.
RATING_WORDS: dict[str, str | Promise] = {
    "P": _("done without a challenge"),
    "S": _("some challenges, aim reached"),
    "M": _("major challenges, aim reached in part or at a risk"),
    "U": _("not done"),
}
RATING_KINDS = {"P": "done", "S": "information", "M": "medium", "U": "high"}
TELL_WORDS: dict[str, str | Promise] = {
    "name": _("a name of this exercise"),
    "person": _("something personal"),
    "hour": _("an hour of the clock"),
    "place": _("an exact place"),
    "day": _("a date"),
}
STATE_KINDS = {"draft": "", "comments": "information", "approval": "medium", "final": "done"}
