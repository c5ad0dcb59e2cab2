"""Actions whose organisation the pages of a group show anyway: who sees the meeting or the task sees who sits there."""

from collections.abc import Iterator, Sequence

from port2port.duties.models import Action
from port2port.groups.models import Task
from port2port.members.member import Member


def named_in_groups(actions: Sequence[Action], member: Member) -> Iterator[int]:
    """The ids of those among actions that this member sees."""
    keys = [one.key for one in actions]
    taken = set(Task.objects.visible_to(member).filter(action__in=keys).values_list("action", flat=True))
    yield from (one.pk for one in actions if one.source_type == "meeting" or one.key in taken)
