"""Three instruments from the pinned controls: the vectors of the design, and nothing that a new version could move."""

import json
from dataclasses import asdict
from datetime import timedelta

from port2port.assessments import actions
from port2port.assessments.derogations import running_until
from port2port.assessments.page import headline, headline_parts
from port2port.assessments.pinned import sheet_of
from port2port.assessments.results import lines_of, result_of
from port2port.measures.models import Adoption, ExceptionGrant, MeasureVersion
from port2port.norms.models import CatalogueVersion
from tests.assessments.conftest import answered, said
from tests.measures import making
from tests.norms.test_versions import published
from tests.personas import NOW


def result(assessment):
    return result_of(lines_of(assessment), sheet_of(assessment.round), target=3)


def as_bytes(assessment) -> bytes:
    return json.dumps([asdict(result(assessment)), [one.asked.statement for one in lines_of(assessment)]]).encode()


def test_the_light_baseline_asks_26_controls_of_which_12_are_key(round_):
    sheet = sheet_of(round_, "en")
    assert (len(sheet.controls), len(sheet.key_ids)) == (26, 12)


def test_the_headline_is_a_number_of_open_musts(assessment, author, community):
    musts = [one.id for one in sheet_of(assessment.round, "en").controls if one.is_must]
    met, partly, not_met, absent, accepted = musts[:5]
    answered(
        author,
        assessment,
        said(met, conformity="met"),
        said(partly),
        said(not_met, conformity="not_met"),
        said(absent, conformity="not_applicable", na_reason="None here."),
        said(accepted, conformity="not_applicable", na_reason="None here."),
    )
    actions.submit(member=author, assessment=assessment, now=NOW)
    colleague = community.member("colleague")
    actions.take_up(member=colleague, assessment=assessment, now=NOW)
    actions.agree_assessment(member=colleague, assessment=assessment, accepted=[accepted], now=NOW)
    stands = result(assessment).musts

    assert stands.all == len(musts)
    assert stands.open == len(musts) - 2
    assert stands.waiting_for_acceptance == 1
    assert stands.not_assessed == len(musts) - 5


def test_a_family_stands_at_its_lowest_key_control_and_is_not_rated_before_all_are_answered(assessment, author):
    keys = [one for one in sheet_of(assessment.round, "en").controls if one.objective == "acc" and one.is_key]
    answered(author, assessment, *(said(one.id, doc=4, impl=3) for one in keys[1:]))
    by_name = {one.id: one for one in result(assessment).families}
    assert by_name["acc"].stands.level is None

    answered(author, assessment, said(keys[0].id, doc=2, impl=4))
    family = {one.id: one for one in result(assessment).families}["acc"]
    assert (family.stands.documented, family.stands.implemented, family.stands.level, family.gap) == (2, 3, 2, 1)


def test_a_later_version_of_the_catalogue_changes_no_byte_of_a_result(assessment, author, community):
    answered(author, assessment, said(), said("acc-01", conformity="met", doc=5, impl=5))
    before = as_bytes(assessment)
    published(community, "2.0", key="p2p-controls", without="acc-10", reworded="acc-05")

    assert as_bytes(assessment) == before
    assert CatalogueVersion.objects.filter(key="p2p-controls").count() == 2


def test_an_exception_changes_the_words_and_never_the_number(assessment, author):
    must = next(one for one in sheet_of(assessment.round, "en").controls if one.is_must)
    answered(author, assessment, said(must.id, conformity="not_met"))
    sheet, day = sheet_of(assessment.round), NOW.date()
    plain = result_of(lines_of(assessment), sheet, target=3).musts
    excepted = result_of(lines_of(assessment, until={must.id: day}), sheet, target=3).musts

    assert plain.open == excepted.open
    assert (plain.under_derogation, excepted.under_derogation) == (0, 1)
    assert headline(plain) == headline(excepted)
    assert f"1 under derogation until {day.isoformat()}" in headline_parts(excepted, [day])


def test_an_exception_that_was_granted_is_found_until_its_last_day(assessment, community):
    adopted = making.adopted(community, at=NOW - timedelta(days=60))
    facility, seat = assessment.facility, community.seats["author"]
    adoption = Adoption.objects.create(
        facility=facility,
        version=MeasureVersion.objects.get(measure=adopted),
        state="planned",
        by_on=NOW.date(),
        by=seat,
        changed_at=NOW,
    )
    for control, state in (("ACC-06", "granted"), ("ACC-08", "declined"), ("ZZZ-01", "granted")):
        ExceptionGrant.objects.create(
            adoption=adoption,
            control=control,
            reason="The second gate is being built until the autumn.",
            instead="A guard stands there.",
            language="en",
            until_on=NOW.date(),
            asked_of="port",
            asked_by=seat,
            asked_at=NOW,
            state=state,
            approver=community.seats["peer"],
            answered_at=NOW,
        )
    assert running_until(assessment, today=NOW.date()) == {"acc-06": NOW.date()}
    assert running_until(assessment, today=NOW.date() + timedelta(days=1)) == {}
