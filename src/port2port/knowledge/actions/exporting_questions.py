"""Taking questions out of the house: bounded, and on record."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.knowledge.listing_questions import Asked, rows_of
from port2port.knowledge.models import Question
from port2port.members.actions.rights import record_act
from port2port.members.member import Act, Member
from port2port.pure.audience import Tlp, strictest

MOST_ROWS = 2_000


class TooManyQuestions(Refusal):
    status = 413
    words = _("A file holds at most 2,000 questions. Choose a theme or a state, and take them out again.")


@transaction.atomic
def export_questions(*, member: Member, asked: Asked, ending: str, now: datetime) -> list[Question]:
    """The standing questions of the filter, with one line in the audit trail. Raises NotAllowed, TooManyQuestions."""
    if not member.may(Act.READ):
        raise NotAllowed
    rows = list(rows_of(asked, member).standing().select_related("originator")[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        raise TooManyQuestions
    # The count alone: which of them are the own organisation's, the trail need not know.
    subject = f"{ending}, {len(rows)} questions, {label_of_questions(rows).label}"
    record_act(member=member, act="export_questions", subject=subject, now=now)
    return rows


def label_of_questions(rows: list[Question]) -> Tlp:
    """The strictest label of any row: that of the whole file."""
    return strictest(*(Tlp(row.tlp) for row in rows)) if rows else Tlp.CLEAR
