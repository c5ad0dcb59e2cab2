"""Two practices side by side: what each says of the same things."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from port2port.knowledge.evidence import effects_of, evidence_words
from port2port.knowledge.listing import in_state
from port2port.knowledge.models import Practice
from port2port.knowledge.page import theme_words
from port2port.knowledge.texts import Shown, shown
from port2port.members.member import Member
from port2port.vocabulary import lookup

MOST_OFFERED = 40


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, in the reader's language."""

    practice: Practice
    text: Shown

    @property
    def body(self) -> SafeString:
        """How it is done."""
        return self.text.body


@dataclass(frozen=True, slots=True)
class Line:
    """One thing, as each side says it."""

    name: str
    sides: list[tuple[Side, list[str]]]

    @property
    def is_same(self) -> bool:
        """Whether both say the same."""
        return self.sides[0][1] == self.sides[1][1]


def offered(practice: Practice, *, member: Member, today: date) -> list[tuple[Practice, Shown]]:
    """Others that the reader may see, those first that share most controls, methods and themes with it."""
    mine = _codes(practice)
    others = Practice.objects.visible_to(member).standing().exclude(pk=practice.pk).order_by("-approved_at", "-pk")
    usable = in_state(others, None, today=today).select_related("originator")
    ranked = sorted(usable[: 10 * MOST_OFFERED], key=lambda one: -len(mine & _codes(one)))
    return [(one, shown(one)) for one in ranked[:MOST_OFFERED]]


def _codes(practice: Practice) -> frozenset[str]:
    return frozenset([*practice.controls, *practice.methods, *practice.themes])


def side_of(practice: Practice) -> Side:
    """The practice in the reader's language."""
    return Side(practice, shown(practice))


def lines_of(one: Side, other: Side, *, today: date) -> Iterator[Line]:
    """What both say of the same things, in a fixed order."""
    facts = (_facts(side.practice, today) for side in (one, other))
    for name, first, second in zip(_names(), *facts, strict=True):
        if first or second:
            yield Line(name, [(one, first), (other, second)])


def _names() -> list[str]:
    return [
        _("Kind"),
        _("State"),
        _("Review by"),
        _("Written by"),
        _("Themes"),
        _("Controls"),
        _("Helps against"),
        _("Evidence"),
        _("What it did elsewhere"),
        _("Sources"),
    ]


def _facts(practice: Practice, today: date) -> list[list[str]]:
    review = practice.review_by_on
    return [
        [str(practice.get_kind_display())],
        [str(practice.state_on(today).label)],
        [date_format(review)] if review else [],
        [practice.originator.name],
        [words for _code, words in theme_words(practice.themes)],
        [lookup.coded_label(code) for code in practice.controls],
        [lookup.coded_label(code) for code in practice.methods],
        [evidence_words(practice).whole],
        [" · ".join([one.where, *(value for _name, value in one.lines)]) for one in effects_of(practice.tried)],
        list(practice.sources),
    ]
