"""Operator groups: the highest organisation above each, which counts as one wherever the many are counted."""

from collections.abc import Mapping

from port2port.members.models import Organisation


def operators() -> dict[int, int]:
    """The id of the highest organisation above each, by id; a circle of parents ends where it began."""
    parents = dict(Organisation.objects.values_list("pk", "parent_id"))
    return {one: _top(one, parents) for one in parents}


def _top(one: int, parents: Mapping[int, int | None]) -> int:
    seen = {one}
    while (above := parents.get(one)) is not None and above not in seen:
        one = above
        seen.add(one)
    return one
