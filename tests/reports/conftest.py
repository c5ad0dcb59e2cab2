"""Reports made as people make them: through the actions."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from port2port.members.member import Member
from port2port.members.models import Circle
from port2port.pure.audience import Tlp
from port2port.reports.actions import compose, save_draft
from port2port.reports.fields import Readers, ReportFields
from port2port.reports.models import Kind, Report
from tests.personas import NOW, Community

Publish = Callable[..., Report]

WORDS = {
    Kind.INCIDENT: {"title": "Tampered seal on a reefer", "facts": "The seal number differs from the papers."},
    Kind.ALERT: {
        "title": "Men in the stack at night",
        "facts": "Three men left a container at two o'clock.",
        "valid_until": NOW + timedelta(days=7),
        "what_to_do": "Check the fence on the river side.",
    },
    Kind.SIGHTING: {"title": "Drone over the tank park", "facts": "Hovered for two minutes."},
    Kind.REQUEST: {"title": "Who has seen this van", "answer_by": NOW + timedelta(days=2)},
    Kind.BULLETIN: {"title": "Rip-on moves inland", "facts": "Finds shift to empty depots."},
}


def said(kind: Kind = Kind.INCIDENT, **more: object) -> ReportFields:
    """What an author might say in a report of this kind."""
    return ReportFields(kind=kind, **(WORDS[kind] | {"methods": ("DRG-ENT-RIPON",), "severity": "high"} | more))


def amber(circle: Circle, *, strict: bool = False) -> Readers:
    """One circle, with or without the clients of its members."""
    return Readers(tlp=Tlp.AMBER_STRICT if strict else Tlp.AMBER, circles=frozenset({circle.pk}))


GREEN, CLEAR = Readers(tlp=Tlp.GREEN), Readers(tlp=Tlp.CLEAR)


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def both(community: Community) -> Circle:
    return community.circles["both"]


@pytest.fixture
def publish(author: Member, both: Circle) -> Publish:
    """Publish as the author, by default TLP:AMBER to the circle of two ports."""

    def now_published(
        kind: Kind = Kind.INCIDENT, *, readers: Readers | None = None, member: Member = author, now=NOW, **more: object
    ) -> Report:
        return compose(member=member, said=said(kind, **more), readers=readers or amber(both), now=now)

    return now_published


@pytest.fixture
def draft(author: Member, both: Circle) -> Report:
    return save_draft(member=author, said=said(), readers=amber(both), now=NOW)
