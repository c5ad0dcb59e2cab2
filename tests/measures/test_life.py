"""A measure's life through the actions: every state, move and seat; what each step writes, and what stands after it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from port2port.base.refusal import NotAllowed, Refusal
from port2port.groups.models import Decision
from port2port.measures import actions
from port2port.measures.models import Measure, MeasureReply, MeasureStep, MeasureVersion
from port2port.measures.refusals import (
    ChangedMeanwhile,
    ConsultationOver,
    NotTheLead,
    OwnMeasure,
    ParagraphsDiffer,
    ReplyChanged,
    TooEarly,
    TooFewPorts,
    Unanswered,
)
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from port2port.reports.guard import PersonalDataFound
from port2port.reports.rules import BadField
from port2port.sharing.models import Publication
from tests.measures import making
from tests.measures.making import MADE, WEEKS, fields, text
from tests.personas import NOW, PERSONAS, Community

LATER = NOW + WEEKS
TODAY = timezone.localdate(LATER)
REVIEW = TODAY + timedelta(days=300)


def take(move: str, community: Community, who: str, measure: Measure, decision: str) -> object:
    member = community.member(who)
    given = {"member": member, "measure": measure, "now": LATER}
    both = {"effective_on": TODAY, "review_on": REVIEW}
    sites = [community.facilities["south"]] if member.organisation_id == measure.originator_id else []
    calls = {
        "draft": lambda: actions.start_draft(**given),
        "consult": lambda: actions.consult(**given, readers=making.GREEN),
        "close": lambda: actions.close(**given),
        "pilot": lambda: actions.try_first(**given, decision=decision),
        "back": lambda: actions.send_back(**given, decision=decision),
        "adopt": lambda: actions.adopt(**given, decision=decision, **both),
        "begin": lambda: actions.begin_pilot(
            **given, facilities=sites, until_on=REVIEW, measure_of_effect="Visitors a month."
        ),
        "conclude": lambda: actions.conclude(**given, result="cannot-tell"),
        "review": lambda: actions.begin_review(**given),
        "keep": lambda: actions.keep(**given, effect_found="Cannot tell.", review_on=REVIEW),
        "change": lambda: actions.change_again(**given, effect_found="Cannot tell."),
        "withdraw": lambda: actions.withdraw_measure(**given, effect_found="Cannot tell.", reason="Of no use."),
    }
    return calls[move]()


# Who may take which step: south writes and leads by its officer, north's officer chairs.
ALLOWED = {
    ("idea", "draft"): {"peer"},
    ("drafting", "consult"): {"peer"},
    ("pilot", "conclude"): {"peer"},
    ("decision", "pilot"): {"author"},
    ("decision", "back"): {"author"},
    ("decision", "adopt"): {"author"},
    ("adopted", "review"): {"author"},
    ("reviewed", "keep"): {"author"},
    ("reviewed", "change"): {"author"},
    ("reviewed", "withdraw"): {"author"},
}
STATES = list(MADE)
MOVES = ["draft", "consult", "close", "pilot", "begin", "conclude", "adopt", "back", "review", "keep", "change"]
MOVES.append("withdraw")


@pytest.mark.parametrize("state", STATES)
def test_every_move_of_every_persona_from_every_state(state: str, community: Community):
    """The one long table: what is not allowed is refused with words, and nothing is written."""
    measure = MADE[state](community, at=NOW)
    group = making.group_named(measure) if measure.working_group else making.group_of(community, at=NOW)
    decision = making.decision_of(community, group, at=NOW)
    for move in MOVES:
        for who in PERSONAS:
            with transaction.atomic():
                before = MeasureStep.objects.filter(measure=measure).count()
                if who in ALLOWED.get((state, move), ()):
                    take(move, community, who, measure, decision)
                    assert MeasureStep.objects.filter(measure=measure).count() == before + 1, (move, who)
                else:
                    with pytest.raises(Refusal) as refused, transaction.atomic():
                        take(move, community, who, measure, decision)
                    assert str(refused.value), (move, who)
                    assert MeasureStep.objects.filter(measure=measure).count() == before, (move, who)
                transaction.set_rollback(True)


def test_a_consultation_closes_after_21_days_three_ports_and_every_answer(community, author, peer, outsider):
    measure = making.consulted(community, at=NOW)
    first = making.say(community, measure, "author", at=NOW)
    with pytest.raises(TooEarly):
        actions.close(member=peer, measure=measure, now=NOW + timedelta(days=21) - timedelta(seconds=1))
    with pytest.raises(TooFewPorts):
        actions.close(member=peer, measure=measure, now=LATER)
    actions.allow_fewer(member=author, measure=measure, reason="Two ports have gates.", now=NOW)
    with pytest.raises(Unanswered):
        actions.close(member=peer, measure=measure, now=LATER)
    actions.answer_reply(member=peer, reply=first, text="Yes.", revision=1, now=NOW)
    done = actions.close(member=peer, measure=measure, now=NOW + timedelta(days=21))
    assert done.state == "decision"
    with pytest.raises(ConsultationOver):
        making.say(community, measure, "outsider", at=LATER)


def test_a_reply_that_is_changed_waits_for_an_answer_anew_and_stays_one(community, author, peer):
    measure = making.consulted(community, at=NOW)
    first = making.say(community, measure, "author", at=NOW)
    actions.answer_reply(member=peer, reply=first, text="Yes.", revision=1, now=NOW)
    again = making.say(community, measure, "colleague", at=NOW, words="On second thoughts, no.")
    assert (again.pk, again.revision, again.answer) == (first.pk, 2, "")
    with pytest.raises(ReplyChanged):
        actions.answer_reply(member=peer, reply=first, text="Yes.", revision=1, now=NOW)
    assert MeasureReply.objects.count() == 1


def test_only_the_lead_answers_and_the_writer_does_not_reply(community, author, peer):
    measure = making.consulted(community, at=NOW)
    made = making.say(community, measure, "author", at=NOW)
    with pytest.raises(NotTheLead):
        actions.answer_reply(member=author, reply=made, text="Yes.", revision=1, now=NOW)
    with pytest.raises(OwnMeasure):
        making.say(community, measure, "peer", at=NOW)


@pytest.mark.parametrize("who", ["guard", "trainer", "auditor", "operator", "guest", "client"])
def test_who_takes_no_part_does_not_reply(who: str, community: Community):
    measure = making.consulted(community, at=NOW)
    with pytest.raises(NotAllowed):
        making.say(community, measure, who, at=NOW)


def test_a_comment_names_a_paragraph_that_is_there(community, author):
    measure = making.consulted(community, at=NOW)
    for number in (0, 3):
        said = actions.ReplyFields(text="", comments={number: "Here."}, language="en")
        with pytest.raises(BadField):
            actions.reply(member=author, measure=measure, said=said, now=NOW)
    empty = actions.ReplyFields(text=" ", comments={1: " "}, language="en")
    with pytest.raises(BadField):
        actions.reply(member=author, measure=measure, said=empty, now=NOW)


def test_a_decision_counts_that_exists_is_of_the_group_and_in_force(community, author, outsider):
    measure = making.closed(community, at=NOW)
    group = making.group_named(measure)
    other = making.decision_of(community, making.group_of(community, at=NOW), at=NOW)
    for bad in ("", "decision:nonsense", f"decision:{measure.key}", other):
        with pytest.raises(BadField):
            actions.try_first(member=author, measure=measure, decision=bad, now=LATER)
    good = making.decision_of(community, group, at=NOW)
    done = actions.try_first(member=author, measure=measure, decision=good, now=LATER)
    assert Decision.objects.get(key=good.removeprefix("decision:")).measure == measure.public_id
    assert (done.state, done.decision) == ("pilot", good)


def test_a_pilot_is_tried_decided_and_adopted(community, author, peer):
    measure = making.piloted(community, at=NOW)
    done = actions.conclude(member=peer, measure=measure, result="cannot-tell", found="Too few nights.", now=LATER)
    assert done.state == "decision"
    done = actions.adopt(
        member=author, measure=done, decision=done.decision, effective_on=TODAY, review_on=REVIEW, now=LATER
    )
    version = MeasureVersion.objects.get(measure=done)
    assert (done.state, done.in_force, version.pilot_result) == ("adopted", 1, "cannot-tell")
    assert len(version.sha256) == 64


def test_a_change_begins_a_version_and_leaves_the_adopted_one_as_it_is(community, author, peer):
    measure = making.reviewed(community, at=NOW)
    done = actions.change_again(member=author, measure=measure, effect_found="Little.", now=LATER)
    assert (done.state, done.n, done.in_force) == ("drafting", 2, 1)
    said = fields(texts=(text(title="Three people"), text("nl")), working_group=done.working_group)
    done = actions.change(member=peer, measure=done, said=said, now=LATER)
    assert Measure.objects.get(pk=done.pk).title == "Two people open the gate at night"
    done = actions.consult(member=peer, measure=done, now=LATER)
    assert (done.title, done.state) == ("Three people", "consultation")
    assert MeasureVersion.objects.get(measure=done, n=1).texts[0]["title"] == "Two people open the gate at night"


def test_each_step_after_the_first_is_the_next_publication(community):
    measure = making.withdrawn(community, at=NOW)
    steps = list(Publication.objects.of(measure).order_by("version").values_list("step", flat=True))
    # Consultation, decision, adopted, under review, withdrawn.
    assert steps == ["published", "revised", "revised", "revised", "withdrawn"]


def test_two_who_write_at_once_do_not_overwrite_each_other(community, peer):
    measure = making.idea(community, at=NOW)
    seen = MeasureVersion.objects.get(measure=measure).changed_at
    actions.change(member=peer, measure=measure, said=fields(cost="high"), seen=seen, now=LATER)
    with pytest.raises(ChangedMeanwhile):
        actions.change(member=peer, measure=measure, said=fields(cost="low"), seen=seen, now=LATER)


def test_paragraphs_are_numbered_alike_in_every_language(community, peer):
    measure = making.draft(community, at=NOW, texts=(text(), text("nl", body="One paragraph only.")))
    with pytest.raises(ParagraphsDiffer):
        actions.consult(member=peer, measure=measure, readers=making.GREEN, now=NOW)


def test_the_chair_of_the_group_is_among_the_readers(community, outsider):
    """East writes for itself; north's chair would not read it."""
    measure = making.draft(community, at=NOW)
    red = Readers(tlp=Tlp.RED)
    with pytest.raises(BadField):
        actions.consult(member=community.member("peer"), measure=measure, readers=red, now=NOW)


