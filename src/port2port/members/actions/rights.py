"""Who may do it, and the line in the audit trail that says so, also when it was refused."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import wraps

from django.db import models, transaction

from port2port.base.refusal import NotAllowed
from port2port.ledger.actions import trail, trail_once
from port2port.members.member import Act, Member
from port2port.members.models import Organisation

# A page that somebody keeps open or loads anew is one look, and reading it again waits for no writer.
VIEWED_AGAIN = timedelta(hours=1)
# Who took something, where its owner may not know.
ANOTHER = "another organisation"


def require(member: Member, act: Act, *, where: bool = True) -> int:
    """The own organisation's id, when the member may do the act here. Raises NotAllowed."""
    if not where or not member.may(act) or member.organisation_id is None:
        raise NotAllowed
    return member.organisation_id


def on_rights[**P, R](action: Callable[P, R]) -> Callable[P, R]:
    """The action with one audit line: done in its own transaction, or refused and then outside of it."""

    @wraps(action)
    def recorded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with transaction.atomic():
                result = action(*args, **kwargs)
                _write(action.__name__, kwargs, "done", result)
                return result
        except NotAllowed:
            _write(action.__name__, kwargs, "refused", None)
            raise

    return recorded


def record_act(*, member: Member, act: str, subject: str, now: datetime, whose: Organisation | None = None) -> None:
    """One audit line for something done that an auditor counts; the subject names no content.

    whose   the organisation whose auditor reads it, where what was taken is not the member's own
    """
    organisation = _key_of(member) if whose is None else str(whose.key)
    trail(now=now, actor=str(member.actor), organisation=organisation, act=act, subject=subject, outcome="done")


def record_taken(
    *, act: str, subject: str, now: datetime, whose: Organisation, taker: Organisation | None = None
) -> None:
    """A line in the trail of whose it is, by the organisation that took it; which person, that one's trail says.

    taker   None: who reads the line may not know that organisation, and reads that it was another one
    """
    actor, name = (str(taker.key), taker.name) if taker else (ANOTHER, ANOTHER)
    line = f"{subject}, by {name}"
    trail(now=now, actor=actor, organisation=str(whose.key), act=act, subject=line, outcome="done")


def record_view(*, member: Member, act: str, subject: str, now: datetime) -> None:
    """As `record_act`, for what is looked at: the same person and subject is one line an hour."""
    trail_once(
        within=VIEWED_AGAIN,
        now=now,
        actor=str(member.actor),
        organisation=_key_of(member),
        act=act,
        subject=subject,
        outcome="done",
    )


def record_refusal(*, member: Member, act: str, now: datetime) -> None:
    """One audit line for an attempt that never reached its action."""
    _write(act, {"member": member, "now": now}, "refused", None)


def _write(act: str, given: Mapping[str, object], outcome: str, result: object) -> None:
    member, now = given["member"], given["now"]
    if not isinstance(member, Member) or not isinstance(now, datetime):
        raise TypeError("an action on rights takes member and now")
    trail(
        now=now,
        actor=str(member.actor),
        organisation=_key_of(member),
        act=act,
        subject=_subject(*given.values(), result),
        outcome=outcome,
    )


def _key_of(member: Member) -> str:
    row = Organisation.objects.filter(pk=member.organisation_id or 0).first()
    return str(row.key) if row is not None else ""


def _subject(*values: object) -> str:
    rows = (value for value in values if isinstance(value, models.Model))
    return next((f"{row._meta.model_name} {getattr(row, 'key', row.pk)}" for row in rows), "")
