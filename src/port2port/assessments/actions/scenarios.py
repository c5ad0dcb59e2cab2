"""Risk scenarios of a facility: looked up in the tables, never multiplied."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from port2port.assessments.actions.shared import check_open, kept, seat_of
from port2port.assessments.models import Assessment, Confidence, RiskScenario
from port2port.assessments.refusals import ChangedMeanwhile
from port2port.base.refusal import NotAllowed
from port2port.duties.actions.promises import Promise, promise
from port2port.duties.models import Action
from port2port.members.member import Member
from port2port.pure.scenario_risk import TABLE_VERSION, Scenario, Verdict, risk_of
from port2port.pure.texts import Room
from port2port.reports.rules import BadField, cleaned
from port2port.vocabulary import lookup

TITLE = Room(characters=200, byte_count=800, required=True)
RATIONALE = Room(characters=2_000, byte_count=8_000, lines=True)
TREATMENT = Room(characters=500, byte_count=2_000, lines=True)
MEASURE = Room(characters=80, byte_count=320)
CONFIRMED_IN = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioFields:
    """A scenario at one site. steps 1-4, 4 the most      method   of the vocabulary, may be empty"""

    title: str
    intent: int
    capability: int
    vulnerability: int
    impact: int
    confidence: str
    method: str = ""
    rationale: str = ""
    treatment: str = ""
    measure: str = ""


@transaction.atomic
def save_scenario(
    *,
    member: Member,
    assessment: Assessment,
    said: ScenarioFields,
    scenario: RiskScenario | None = None,
    seen: int = 0,
    now: datetime,
) -> RiskScenario:
    """A new one, or other words for `scenario`, of which revision `seen` was on the page.

    Raises NotAllowed, NotWritable, RoundNotOpen, Withdrawn, BadField, ChangedMeanwhile.
    """
    row = _written(member, assessment)
    found = RiskScenario(assessment=row, revision=0)
    if scenario is not None:
        found = RiskScenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk, assessment=row)
        if found.revision != seen:
            raise ChangedMeanwhile([found])
    _fill(found, said)
    found.revision += 1
    found.by_id, found.at = seat_of(member), now
    if found.confidence == Confidence.LOW and found.verdict == Verdict.DOCUMENT and found.review_action_id is None:
        found.review_action = _confirm(row, found, member=member, now=now)
    found.save()
    return found


def _written(member: Member, assessment: Assessment) -> Assessment:
    row = kept(member, assessment)
    if row.assessor_id is not None:
        # Private to the facility: an authority's record holds none.
        raise NotAllowed
    check_open(row)
    return row


def _fill(row: RiskScenario, said: ScenarioFields) -> None:
    if said.confidence not in Confidence.values:
        raise BadField("confidence", gettext_lazy("Choose one of the values offered."))
    if said.method and not lookup.is_known("methods", said.method):
        raise BadField("method", gettext_lazy("This code is not in the vocabulary."))
    try:
        risk = risk_of(Scenario(said.intent, said.capability, said.vulnerability, said.impact))
    except ValueError as fault:
        raise BadField("intent", gettext_lazy("Each step runs from 1 to 4.")) from fault
    row.title, row.method = cleaned("title", said.title, TITLE), said.method
    row.intent, row.capability = said.intent, said.capability
    row.vulnerability, row.impact, row.confidence = said.vulnerability, said.impact, said.confidence
    row.rationale = cleaned("rationale", said.rationale, RATIONALE)
    row.treatment = cleaned("treatment", said.treatment, TREATMENT)
    row.measure = cleaned("measure", said.measure, MEASURE)
    row.table_version = TABLE_VERSION
    row.threat, row.likelihood, row.verdict = risk.threat, risk.likelihood, risk.verdict.value


def _confirm(row: Assessment, scenario: RiskScenario, *, member: Member, now: datetime) -> Action:
    said = Promise(
        title=(_("Confirm by review: %(scenario)s") % {"scenario": scenario.title})[:200],
        due_on=timezone.localdate(now) + CONFIRMED_IN,
        language=lookup.reader_language(),
        facility=row.facility,
        source=("assessment", row.key),
    )
    return promise(member=member, wish=said, now=now)


@transaction.atomic
def take_out_scenario(*, member: Member, scenario: RiskScenario, now: datetime, back: bool = False) -> RiskScenario:
    """It is not looked at any more; `back` is the undo. Raises as `save_scenario`."""
    _written(member, scenario.assessment)
    row = RiskScenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk)
    row.taken_out_at = None if back else now
    row.save(update_fields=["taken_out_at"])
    return row
