"""Practices made as people make them: through the actions."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from port2port.knowledge.actions import approve, propose, save_draft
from port2port.knowledge.actions import ask as ask_question
from port2port.knowledge.asking import QuestionFields
from port2port.knowledge.fields import PracticeFields
from port2port.knowledge.models import Practice, Question
from port2port.members.member import Member
from port2port.members.models import Circle
from port2port.pure.audience import Tlp
from port2port.pure.stix import PracticeText
from port2port.reports.fields import Readers
from tests.personas import NOW, Community

Propose = Callable[..., Practice]
TODAY = date(2026, 3, 2)
REVIEW = TODAY + timedelta(days=365)
GREEN, CLEAR = Readers(tlp=Tlp.GREEN), Readers(tlp=Tlp.CLEAR)


def said(**more: object) -> PracticeFields:
    """What an author might say in a practice."""
    words = {
        "title": "Walk the fence with a pull test",
        "summary": "A guard pulls at every panel once a week and notes what gives.",
        "body": "## Steps\n\n- Pull at each panel.\n- Mark what gives.",
        "themes": ("access",),
        "controls": ("ACC-05",),
        "methods": ("INT-TRES",),
        "sources": ("A published case",),
        "review_by_on": REVIEW,
        "translations": (PracticeText("nl", "Trektest aan de omheining", "Wekelijks aan elk paneel trekken."),),
    }
    return PracticeFields(**(words | more))


def amber(circle: Circle) -> Readers:
    """One circle, with the clients of its members."""
    return Readers(tlp=Tlp.AMBER, circles=frozenset({circle.pk}))


@pytest.fixture
def both(community: Community) -> Circle:
    return community.circles["both"]


@pytest.fixture
def proposed(author: Member, both: Circle) -> Propose:
    """Propose as the author, by default TLP:AMBER to the circle of two ports."""

    def now_proposed(*, readers: Readers | None = None, member: Member = author, now=NOW, **more: object) -> Practice:
        draft = save_draft(member=member, said=said(**more), readers=readers or amber(both), now=now)
        return propose(member=member, practice=draft, now=now)

    return now_proposed


@pytest.fixture
def approved(proposed: Propose, peer: Member, outsider: Member) -> Propose:
    """The same, TLP:GREEN, and approved by the two other ports."""

    def now_approved(*, now=NOW, **more: object) -> Practice:
        practice = proposed(now=now, **({"readers": GREEN} | more))
        for member in (peer, outsider):
            practice = approve(member=member, practice=practice, sha256=practice.sha256, now=now)
        return practice

    return now_approved


def asked_words(**more: object) -> QuestionFields:
    """What someone might ask."""
    words = {
        "title": "Which gauge of wire stops a bolt cutter?",
        "text": "Ours was cut twice. It has to stand salt air.",
        "language": "en",
        "themes": ("access",),
        "controls": ("ACC-05",),
    }
    return QuestionFields(**(words | more))


@pytest.fixture
def ask(author: Member, both: Circle) -> Callable[..., Question]:
    """Ask as the author, by default TLP:AMBER to the circle of two ports."""

    def now_asked(
        *,
        readers: Readers | None = None,
        member: Member = author,
        now=NOW,
        hidden: bool = False,
        not_personal: frozenset[str] = frozenset(),
        **more: object,
    ) -> Question:
        return ask_question(
            member=member,
            said=asked_words(**more),
            readers=readers or amber(both),
            hidden=hidden,
            not_personal=not_personal,
            now=now,
        )

    return now_asked


@pytest.fixture
def client_of_peer(community: Community) -> Member:
    return community.member("client")