def test_texts_that_tell_of_people_are_asked_about(community, peer):
    said = fields(texts=(text(problem="Ask on +32 475 12 34 56."), text("nl")))
    with pytest.raises(PersonalDataFound) as found:
        actions.have_idea(member=peer, said=said, now=NOW)
    tokens = frozenset(one.token for one in found.value.finds)
    assert actions.have_idea(member=peer, said=said, not_personal=tokens, now=NOW).pk


BAD = [
    {"texts": (text(title=""),)},
    {"texts": (text(), text())},
    {"texts": (text(title="a" * 201),)},
    {"texts": (text("xx"),)},
    {"texts": (text(body="a\n\n" * 61),)},
    {"texts": (text(problem="Turn\u202eit round."),)},
    {"controls": ("NO-99",)},
    {"controls": ("ACC-06", "ACC-06")},
    {"methods": ("DRG",) * 2},
    {"cost": "free"},
    {"effort": "years"},
    {"working_group": "group:00000000-0000-4000-8000-000000000000"},
    {"working_group": "nonsense"},
]


@pytest.mark.parametrize("bad", BAD, ids=lambda one: next(iter(one)))
def test_bad_input_is_refused_at_its_field(bad: dict[str, object], community: Community, peer):
    with pytest.raises(BadField):
        actions.have_idea(member=peer, said=fields(**bad), now=NOW)
    assert not Measure.objects.exists()


def test_a_draft_may_be_given_up_until_it_is_shared(community, peer):
    actions.discard(member=peer, measure=making.draft(community, at=NOW), now=NOW)
    assert not Measure.objects.exists()
    with pytest.raises(Refusal):
        actions.discard(member=peer, measure=making.consulted(community, at=NOW), now=NOW)


CHANGES = [
    ("consultation", {"texts": []}),
    ("consultation", {"controls": []}),
    ("consultation", {"opened_at": LATER}),
    ("pilot", {"pilot_measure": "Something easier."}),
    ("adopted", {"effective_on": REVIEW}),
    ("adopted", {"sha256": ""}),
    ("adopted", {"fewer_reason": "Other."}),
    ("adopted", {"frozen_at": None, "sha256": ""}),
]


@pytest.mark.parametrize(("state", "change"), CHANGES)
def test_what_stands_is_neither_changed_nor_removed(state: str, change: dict[str, object], community: Community):
    measure = MADE[state](community, at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        MeasureVersion.objects.filter(measure=measure).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        MeasureVersion.objects.filter(measure=measure).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        MeasureStep.objects.filter(measure=measure, is_inside=False).update(note="Other.")
