"""Entries written as people write them: through the actions."""

from collections.abc import Callable
from pathlib import Path

import pytest

from port2port.log.actions import write_entry
from port2port.log.fields import Said
from port2port.log.models import Occurrence
from port2port.members.member import Member
from port2port.members.models import Facility
from tests.personas import NOW, Community

Write = Callable[..., Occurrence]


def said(**more: object) -> Said:
    """What a guard says of a person inside the fence, with other fields where a test needs them."""
    words = {"happened_at": NOW, "tile": "intruder", "text": "Two people between the reefers.", "language": "en"}
    return Said(**(words | more))


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def quay(community: Community) -> Facility:
    return community.facilities["north"]


@pytest.fixture
def write(author: Member, quay: Facility) -> Write:
    """Write as the officer of the facility, unless a test says who."""

    def written(*, member: Member = author, facility: Facility = quay, now=NOW, **more: object) -> Occurrence:
        options = {name: more.pop(name) for name in ("key", "uploads", "phone", "source", "digest") if name in more}
        return write_entry(member=member, facility=facility, said=said(**more), now=now, **options)

    return written
