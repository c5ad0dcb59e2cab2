"""What is known of a practice's effect, in words: the grade, and each place with its figures."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from port2port.knowledge.models import Cost, Practice
from port2port.pure.evidence import Grade, Tried, tried_of

GRADES: dict[int, str | Promise] = {
    Grade.OPINION: gettext_lazy("Opinion"),
    Grade.IN_USE: gettext_lazy("In use for three months or longer"),
    Grade.BEFORE_AFTER: gettext_lazy("Figures from before and after"),
    Grade.COMPARED: gettext_lazy("Compared with other sites, or studied"),
}
MOVED: dict[str, str | Promise] = {
    "yes": pgettext_lazy("displacement seen", "Yes"),
    "no": pgettext_lazy("displacement seen", "No"),
    "unclear": pgettext_lazy("displacement seen", "Cannot tell"),
}


@dataclass(frozen=True, slots=True)
class EvidenceWords:
    """The grade of a practice.

    short   its place on the scale     words   what it says     few   that it is too few to tell, or empty
    """

    grade: int
    short: str
    words: str
    few: str

    @property
    def whole(self) -> str:
        """All in one line."""
        return " · ".join(one for one in (self.short, self.words, self.few) if one)


@dataclass(frozen=True, slots=True)
class Effect:
    """One place where it was tried. lines   what is said of it, as (name, words)"""

    where: str
    lines: list[tuple[str, str]]
    few: str
    grade: str


def evidence_words(practice: Practice) -> EvidenceWords:
    """What is known of its effect; nothing of a tombstone."""
    if practice.is_withdrawn:
        return EvidenceWords(0, "", "", "")
    grade, too_few = practice.evidence
    return EvidenceWords(int(grade), _short(grade), str(GRADES[grade]), _few() if too_few else "")


def effects_of(tried: Iterable[Mapping[str, Any]]) -> list[Effect]:
    """Each place, in the order of its author."""
    return [_effect(tried_of(one)) for one in tried]


def told_of(tried: Iterable[Tried]) -> str:
    """The same on one line, for what changed."""
    return "; ".join(": ".join([one.where, ", ".join(words for _name, words in _lines(one))]) for one in tried)


def _effect(one: Tried) -> Effect:
    return Effect(one.where, list(_lines(one)), _few() if one.is_too_few else "", _short(one.grade))


def _short(grade: int) -> str:
    return _("Grade %(grade)d of %(best)d") % {"grade": grade, "best": Grade.COMPARED}


def _few() -> str:
    return _("too few to tell")


def _lines(one: Tried) -> Iterator[tuple[str, str]]:
    by = ", ".join(part for part in (one.stated_by, _day(one.stated_on)) if part)
    found = [
        (_("What changed"), one.effect),
        (_("Counted"), _figures(one)),
        (_("In use"), _in_use(one)),
        (_("Compared with"), one.compared),
        (_("Study of displacement"), one.study),
        (_("Displacement seen"), str(MOVED.get(one.displacement, ""))),
        (_("Side effects"), one.side_effects),
        (_("Cost in the first year"), str(Cost(one.cost).label) if one.cost in Cost.values else ""),
        (_("Stated by"), by),
    ]
    yield from ((name, words) for name, words in found if words)


def _figures(one: Tried) -> str:
    if not one.has_figures:
        return ""
    what = f"{one.indicator} ({one.unit})" if one.unit else one.indicator
    words = _("%(what)s: %(before)s in %(before_days)s before, %(after)s in %(after_days)s after") % {
        "what": what,
        "before": _number(one.before),
        "before_days": _days(one.before_days),
        "after": _number(one.after),
        "after_days": _days(one.after_days),
    }
    return " · ".join(part for part in (words, _few() if one.is_too_few else _change(one)) if part)


def _change(one: Tried) -> str:
    change = one.change
    if change is None:
        return ""
    percent = round(abs(change) * 100)
    if not percent:
        return _("as many a day")
    words = _("%(percent)d %% more a day") if change > 0 else _("%(percent)d %% fewer a day")
    return words % {"percent": percent}


def _in_use(one: Tried) -> str:
    parts = []
    if one.months is not None:
        parts.append(ngettext("%(n)s month", "%(n)s months", one.months) % {"n": _number(one.months)})
    if one.sites is not None:
        sites = ngettext("at %(n)s site", "at %(n)s sites", one.sites)
        parts.append(sites % {"n": _number(one.sites)})
    return ", ".join(parts)


def _days(number: int | None) -> str:
    return ngettext("%(n)s day", "%(n)s days", number or 0) % {"n": _number(number)}


def _number(number: int | None) -> str:
    return str(number_format(number or 0, force_grouping=True))


def _day(text: str) -> str:
    try:
        return date_format(date.fromisoformat(text))
    except ValueError:
        return text
