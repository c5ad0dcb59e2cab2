"""After the freeze nothing changes, is removed, replaced or added, by whichever way; an answer stands at once."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, models, transaction

from port2port.assessments import actions, triggers
from port2port.assessments.models import (
    Acceptance,
    Answer,
    Assessment,
    AssessmentStep,
    Comment,
    EvidenceRef,
    RiskScenario,
    Round,
)
from tests.assessments.conftest import answered
from tests.assessments.test_answers import evidence, scenario
from tests.personas import NOW


@pytest.fixture
def whole(assessment, author, request):
    """Evidence, a scenario and a comment, then frozen."""
    actions.add_evidence(member=author, assessment=assessment, said=evidence(), now=NOW)
    actions.save_scenario(member=author, assessment=assessment, said=scenario(), now=NOW)
    actions.comment(member=author, assessment=assessment, control="acc-05", text="Seen.", now=NOW)
    return request.getfixturevalue("frozen")


def refused(do: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match="stands as it was written"), transaction.atomic():
        do()


CHANGES = [
    (Round, {"state": "open"}),
    (Round, {"target": 1}),
    (Round, {"frozen_at": None}),
    (Assessment, {"state": "draft"}),
    (Assessment, {"withdrawn_at": NOW}),
    (Assessment, {"agreed_by": 1}),
    (Answer, {"conformity": "met"}),
    (Answer, {"doc": 5}),
    (Answer, {"control": "acc-06"}),
    (Acceptance, {"by": 1}),
    (EvidenceRef, {"title": "Other"}),
    (EvidenceRef, {"taken_out_at": NOW}),
    (RiskScenario, {"verdict": "A"}),
    (RiskScenario, {"frozen_at": None}),
    (AssessmentStep, {"what": "agreed"}),
    (Comment, {"text": "Other"}),
]


@pytest.mark.parametrize(("table", "change"), CHANGES, ids=lambda one: str(getattr(one, "__name__", one)))
def test_nothing_of_it_changes(whole, table: type[models.Model], change: dict):
    refused(lambda: table._default_manager.update(**change))


KEPT = sorted({one.table for one in triggers.STANDING})


@pytest.mark.parametrize("table", KEPT)
def test_nothing_of_it_is_removed(whole, table: str):
    def remove() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")

    refused(remove)


@pytest.mark.parametrize("table", KEPT)
def test_nothing_of_it_is_replaced_or_emptied(whole, table: str):
    def replace() -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute(f"TRUNCATE {table} CASCADE")
            else:
                cursor.execute(f"REPLACE INTO {table} SELECT * FROM {table}")

    refused(replace)


@pytest.mark.parametrize("table", [Answer, EvidenceRef, RiskScenario])
def test_nothing_is_added_to_it(whole, table: type[models.Model]):
    row = table._default_manager.first()
    row.pk = None
    if isinstance(row, Answer):
        row.revision += 1
    else:
        from uuid import uuid4

        row.key = uuid4()
    refused(row.save)


def test_an_acceptance_is_not_added_either(whole, community):
    answer = Answer.objects.get(control="acc-05")
    refused(lambda: Acceptance.objects.create(answer=answer, by=community.seats["colleague"], at=NOW))


def test_an_answer_stands_before_any_freeze(assessment, author):
    answered(author, assessment)
    refused(lambda: Answer.objects.update(doc=5))
    refused(lambda: Answer.objects.all().delete())


def test_what_an_open_round_is_pinned_to_stands(round_):
    refused(lambda: Round.objects.update(baseline=round_.catalogue))
