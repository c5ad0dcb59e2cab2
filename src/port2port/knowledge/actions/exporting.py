"""Taking practices out of the house: bounded, and on record."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.knowledge.listing import Asked, rows_of
from port2port.knowledge.models import Practice
from port2port.members.actions.rights import record_act
from port2port.members.member import Act, Member
from port2port.pure.audience import Tlp, strictest

MOST_ROWS = 2_000


class TooManyPractices(Refusal):
    status = 413
    words = _("A file holds at most 2,000 practices. Choose a theme, a control or a state, and take them out again.")


@transaction.atomic
def export_practices(*, member: Member, asked: Asked, ending: str, now: datetime) -> list[Practice]:
    """The standing practices of the filter, with one line in the audit trail. Raises NotAllowed, TooManyPractices."""
    if not member.may(Act.READ):
        raise NotAllowed
    rows = list(rows_of(asked, member, now).standing().select_related("originator")[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        raise TooManyPractices
    _record(member, f"{ending}, {len(rows)} practices, {label_of(rows).label}", now)
    return rows


@transaction.atomic
def export_practice(*, member: Member, practice: Practice, now: datetime) -> None:
    """One practice leaves as a text. Raises NotAllowed."""
    if not Practice.objects.visible_to(member).standing().filter(pk=practice.pk).exists():
        raise NotAllowed
    _record(member, f"md, {practice.number}, {Tlp(practice.tlp).label}", now)


def label_of(rows: list[Practice]) -> Tlp:
    """The strictest label of any row: that of the whole file."""
    return strictest(*(Tlp(row.tlp) for row in rows)) if rows else Tlp.CLEAR


def _record(member: Member, subject: str, now: datetime) -> None:
    record_act(member=member, act="export_practices", subject=subject, now=now)
