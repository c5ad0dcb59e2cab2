"""From a draft to a result: what is registered stands, counts come after it, a run can be made again from its file."""

from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from port2port.base.refusal import NotAllowed
from port2port.counts import actions as counts
from port2port.counts.rules import WeekSaid
from port2port.ledger import store
from port2port.pure.canonical import canonical_json
from port2port.pure.displacement.panel_file import read_panel
from port2port.pure.displacement.study import displacement
from port2port.reports.rules import BadField
from port2port.sharing.models import Publication
from port2port.studies import actions
from port2port.studies.found import found_in
from port2port.studies.models import Study, StudyResult
from port2port.studies.page import study_page
from port2port.studies.reasons import TITLES
from port2port.studies.refusals import (
    CountsRefused,
    KilogramsRefused,
    NoComparisonNamed,
    NothingNew,
    NotLentNow,
    NotReady,
    NotRegistered,
    ReadAnew,
    RegisteredAlready,
)
from port2port.studies.saying import title_of
from tests.personas import NOW
from tests.studies import making


def test_the_result_says_what_the_arithmetic_says_and_becomes_version_two(result):
    found = found_in(result.figures)
    again = displacement(read_panel(canonical_json(result.panel)).counts)

    assert found.verdict == again.verdict == "displaced"
    assert found.at_target.said.amount == pytest.approx(-again.target_change.estimate)
    assert found.elsewhere.said.low == pytest.approx(again.elsewhere_change.low)
    assert "lower than expected" in title_of(found)
    assert Study.objects.get().version == 2
    assert set(result.versions) == {"python", "port2port", "numpy", "scipy"}


def test_the_same_counts_and_the_same_seed_give_the_same_figures(community, study, result):
    again = actions.running.reckon(canonical_json(result.panel), seed=result.seed, step=lambda _done, _total: None)

    assert again.figures == result.figures
    assert again.rows == result.rows
    assert actions.running.digest_of(study.sha256, 1, again) == result.sha256


def _note(publication: Publication) -> dict[str, Any]:
    objects = store.read(publication.position).payload["objects"]
    return next(one for one in objects if one["type"] == "note")


def test_the_registration_is_in_the_ledger_whole_and_its_hash_holds(study):
    publication = Publication.objects.of(study).get(version=1)
    note = _note(publication)
    (said,) = note["extensions"].values()

    assert sha256(canonical_json(said["definition"])).hexdigest() == study.sha256 == said["sha256"]
    assert said["definition"]["measure"]["title"] == "Patrols along the fence"
    assert "verdict" not in said
    assert publication.at == study.frozen_at


def test_no_count_of_any_week_is_in_what_the_ledger_holds_of_a_result(study, result):
    publication = Publication.objects.of(study).get(version=2)
    note = _note(publication)
    (said,) = note["extensions"].values()

    assert (said["run"], said["verdict"], said["result_sha256"]) == (1, "displaced", result.sha256)
    assert set(said) == {
        *("extension_type", "kind", "version", "title", "definition", "sha256", "run", "verdict"),
        *("result_sha256", "pap"),
    }


def test_a_study_is_registered_once_and_as_it_was_shown(community, draft):
    author = community.member("author")
    with pytest.raises(ReadAnew):
        actions.register_study(member=author, study=draft, sha256="0" * 64, now=NOW)
    making.registered(community, draft, now=NOW)
    with pytest.raises(RegisteredAlready):
        actions.register_study(member=author, study=draft, sha256=draft.sha256, now=NOW)
    with pytest.raises(RegisteredAlready):
        actions.answer_sight(member=author, study=draft, hoped_percent=10, now=NOW)


@pytest.mark.parametrize(
    ("name", "value"), [("title", "Another"), ("weeks_after", 26), ("sha256", "f" * 64), ("hypothesis", "open")]
)
def test_the_database_lets_nobody_change_what_was_registered(study, name, value):
    with pytest.raises(IntegrityError), transaction.atomic():
        Study.objects.filter(pk=study.pk).update(**{name: value})


