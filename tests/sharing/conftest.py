"""What the tests of sharing set up: reports made through the actions, and a clock that only they move."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from port2port.members.member import Member
from port2port.members.models import Circle
from port2port.reports.actions import compose
from port2port.reports.fields import Readers
from port2port.reports.models import Kind, Report
from port2port.sharing.actions import notify_up_to
from tests.personas import NOW, Community
from tests.reports.conftest import amber, said

Publish = Callable[..., Report]
SETTLED = timedelta(seconds=13)


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def both(community: Community) -> Circle:
    return community.circles["both"]


@pytest.fixture
def publish(author: Member, both: Circle) -> Publish:
    """Publish as the author, by default TLP:AMBER to the circle of north and south."""

    def now_published(
        kind: Kind = Kind.INCIDENT,
        *,
        readers: Readers | None = None,
        member: Member = author,
        now: datetime = NOW,
        **more: object,
    ) -> Report:
        return compose(member=member, said=said(kind, **more), readers=readers or amber(both), now=now)

    return now_published


def settle(now: datetime = NOW) -> int:
    """Let the time of undo pass and tell everyone."""
    return notify_up_to(now=now + SETTLED)
