"""The sheet out and in, last time's answers, the plan: nothing is lost and nothing moves by itself."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from python_calamine import CalamineWorkbook

from port2port.assessments import actions
from port2port.assessments.models import Answer, Assessment, PlanItem
from port2port.assessments.pinned import sheet_of
from port2port.assessments.refusals import NotOfTheRound
from port2port.assessments.results import lines_of
from port2port.assessments.sheets import cells, columns, read_sheet
from port2port.base.refusal import NotAllowed
from port2port.duties.models import Action
from port2port.pure.sheets import csv_file, xlsx_file
from port2port.reports.rules import BadField
from tests.assessments.conftest import answered, said
from tests.norms.test_versions import published
from tests.personas import NOW, PERSONAS

HARD = '=1+1 "é"; @x\nsecond line ✓ <b>'


def sheet(row: Assessment, *, changes: dict[tuple[str, str], str] | None = None, ending: str = "xlsx") -> bytes:
    """The sheet of an assessment, some cells by id and column changed."""
    heads = [one.heading for one in columns()]
    names = [head.rpartition("· ")[2] for head in heads]
    lines = [list(one) for one in cells(row, lines_of(row))]
    for (control, name), value in (changes or {}).items():
        next(one for one in lines if one[0] == control)[names.index(name)] = value
    if ending == "csv":
        return csv_file(columns(), lines)
    return xlsx_file(columns(), lines, title="T", label="L", made_at=NOW)


def read(row: Assessment, raw: bytes, name: str = "a.xlsx"):
    there = {one.control: one for one in Answer.objects.filter(assessment=row).newest()}
    return read_sheet(raw, name, row, sheet_of(row.round), there, given=None)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_a_sheet_comes_back_as_it_went_out(assessment, author, ending: str, language: str):
    answered(
        author,
        assessment,
        said(rationale=HARD),
        said("acc-01", conformity="not_applicable", na_reason="-5 gates", rationale="'quoted"),
        said("acc-06", rationale="", confidence=""),
    )
    with translation.override(language):
        raw = sheet(assessment, ending=ending)
    back = read(assessment, raw, f"a.{ending}")

    assert (back.wrong, back.conflicts, back.good, back.same) == ((), (), (), 26)


def test_what_was_filled_in_is_saved_whole(assessment, author):
    answered(author, assessment)
    changes = {("acc-05", "rationale"): HARD, ("acc-06", "doc"): "4", ("acc-06", "conformity"): "Voldaan"}
    back = read(assessment, sheet(assessment, changes=changes))
    actions.save_answers(member=author, assessment=assessment, said=back.good, now=NOW)

    assert back.is_clean
    now = {one.control: one for one in Answer.objects.newest()}
    assert now["acc-05"].rationale == HARD
    assert (now["acc-06"].doc, now["acc-06"].conformity) == (4, "met")


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("id", "acc-99", "does not ask"),
        ("id", "acc-06", "twice"),
        ("assessment", "another", "another assessment"),
        ("doc", "7", "1 to 5"),
        ("impl", "high", "whole number"),
        ("conformity", "maybe", "values offered"),
        ("conformity", "not_applicable", "does not apply"),
        ("rationale", "x" * 2001, "too long"),
        ("revision", "-1", "whole number"),
    ],
)
def test_each_wrong_cell_is_named(assessment, author, column: str, value: str, words: str):
    answered(author, assessment)
    back = read(assessment, sheet(assessment, changes={("acc-05", column): value}))

    assert len(back.wrong) == 1
    assert words in back.wrong[0].words
    assert back.wrong[0].row > 1


@pytest.mark.parametrize("raw", [b"", b"no sheet at all", b"PK\x03\x04 broken", b"a;b;c\n1;2;3\n", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_such_sheet_is_refused_whole(assessment, raw: bytes):
    back = read(assessment, raw)
    assert (len(back.wrong), back.good, back.wrong[0].row) == (1, (), 0)


def test_an_answer_given_meanwhile_is_shown_and_kept(assessment, author, community):
    answered(author, assessment)
    raw = sheet(assessment, changes={("acc-05", "doc"): "5"})
    answered(community.member("coordinator"), assessment, said(seen=1, doc=1))
    back = read(assessment, raw)

    assert [(one.said.doc, one.newer.doc) for one in back.conflicts] == [(5, 1)]
    assert back.good == ()


def upload(raw: bytes, name: str = "a.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw)


def test_on_the_page_all_or_nothing_or_the_good_rows(mine, assessment, author):
    address = reverse("assessments:bring", args=[assessment.key])
    raw = sheet(assessment, changes={("acc-05", "doc"): "9", ("acc-06", "doc"): "4"})
    refused = mine.post(address, {"file": upload(raw)})
    assert refused.status_code == 422
    assert not Answer.objects.exists()
    partly = mine.post(address, {"file": upload(raw), "partly": "on"})
    assert partly.status_code == 200
    assert Answer.objects.get().control == "acc-06"
    good = sheet(assessment, changes={("acc-05", "doc"): "3"})
    assert mine.post(address, {"file": upload(good)}).status_code == 302
    assert Answer.objects.count() == 2


@pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
def test_the_files_hold_what_the_page_shows(mine, assessment, author, ending: str):
    answered(author, assessment, said(rationale="Seen at the gate."))
    file = mine.get(reverse("assessments:export", args=[assessment.key, ending]))
    assert file.status_code == 200
    if ending == "json":
        told = json.loads(file.content)
        assert told["round"]["baseline"]["seal"] == assessment.round.baseline.seal
        assert next(one for one in told["controls"] if one["id"] == "acc-05")["rationale"] == "Seen at the gate."
    elif ending == "csv":
        assert b"Seen at the gate." in file.content
    else:
        book = CalamineWorkbook.from_filelike(BytesIO(file.content))
        assert len(book.get_sheet_by_index(0).to_python()) == 27
    assert mine.get(reverse("assessments:export", args=[assessment.key, "exe"])).status_code == 404


@pytest.fixture
def next_round(frozen, planned, desk, community, author) -> Assessment:
    """A second round for the same quay, on a later catalogue: one statement changed, one control gone."""
    published(community, "2.0", key="p2p-controls", without="acc-10", reworded="acc-05")
    row = planned(title="Second", baseline=("p2p-controls", "2.0"))
    row = actions.move_round(member=desk, round=row, to="open", now=NOW)
    return actions.start(member=author, round=row, facility=community.facilities["north"], now=NOW)


def test_the_same_is_offered_the_changed_set_beside_the_gone_left(next_round, author):
    carried = actions.carried_for(next_round, author)

    assert [one.asked.id for one in carried.same] == ["acc-01"]
    assert [one.asked.id for one in carried.changed] == ["acc-05"]
    assert carried.changed[0].was.statement != carried.changed[0].asked.statement
    assert not Answer.objects.filter(assessment=next_round).exists()


def test_only_what_is_the_same_is_taken_over_and_says_from_where(next_round, author, frozen):
    made = actions.take_over(member=author, assessment=next_round, controls=["acc-01", "acc-05", "no-such"], now=NOW)
    old = Answer.objects.get(assessment=frozen, control="acc-01")

    assert [(one.control, one.carried_from_id, one.na_reason) for one in made] == [("acc-01", old.pk, old.na_reason)]
    assert actions.carried_for(next_round, author).same == ()
    assert lines_of(next_round)[0].is_accepted is False


def test_a_control_that_is_asked_no_more_stays_in_the_old_one(frozen, planned, desk, community, author):
    row = actions.move_round(member=desk, round=planned(title="Law", baseline=("isps", "1.0")), to="open", now=NOW)
    other = actions.start(member=author, round=row, facility=community.facilities["north"], now=NOW)
    assert {one.asked.id for one in actions.carried_for(other, author).removed} == {"acc-01", "acc-05"}


def test_the_page_of_last_time(mine, next_round):
    page = mine.get(reverse("assessments:carry", args=[next_round.key]))
    assert b"Asked in other words now" in page.content
    mine.post(reverse("assessments:carry", args=[next_round.key]), {"controls": ["acc-01"]})
    assert Answer.objects.filter(assessment=next_round).count() == 1


TODAY = timezone.localdate(NOW)


def test_gaps_become_actions_of_the_facility_once_and_can_be_taken_back(assessment, author, community):
    answered(author, assessment)
    given = {"member": author, "assessment": assessment, "controls": ["acc-05"], "due_on": TODAY + timedelta(days=30)}
    made = actions.plan_gaps(**given, owner=community.seats["colleague"], now=NOW)
    again = actions.plan_gaps(**given, now=NOW)

    assert (len(made), again) == (1, [])
    action = made[0].action
    assert (action.facility, action.owner, action.source_key) == (
        assessment.facility,
        community.seats["colleague"],
        assessment.key,
    )
    for who in PERSONAS:
        seen = Action.objects.visible_to(community.member(who)).filter(pk=action.pk).exists()
        assert seen == (who in {"author", "colleague", "coordinator"}), who
    assert actions.undo_plan(member=author, assessment=assessment, made_at=NOW, now=NOW) == 1
    assert Action.objects.get(pk=action.pk).state == "dropped"


def test_a_plan_is_the_facilitys_own(assessment, author, community):
    given = {"assessment": assessment, "due_on": TODAY + timedelta(days=30), "now": NOW}
    for who in PERSONAS:
        if who not in {"author", "coordinator"}:
            with pytest.raises(NotAllowed):
                actions.plan_gaps(member=community.member(who), controls=["acc-05"], **given)
    with pytest.raises(NotOfTheRound):
        actions.plan_gaps(member=author, controls=["no-such"], **given)
    with pytest.raises(BadField):
        actions.plan_gaps(member=author, controls=["acc-05"], **(given | {"due_on": TODAY}))


def test_the_plan_on_its_page(mine, frozen, community):
    address = reverse("assessments:plan", args=[frozen.key])
    assert mine.get(address).status_code == 200
    assert mine.post(address, {"controls": []}).status_code == 422
    day = (timezone.localdate() + timedelta(days=20)).isoformat()
    shown = mine.post(address, {"controls": ["acc-05"], "due_on": day}, follow=True)
    assert b"Planned." in shown.content
    assert PlanItem.objects.count() == 1
    at = shown.context["planned"]
    mine.post(reverse("assessments:undo_plan", args=[frozen.key]), {"at": at})
    assert PlanItem.objects.get().action.state == "dropped"
    assert mine.post(reverse("assessments:undo_plan", args=[frozen.key]), {"at": "no"}).status_code == 404


def test_on_one_page(mine, frozen):
    page = mine.get(reverse("assessments:print", args=[frozen.key]))
    assert b"open MUST" in page.content
    assert b"Self-assessment" in page.content