def test_the_database_keeps_results_and_knows_no_kilograms(study, result):
    with pytest.raises(IntegrityError), transaction.atomic():
        StudyResult.objects.filter(pk=result.pk).update(figures={})
    with pytest.raises(IntegrityError), transaction.atomic():
        StudyResult.objects.filter(pk=result.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Study.objects.create(
            title="Mass",
            circle=study.circle,
            intervention=study.intervention,
            outcome="kilograms",
            originator=study.originator,
            language="en",
            made_at=NOW,
            changed_at=NOW,
        )


def test_kilograms_are_refused_with_their_reason(community, network):
    draft = making.begun(community, network, now=NOW)

    with pytest.raises(KilogramsRefused, match="no measure of crime"):
        actions.answer_counted(
            member=community.member("author"), study=draft, outcome="kilograms", category="", now=NOW
        )
    with pytest.raises(BadField):
        actions.answer_counted(
            member=community.member("author"), study=draft, outcome="drone_sightings", category="", now=NOW
        )


def test_without_a_comparison_it_is_stopped_or_a_description(community, network):
    draft = making.drafted(community, network, now=NOW, outside=False)
    with pytest.raises(NoComparisonNamed, match="nobody can tell"):
        actions.answer_outside(member=community.member("author"), study=draft, said=making.OutsideSaid(), now=NOW)
    result = making.ran(community, making.registered(community, draft, now=NOW), now=NOW)
    found = found_in(result.figures)

    assert found.verdict == "not_assessable"
    assert found.reasons == ("no_external_comparison",)
    assert title_of(found) == TITLES[found.reasons[0]]
    assert result.rows[0]["target_expected"] is None


def test_what_is_missing_keeps_it_from_being_registered(community, network):
    draft = making.begun(community, network, now=NOW)

    with pytest.raises(NotReady):
        actions.register_study(member=community.member("author"), study=draft, sha256="", now=NOW)


def test_a_run_needs_new_counts_and_becomes_the_next_version(community, network, study, result):
    with pytest.raises(NothingNew):
        making.ran(community, study, now=NOW)
    week = network.first + 30 * making.WEEK + 130 * making.WEEK
    said = {week: WeekSaid(19)}
    counts.enter_weeks(member=community.member("author"), series=network.series["north"], said=said, now=NOW)
    second = making.ran(community, study, now=NOW)

    assert second.number == 2
    assert second.input_sha256 != result.input_sha256
    assert StudyResult.objects.count() == 2
    assert Study.objects.get().version == 3


def test_a_missing_week_is_refused_with_its_day_and_port(community, network, study):
    week = network.start + 4 * making.WEEK
    counts.enter_weeks(
        member=community.member("peer"), series=network.series["far"], said={week: WeekSaid(None)}, now=NOW
    )

    with pytest.raises(CountsRefused) as refused:
        making.ran(community, study, now=NOW)

    assert "Far" in str(refused.value)
    assert str(week.year) in str(refused.value)
    assert not StudyResult.objects.exists()


def test_the_page_names_who_took_counts_back_and_nobody_who_compared(community, network, study, result):
    def named() -> list[str]:
        return study_page(study, member=community.member("author"), number="").taken_back

    assert named() == []
    loan = network.loans["far"]
    counts.take_back(member=community.member("peer"), loan=loan, now=NOW)
    assert named() == [loan.organisation.name]


def test_what_is_taken_back_is_read_no_more_and_what_was_read_stays(community, network, study, result):
    counts.take_back(member=community.member("peer"), loan=network.loans["far"], now=NOW)

    with pytest.raises(NotLentNow, match="BEFAR"):
        making.ran(community, study, now=NOW)
    assert StudyResult.objects.get().figures["other_ports"] == ["Far", "South"]


def test_a_changed_definition_is_a_new_study_that_names_the_old_one(community, study, result):
    author = community.member("author")
    made = actions.change_study(member=author, study=study, now=NOW)
    actions.answer_recording(member=author, study=made, is_checked=True, now=NOW)
    actions.answer_sight(member=author, study=made, hoped_percent=20, now=NOW)
    second = making.registered(community, Study.objects.get(pk=made.pk), now=NOW)

    assert second.replaces == study
    assert second.definition["replaces"] == str(study.key)
    assert second.sha256 != study.sha256


def test_a_second_study_of_the_measure_names_the_first_without_being_told(community, network, study):
    second = making.registered(community, making.drafted(community, network, now=NOW), now=NOW)

    assert second.replaces == study


def test_only_a_registered_study_is_run(community, draft):
    with pytest.raises(NotRegistered):
        making.ran(community, draft, now=NOW)


def test_who_is_not_in_the_circle_begins_no_study_there(community, network):
    with pytest.raises((NotAllowed, BadField)):
        making.begun(community, network, now=NOW, by="outsider")
    for nobody in ("guard", "auditor", "client", "guest", "trainer"):
        with pytest.raises(NotAllowed):
            making.begun(community, network, now=NOW, by=nobody)
