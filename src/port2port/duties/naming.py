"""Which organisation promised: said to readers of others only where they may know that it has the source.

Who sees a shared action has its source; that another organisation has it too is what the list of recipients hides
(sharing rule 6). So the same answer as for the writer of a reply: the source's originator is known, the originator
knows whom it reached, and open circles show their members. Whatever else shows it, such as a group's task, says so.
"""

from collections.abc import Callable, Iterable, Sequence

from port2port.duties.access import shown
from port2port.duties.models import Action
from port2port.members.member import Member
from port2port.sharing.access import visible_records
from port2port.sharing.came import named_organisations
from port2port.sharing.models.shareable import Shareable, shareables

type Known = Callable[[Sequence[Action], Member], Iterable[int]]
_known: list[Known] = []


def bring_known(known: Known) -> None:
    """Say which of these actions, by id, a later context shows with its organisation to this member anyway."""
    _known.append(known)


def named(actions: Iterable[Action], member: Member) -> frozenset[int]:
    """The ids of those whose organisation and place this reader is told."""
    rows = list(actions)
    own = {row.pk for row in rows if row.organisation_id == member.organisation_id}
    others = [row for row in rows if row.pk not in own]
    if not others:
        return frozenset(own)
    by_agreement = Action.objects.filter(shown(member), pk__in=[row.pk for row in others]).values_list("pk", flat=True)
    told = {pk for source in _known for pk in source(others, member)}
    return frozenset(own | set(by_agreement) | told | set(_by_source(others, member)))


def _by_source(actions: Sequence[Action], member: Member) -> Iterable[int]:
    for model in shareables():
        mine = [row for row in actions if row.source_type == model.record_type]
        keys = {row.source_key for row in mine}
        records = visible_records(model, member).filter(key__in=keys) if keys else ()
        known = {record.key: _knows(record, member) for record in records}
        yield from (row.pk for row in mine if row.source_key in known and known[row.source_key](row.organisation_id))


def _knows(record: Shareable, member: Member) -> Callable[[int], bool]:
    if member.organisation_id == record.originator_id:
        return lambda _organisation: True
    names = named_organisations(record, member) | {record.originator_id}
    return names.__contains__
