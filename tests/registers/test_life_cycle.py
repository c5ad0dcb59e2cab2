"""A use case goes from idea to stopped step by step, past its gates, by its owner's seats alone."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from port2port.base.refusal import Refusal
from port2port.pure.ai_camera import MOVES, Measured, State
from port2port.registers import actions
from port2port.registers.fields import fields_of
from port2port.registers.models import AiUseCase, CaseMove, Measurement
from port2port.registers.rules import NoSuchStep, NotYet, Prohibited
from port2port.reports.rules import BadField
from port2port.sharing.actions import NotYours
from tests.personas import NOW, PERSONAS
from tests.registers.conftest import COUNTED, STEPS, measure, said

MAY_MOVE = {"author", "colleague", "coordinator"}


@pytest.mark.parametrize(("state", "to"), list(product(STEPS, STEPS)))
def test_each_step_is_allowed_or_refused(author, kept, state: str, to: str):
    case = kept(state=state, measured=False)

    if State(to) in MOVES[State(state)]:
        assert actions.move_case(member=author, case=case, to=to, why="Because.", now=NOW).state == to
        assert CaseMove.objects.filter(case=case).order_by("id").values_list("after", flat=True).last() == to
    else:
        with pytest.raises(NoSuchStep):
            actions.move_case(member=author, case=case, to=to, why="Because.", now=NOW)
        case.refresh_from_db()
        assert case.state == state


@pytest.mark.parametrize("who", [*PERSONAS, "nobody"])
def test_only_seats_of_the_owner_that_publish_move_it(community, kept, who: str):
    case, member = kept(), community.member(who)

    if who in MAY_MOVE:
        actions.move_case(member=member, case=case, to="assessed", now=NOW)
    else:
        with pytest.raises(NotYours):
            actions.move_case(member=member, case=case, to="assessed", now=NOW)


@pytest.mark.parametrize("step", ["paused", "stopped", "withdrawn"])
def test_to_end_it_one_says_why(author, kept, step: str):
    case = kept(state="in_use")

    with pytest.raises(BadField) as refused:
        actions.move_case(member=author, case=case, to=step, why="  ", now=NOW)

    assert refused.value.name == "why"


@pytest.mark.parametrize("lacking", [{"decides": ""}, {"within_s": None}, {"switches_off": ""}])
def test_no_trial_without_oversight(author, kept, lacking: dict[str, object]):
    case = kept(state="assessed", **lacking)

    with pytest.raises(NotYet, match="who may switch it off"):
        actions.move_case(member=author, case=case, to="trial", now=NOW)


def test_no_biometry_without_an_impact_assessment(author, kept):
    case = kept(state="assessed", biometric="verification")

    with pytest.raises(NotYet, match="impact assessment"):
        actions.move_case(member=author, case=case, to="trial", now=NOW)
    actions.change_case(member=author, case=case, said=replace(fields_of(case), dpia="7"), seen_at=None, now=NOW)
    assert actions.move_case(member=author, case=case, to="trial", now=NOW).state == "trial"


@pytest.mark.parametrize(
    ("answers", "article"),
    [
        ({"biometric": "emotion", "at_work": True}, r"5\(1\)\(f\)"),
        ({"biometric": "categorisation", "is_sensitive": True}, r"5\(1\)\(g\)"),
        (
            {"biometric": "identification", "place": "public", "is_real_time": True, "for_law_enforcement": True},
            r"5\(1\)\(h\)",
        ),
    ],
)
def test_what_the_law_prohibits_stops_at_assessed_and_names_the_article(author, kept, answers, article):
    case = kept(state="assessed", dpia="7", **answers)
    assert case.ai_class == "prohibited_5"

    with pytest.raises(Prohibited, match=article):
        actions.move_case(member=author, case=case, to="trial", now=NOW)
    allowed = replace(fields_of(case), authority="Letter 12")
    actions.change_case(member=author, case=case, said=allowed, seen_at=None, now=NOW)
    assert actions.move_case(member=author, case=case, to="trial", now=NOW).state == "trial"


def test_a_class_is_raised_by_hand_and_never_lowered(author, kept):
    assert kept(raised="high_risk_III_1").ai_class == "high_risk_III_1"
    with pytest.raises(BadField) as refused:
        actions.keep_case(member=author, said=said(biometric="identification", raised="none"), now=NOW)
    assert refused.value.name == "raised"


def test_a_class_that_was_raised_stays_when_other_answers_change(author, kept):
    case = kept(raised="prohibited_5")

    changed = actions.change_case(
        member=author, case=case, said=replace(fields_of(case), title="Other"), seen_at=None, now=NOW
    )

    assert changed.ai_class == "prohibited_5"


@pytest.mark.parametrize(
    "change",
    [{"decides": ""}, {"biometric": "identification"}, {"raised": "prohibited_5"}, {"class_reasoning": ""}],
)
def test_a_running_camera_keeps_what_its_trial_asked_for(author, kept, change: dict[str, object]):
    case = kept(state="in_use")

    with pytest.raises(NotYet):
        actions.change_case(member=author, case=case, said=replace(fields_of(case), **change), seen_at=None, now=NOW)


def test_a_paused_one_may_lose_it_and_is_then_not_taken_up_again(author, kept):
    case = kept(state="paused")
    said_now = replace(fields_of(case), decides="")
    actions.change_case(member=author, case=case, said=said_now, seen_at=None, now=NOW)

    with pytest.raises(NotYet):
        actions.move_case(member=author, case=case, to="in_use", now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "trial", "decides": ""},
        {"state": "trial", "within_s": None},
        {"state": "in_use", "biometric": "emotion"},
        {"state": "in_use", "ai_class": "prohibited_5"},
        {"state": "gone"},
        {"title": ""},
        {"tlp": 4},
    ],
)
def test_the_tables_hold_the_gates_too(kept, change: dict[str, object]):
    case = kept()
    with pytest.raises(IntegrityError), transaction.atomic():
        AiUseCase.objects.filter(pk=case.pk).update(**change)


def test_a_step_stands(kept):
    move = kept().moves.get()
    for do in (lambda: CaseMove.objects.filter(pk=move.pk).update(why="Other"), move.delete):
        with pytest.raises(DatabaseError, match="stands as it was written"), transaction.atomic():
            do()


def test_the_second_of_two_who_had_it_open_is_told(author, colleague, kept):
    case = kept()
    seen = case.changed_at
    said_first = replace(fields_of(case), title="First")
    actions.change_case(member=author, case=case, said=said_first, seen_at=seen, now=NOW + timedelta(minutes=1))

    with pytest.raises(actions.ChangedMeanwhile):
        actions.change_case(
            member=colleague, case=case, said=replace(fields_of(case), title="Second"), seen_at=seen, now=NOW
        )
    case.refresh_from_db()
    assert case.title == "First"


def test_the_same_form_sent_twice_makes_one_case(author):
    first = actions.keep_case(member=author, said=said(), key="a", now=NOW)
    second = actions.keep_case(member=author, said=said(), key="a", now=NOW)

    assert first == second
    assert AiUseCase.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "a\u202eb"}, "title"),
        ({"kind": "wizard"}, "kind"),
        ({"place": "moon"}, "place"),
        ({"purposes": ("NOT-A-CODE",)}, "purposes"),
        ({"within_s": 0}, "within_s"),
        ({"retention_days": 9_999_999}, "retention_days"),
        ({"language": "xx"}, "language"),
        ({"summary": "x" * 5_000}, "summary"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(author, wrong: dict[str, object], field: str):
    with pytest.raises(BadField) as refused:
        actions.keep_case(member=author, said=said(**wrong), now=NOW)
    assert refused.value.name == field


def test_sites_and_seats_of_others_are_no_answer(author, community):
    for name, other in (("facility", community.facilities["south"]), ("contact", community.seats["peer"])):
        with pytest.raises(BadField) as refused:
            actions.keep_case(member=author, said=said(**{name: other}), now=NOW)
        assert refused.value.name == name


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"measured": Measured(1, 10, 6, 5)}, "alarms"),
        ({"measured": Measured(1, staged=1, found=2)}, "found"),
        ({"measured": Measured(0, 10)}, "camera_days"),
        ({"measured": Measured(-1)}, "camera_days"),
        ({"measured": replace(COUNTED, alarms=10**12)}, "alarms"),
        ({"to_on": date(2026, 1, 1)}, "to_on"),
        ({"to_on": date(2030, 1, 1)}, "to_on"),
        ({"from_on": date(1999, 1, 1)}, "from_on"),
        ({"conditions": ("storm",)}, "conditions"),
    ],
)
def test_results_that_cannot_be_are_refused_at_their_field(author, kept, wrong: dict[str, object], field: str):
    case = kept(measured=False)
    with pytest.raises(BadField) as refused:
        measure(author, case, **wrong)
    assert refused.value.name == field
    assert not Measurement.objects.exists()


def test_a_period_is_taken_away_again(author, kept):
    case = kept()
    actions.forget_measurement(member=author, measurement=case.measurements.get(), now=NOW)

    assert not Measurement.objects.exists()


def test_nobody_else_measures_or_takes_away(peer, kept):
    case = kept()
    with pytest.raises(Refusal):
        measure(peer, case)
    with pytest.raises(Refusal):
        actions.forget_measurement(member=peer, measurement=case.measurements.get(), now=NOW)
