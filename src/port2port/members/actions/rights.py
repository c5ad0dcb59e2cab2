"""Who may do it, and the line in the audit trail that says so, also when it was refused."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps

from django.db import models, transaction

from port2port.base.refusal import NotAllowed
from port2port.members.member import Act, Member


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


def _write(act: str, given: Mapping[str, object], outcome: str, result: object) -> None:
    member, now = given["member"], given["now"]
    if not isinstance(member, Member) or not isinstance(now, datetime):
        raise TypeError("an action on rights takes member and now")
    from port2port.ledger.trail import trail

    trail(
        at=now,
        actor=str(member.actor),
        organisation=str(member.organisation_id or ""),
        act=act,
        subject=_subject(*given.values(), result),
        outcome=outcome,
    )


def _subject(*values: object) -> str:
    rows = (value for value in values if isinstance(value, models.Model))
    return next((f"{row._meta.model_name} {getattr(row, 'key', row.pk)}" for row in rows), "")
