"""Why counts are refused, in words, with the week and the port."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from port2port.pure.displacement.faults import Fault
from port2port.pure.displacement.json_fields import FileFault, PanelRefused

# As pure/displacement/panel_file.py points at a row, and at the series from outside.
DAY, OUTSIDE = re.compile(r"\d{4}-\d{2}-\d{2}"), "external"
MADE_INSIDE = gettext_lazy(
    "The comparison from outside is made of the counts of ports inside: one of them, or their sum."
)
WORDS: dict[str, str | Promise] = {
    Fault.MISSING_WEEK: gettext_lazy(
        "The count of a week is missing. A week that was not counted is no week without incidents: have it entered and "
        "run the study again, or register a new one without the port or with fewer weeks."
    ),
    Fault.PORT_OPENED_LATE: gettext_lazy(
        "A port was not counted for the whole of the weeks that are compared. Register a new study without it, or with "
        "fewer weeks."
    ),
    Fault.ALL_ZERO: gettext_lazy("Not one incident was counted in these weeks, so there is nothing to compare."),
    Fault.START_OUTSIDE: gettext_lazy("The measure began outside the weeks that are counted."),
    Fault.ANNOUNCED_AFTER_START: gettext_lazy("The measure was announced before the first week that is counted."),
    Fault.WINDOW_OUTSIDE: gettext_lazy("The weeks to be compared lie outside those that are counted."),
    Fault.EXTERNAL_IS_A_PORT: gettext_lazy("The comparison from outside is the same series as that of a port inside."),
    Fault.EXTERNAL_IS_A_MULTIPLE: MADE_INSIDE,
    Fault.EXTERNAL_IS_A_SUM: MADE_INSIDE,
    FileFault.EXTERNAL_NAMED_AS_PORT: gettext_lazy(
        "The comparison from outside has the name of a port inside. Register a new study with one that is named by "
        "what it counts."
    ),
    Fault.NEGATIVE_COUNT: gettext_lazy("There cannot be fewer incidents than none."),
    Fault.FRACTIONAL_COUNT: gettext_lazy("Incidents are whole numbers."),
    Fault.NOT_A_NUMBER: gettext_lazy("This is not a number."),
    Fault.NO_COUNTS: gettext_lazy("There are no incidents to go by."),
    Fault.WINDOW_TOO_SHORT: gettext_lazy("There are too few weeks."),
}
OTHERWISE = gettext_lazy("These counts cannot be compared as they are.")


def words_at(refused: PanelRefused) -> str:
    """The fault, after the week and the port where it lies."""
    words = str(WORDS.get(refused.fault, OTHERWISE))
    where = ", ".join(_places(refused.where))
    return f"{where}: {words}" if where else words


def _places(where: str) -> Iterator[str]:
    week, _comma, port = where.partition(", ") if where.startswith(("row ", "the week of ")) else ("", "", where)
    found = DAY.search(week)
    if found:
        yield _("Week of %(day)s") % {"day": date_format(date.fromisoformat(found[0]), "DATE_FORMAT")}
    if port:
        yield _("the comparison from outside") if port in {OUTSIDE, f"{OUTSIDE}.series"} else port
