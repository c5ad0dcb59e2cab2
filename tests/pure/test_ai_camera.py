"""The AI-camera register's rules: class, gates and figures (the plan's own vector among them)."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.ai_camera import (
    MOVES,
    AiClass,
    Biometric,
    Facts,
    Gate,
    Measured,
    Place,
    State,
    articles,
    class_of,
    computed,
    faults_of,
    figures,
    missing,
    wilson,
)

READY = Facts(reasoning="No people.", decides="Control room", within_s=60, switches_off="Officer on duty")
FACE_IN_PUBLIC = Facts(
    biometric=Biometric.IDENTIFICATION, place=Place.PUBLIC, is_real_time=True, for_law_enforcement=True
)


def test_the_vector_of_the_plan():
    said = figures(Measured(camera_days=40, alarms=120, true=18, false=102, staged=20, found=18))

    assert said.alarms_a_day == 3.0
    assert said.false.percent == 85
    assert said.false.interval == (pytest.approx(77.5, abs=0.05), pytest.approx(90.3, abs=0.05))
    assert not said.false.is_too_few
    assert (said.detection.part, said.detection.n, said.detection.is_too_few) == (18, 20, True)


def test_nothing_counted_says_nothing():
    said = figures(Measured())

    assert (said.alarms_a_day, said.false.percent, said.detection.interval) == (None, None, None)


@given(st.integers(1, 2_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_within_0_and_100(pair):
    part, n = pair
    low, high = wilson(part, n)

    assert 0 <= low <= 100 * part / n + 1e-9
    assert 100 * part / n - 1e-9 <= high <= 100


@pytest.mark.parametrize(
    ("facts", "article"),
    [
        (Facts(biometric=Biometric.EMOTION, at_work=True), "5(1)(f)"),
        (Facts(biometric=Biometric.CATEGORISATION, is_sensitive=True), "5(1)(g)"),
        (FACE_IN_PUBLIC, "5(1)(h)"),
    ],
)
def test_what_article_5_prohibits(facts: Facts, article: str):
    assert articles(facts) == (article,)
    assert computed(facts) == AiClass.PROHIBITED


@pytest.mark.parametrize(
    "change",
    [
        {"is_real_time": False},
        {"place": Place.SEMI_PUBLIC},
        {"for_law_enforcement": False},
        {"biometric": Biometric.VERIFICATION},
    ],
)
def test_one_answer_less_is_not_prohibited(change: dict[str, object]):
    assert computed(replace(FACE_IN_PUBLIC, **change)) != AiClass.PROHIBITED


@pytest.mark.parametrize(
    ("biometric", "wanted"),
    [
        (Biometric.NONE, AiClass.NONE),
        (Biometric.VERIFICATION, AiClass.NONE),
        (Biometric.IDENTIFICATION, AiClass.HIGH_RISK),
        (Biometric.CATEGORISATION, AiClass.HIGH_RISK),
        (Biometric.EMOTION, AiClass.HIGH_RISK),
    ],
)
def test_what_recognises_people_is_high_risk(biometric: Biometric, wanted: AiClass):
    assert computed(Facts(biometric=biometric)) == wanted


def test_a_class_is_raised_and_never_lowered():
    flags = (False, True)
    for biometric, place, now, police, work, sensitive, raised in product(
        Biometric, Place, flags, flags, flags, flags, AiClass
    ):
        facts = Facts(
            biometric=biometric,
            place=place,
            is_real_time=now,
            for_law_enforcement=police,
            at_work=work,
            is_sensitive=sensitive,
            raised=raised,
        )
        assert class_of(facts).weight == max(computed(facts).weight, raised.weight)


@pytest.mark.parametrize("to", [State.TRIAL, State.IN_USE])
@pytest.mark.parametrize(
    ("change", "gates"),
    [
        ({}, ()),
        ({"decides": ""}, (Gate.OVERSIGHT,)),
        ({"within_s": None}, (Gate.OVERSIGHT,)),
        ({"within_s": 0}, (Gate.OVERSIGHT,)),
        ({"switches_off": ""}, (Gate.OVERSIGHT,)),
        ({"biometric": Biometric.VERIFICATION}, (Gate.DPIA,)),
        ({"biometric": Biometric.VERIFICATION, "dpia": "DPIA-7"}, ()),
        ({"raised": AiClass.PROHIBITED}, (Gate.PROHIBITED,)),
        ({"raised": AiClass.PROHIBITED, "authority": "Letter 12"}, ()),
        ({"reasoning": ""}, (Gate.REASONING,)),
    ],
)
def test_the_gates_of_a_running_camera(to: State, change: dict[str, object], gates: tuple[Gate, ...]):
    assert missing(replace(READY, **change), to) == gates


def test_what_is_prohibited_is_assessed_and_goes_no_further():
    facts = replace(FACE_IN_PUBLIC, reasoning="Faces in the street.", dpia="DPIA-7", **_oversight())

    assert missing(facts, State.ASSESSED) == ()
    assert missing(facts, State.TRIAL) == (Gate.PROHIBITED,)
    assert missing(replace(facts, authority="Ruling 3"), State.TRIAL) == ()


def _oversight() -> dict[str, object]:
    return {"decides": READY.decides, "within_s": READY.within_s, "switches_off": READY.switches_off}


@pytest.mark.parametrize("to", [State.PAUSED, State.STOPPED, State.WITHDRAWN, State.IDEA])
def test_nothing_keeps_a_camera_running(to: State):
    assert missing(Facts(raised=AiClass.PROHIBITED), to) == ()


def test_every_state_but_the_last_can_be_withdrawn():
    assert {state for state, steps in MOVES.items() if State.WITHDRAWN not in steps} == {State.WITHDRAWN}


@pytest.mark.parametrize(
    ("measured", "faults"),
    [
        (Measured(40, 120, 18, 102, 20, 18), ()),
        (Measured(40, 120, 18, 103), ("alarms",)),
        (Measured(40, staged=3, found=4), ("found",)),
        (Measured(0, alarms=1), ("camera_days",)),
        (Measured(-1), ("camera_days",)),
    ],
)
def test_counts_that_cannot_be(measured: Measured, faults: tuple[str, ...]):
    assert faults_of(measured) == faults
