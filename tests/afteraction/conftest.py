"""What was learnt from a joint tabletop, from its beginning to its published lesson."""

from collections.abc import Callable

import pytest

from port2port.afteraction.models import AfterAction, Lesson
from port2port.drills.models import Event
from tests.afteraction import making
from tests.personas import NOW, Community


@pytest.fixture
def event(community: Community) -> Event:
    return making.held_event(community, now=NOW)


@pytest.fixture
def begun(community: Community, event: Event) -> AfterAction:
    return making.begun(community, event, now=NOW)


@pytest.fixture
def evaluated(community: Community, begun: AfterAction) -> AfterAction:
    return making.evaluated(community, begun, now=NOW)


@pytest.fixture
def open_to_comments(community: Community, evaluated: AfterAction) -> AfterAction:
    return making.put_to_participants(community, evaluated, now=NOW)


@pytest.fixture
def draft(community: Community, event: Event) -> Lesson:
    return making.drafted(community, event, now=NOW)


@pytest.fixture
def approved(community: Community, draft: Lesson) -> Callable[[], Lesson]:
    return lambda: making.approved(community, draft, now=NOW)


@pytest.fixture
def published(community: Community, draft: Lesson) -> Lesson:
    return making.published(community, draft, now=NOW)
