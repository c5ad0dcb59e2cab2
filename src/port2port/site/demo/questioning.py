"""Questions of the demonstration: made up, one from asking to a practice with two approvals, one without a name."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from port2port.knowledge import actions
from port2port.knowledge.actions.helping import ExpertiseFields
from port2port.knowledge.asking import QuestionFields
from port2port.knowledge.fields import fields_of, readers_of_row
from port2port.knowledge.models import Buddy, Practice, Question
from port2port.members.member import Member
from port2port.members.models import Circle, Organisation
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from port2port.site.demo.practising import GREEN, Members, Step


@dataclass(frozen=True, slots=True)
class Story:
    """One question, asked `days` ago, and what became of it.

    answers    who answered in which language, with which words
    """

    asker: str
    said: QuestionFields
    days: int
    hidden: bool = False
    circle: str = ""
    sent_to: tuple[str, ...] = ()
    answers: tuple[tuple[str, str, str], ...] = ()
    confirmed: bool = False
    becomes: tuple[str, ...] = ()


STORIES = [
    Story(
        asker="ostend-officer",
        said=QuestionFields(
            title="Hoe houdt u toegangspasjes van uitzendkrachten kort? (verzonnen)",
            text="Pasjes van uitzendkrachten blijven bij ons weken geldig na hun laatste dag. "
            "Wij trekken ze met de hand in. Hoe doet u dat zonder extra volk aan de balie? (Verzonnen.)",
            language="nl",
            themes=("access", "personnel"),
            controls=("ACC-03",),
        ),
        days=40,
        sent_to=("north-sea-port", "antwerp-bruges"),
        answers=(
            (
                "northsea-officer",
                "nl",
                (
                    "Wij geven pasjes die elke avond vervallen, tenzij het uitzendbureau ze 's ochtends verlengt. "
                    "Na drie weken bleef geen enkel oud pasje over. (Verzonnen)"
                ),
            ),
            ("antwerp-officer", "nl", "Bij ons loopt een pasje af met de opdracht in de planning. (Verzonnen)"),
        ),
        confirmed=True,
        becomes=("ostend-officer", "antwerp-officer"),
    ),
    Story(
        asker="liege-officer",
        said=QuestionFields(
            title="Une caméra thermique voit-elle à travers le brouillard du canal ? (inventé)",
            text="Nos caméras ne voient rien un matin sur trois en automne. "
            "Avant d'acheter : qui en a fait l'essai, et combien de fausses alertes ? (Inventé.)",
            language="fr",
            themes=("cameras", "inland"),
        ),
        days=12,
        hidden=True,
        sent_to=("antwerp-bruges",),
        answers=(
            (
                "antwerp-officer",
                "nl",
                (
                    "Door dichte mist ziet ook een warmtebeeldcamera niet; bij gewone mist scheelt het veel. "
                    "Reken op reigers. (Verzonnen)"
                ),
            ),
        ),
    ),
    Story(
        asker="brussels-officer",
        said=QuestionFields(
            title="Who has a wording for visitors who refuse a bag check? (made up)",
            text="Guards ask us what to say, in two sentences, without a quarrel. (Made up for the demonstration.)",
            language="en",
            themes=("screening", "awareness"),
        ),
        days=7,
    ),
    Story(
        asker="waterway-officer",
        said=QuestionFields(
            title="Hoe bewaakt u een sluis zonder stroom aan de kade? (verzonnen)",
            text="Een kade in ons gebied heeft geen stroomaansluiting. Wat werkt een winter lang? (Verzonnen.)",
            language="nl",
            themes=("inland",),
        ),
        days=2,
        circle="Inland ports",
    ),
    Story(
        asker="forwarder-agent",
        said=QuestionFields(
            title="How do terminals want to be told of a changed driver? (made up)",
            text="We change drivers in the last hour and every gate asks for something else. "
            "What would you accept, so that nobody waits at the gate? (Made up for the demonstration.)",
            language="en",
            themes=("access", "screening"),
        ),
        days=5,
        sent_to=("antwerp-bruges",),
        answers=(
            (
                "antwerp-officer",
                "nl",
                "Via het vooraanmeldingsportaal, tot een kwartier vóór aankomst; niet per telefoon. (Verzonnen)",
            ),
        ),
    ),
    Story(
        asker="guest-company",
        said=QuestionFields(
            title="Welche Siegel akzeptieren die Häfen bei Teilladungen? (erfunden)",
            text="Wir öffnen und schließen unterwegs. Genügt ein Hochsicherheitssiegel mit Protokoll? (Erfunden.)",
            language="de",
            themes=("inspections",),
        ),
        days=3,
        hidden=True,
    ),
    Story(
        asker="antwerp-trainer",
        said=QuestionFields(
            title="Wie heeft een oefening rond omkoping die niet belerend is? (verzonnen)",
            text="We zoeken een oefening van een uur voor kraanmachinisten. (Verzonnen.)",
            language="nl",
            themes=("awareness",),
        ),
        days=1,
    ),
]
# What a guard wrote for its officers: title, text, how many days ago, and why it was put away.
FROM_GUARDS = [
    (
        "Mogen wij een drone boven de kade zelf laten landen? (verzonnen)",
        "Vorige week hing er een boven kaai 730. Wat doen andere havens? (Verzonnen.)",
        9,
        "Nee, dat is voor de politie: zie de instructie in het drone-formulier. (Verzonnen)",
    ),
    (
        "Welke lamp werkt in de mist aan de poort? (verzonnen)",
        "Onze lamp verblindt onszelf bij mist. Wat gebruiken de anderen? (Verzonnen.)",
        1,
        "",
    ),
]
EXPERTISE = {
    "northsea-officer": ExpertiseFields(
        themes=("access", "personnel"),
        controls=("ACC-03", "ACC-05"),
        note="Pasjes en poorten, sinds 2024 (verzonnen)",
        language="nl",
    ),
    "antwerp-officer": ExpertiseFields(
        themes=("cameras", "drones", "cyber"), note="Camera's aan drie kades (verzonnen)", language="nl"
    ),
    "liege-officer": ExpertiseFields(
        themes=("inland", "inspections"), offers_help=False, note="Quai trimodal (inventé)", language="fr"
    ),
}


def steps(members: Members, *, now: datetime) -> Iterator[tuple[datetime, Step]]:
    """What happens when, in order."""
    for name, said in EXPERTISE.items():
        yield now - timedelta(days=60), partial(_declare, members, name, said)
    yield now - timedelta(days=50), partial(_stand_by, members)
    for title, text, days, reason in FROM_GUARDS:
        yield now - timedelta(days=days), partial(_propose, members, title, text, reason)
    for story in STORIES:
        yield now - timedelta(days=story.days), partial(_ask, members, story)
        for turn, answer in enumerate(story.answers):
            at = now - timedelta(days=story.days - 2 - turn)
            yield at, partial(_answer, members, story, answer)
        if story.confirmed:
            yield now - timedelta(days=story.days - 6), partial(_confirm, members, story)


def _declare(members: Members, name: str, said: ExpertiseFields, at: datetime) -> None:
    actions.declare(member=members[name], said=said, now=at)


def _stand_by(members: Members, at: datetime) -> None:
    """Antwerp stands by Liège, and is asked to stand by Brussels."""
    by_slug = {one.slug: one for one in Organisation.objects.all()}
    for slug in ("liege", "brussels"):
        actions.propose_buddy(
            member=members["secretariat-desk"], small=by_slug[slug], helper=by_slug["antwerp-bruges"], now=at
        )
    pair = Buddy.objects.get(small=by_slug["liege"])
    for name in ("antwerp-coordinator", "liege-coordinator"):
        actions.agree_to_buddy(member=members[name], buddy=pair, now=at)


def _ask(members: Members, story: Story, at: datetime) -> None:
    circles = frozenset(Circle.objects.filter(name=story.circle).values_list("pk", flat=True))
    readers = Readers(tlp=Tlp.AMBER, circles=circles) if story.circle else GREEN
    asked = actions.ask(member=members[story.asker], said=story.said, readers=readers, hidden=story.hidden, now=at)
    if story.sent_to:
        to = frozenset(Organisation.objects.filter(slug__in=story.sent_to).values_list("pk", flat=True))
        actions.route(member=members["secretariat-desk"], question=asked, organisations=to, now=at + timedelta(hours=5))


def _propose(members: Members, title: str, text: str, reason: str, at: datetime) -> None:
    wrote = actions.propose_question(member=members["antwerp-guard"], title=title, text=text, language="nl", now=at)
    if reason:
        later = at + timedelta(hours=4)
        actions.put_away(member=members["antwerp-officer"], proposal=wrote, reason=reason, now=later)


def _question(story: Story) -> Question:
    return Question.objects.get(title=story.said.title)


def _answer(members: Members, story: Story, answer: tuple[str, str, str], at: datetime) -> None:
    name, language, text = answer
    actions.answer_question(member=members[name], question=_question(story), text=text, language=language, now=at)


def _confirm(members: Members, story: Story, at: datetime) -> None:
    """The first answer answers it; its author proposes a practice, two others approve."""
    given = _question(story).answers.all()[0]
    actions.thank(member=members[story.asker], answer=given, now=at)
    actions.confirm(member=members[story.asker], answer=given, now=at)
    author = members[story.answers[0][0]]
    practice = _proposed(author, actions.make_practice(member=author, answer=given, now=at), at)
    for name in story.becomes:
        actions.approve(member=members[name], practice=practice, sha256=practice.sha256, now=at + timedelta(hours=3))


def _proposed(author: Member, draft: Practice, at: datetime) -> Practice:
    said = replace(
        fields_of(draft),
        title="Pasjes van uitzendkrachten die elke avond vervallen (verzonnen)",
        sources=("Verzonnen voor de demonstratie",),
    )
    kept = actions.save_draft(member=author, said=said, readers=readers_of_row(draft), practice=draft, now=at)
    return actions.propose(member=author, practice=kept, now=at)
