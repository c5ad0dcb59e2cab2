"""Weeks of a comparison from outside by file: shown first, written whole, undone; and never by or to another house."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from port2port.base.clock import now
from port2port.base.refusal import NotAllowed
from port2port.counts import actions
from port2port.counts.actions.importing import try_upload
from port2port.counts.models import Comparison, ComparisonWeek, CountImport, CountSeries, CountUpload
from port2port.counts.refusals import NothingToUndo, WithdrawnAlready
from port2port.counts.rules import last_whole_week
from port2port.ledger.models import TrailLine
from port2port.pure.weeks import WEEK
from tests.personas import BEFORE, Community

type Bring = Callable[..., Any]


def week(back: int = 0) -> date:
    return last_whole_week(now()) - back * WEEK


def rows(*lines: str, head: str = "week;number") -> bytes:
    return "\n".join([head, *lines, ""]).encode()


def standing() -> dict[date, int | None]:
    return dict(ComparisonWeek.objects.standing().values_list("week", "number"))


@pytest.fixture
def comparison(community: Community) -> Comparison:
    """Of north, and read by its circle."""
    said = actions.ComparisonFields(
        title="Elsewhere",
        language="en",
        reason="hinterland",
        why="Nothing of what happens at the quay reaches that hinterland.",
        outcome="seizures",
        circle=community.circles["both"],
    )
    return actions.declare_comparison(member=community.member("author"), said=said, now=BEFORE + timedelta(days=56))


@pytest.fixture
def bring(client: Client, community: Community, comparison: Comparison) -> Bring:
    def brought(content: bytes, *, who: str = "author") -> Any:
        client.force_login(community.person(who))
        return client.post(f"{comparison.get_absolute_url()}import/", {"file": SimpleUploadedFile("far.csv", content)})

    return brought


def test_a_file_is_shown_first_written_then_and_undone_at_last(
    client: Client, community: Community, comparison: Comparison, bring: Bring
) -> None:
    author = community.member("author")
    said = {week(2): 5, week(1): 9}
    actions.enter_comparison(member=author, comparison=comparison, said=said, now=now() - timedelta(hours=1))

    trial = bring(rows(f"{week(3)};2", f"{week(2)};5", f"{week(1)};7", f"{week()};")).url
    page = client.get(trial).text
    assert "Write 3 weeks" in page
    assert "<strong>7</strong>" in page
    assert standing() == said

    result = client.post(trial)["location"]
    assert "3 weeks written." in client.get(result).text
    assert standing() == {week(3): 2, week(2): 5, week(1): 7, week(): None}
    record = CountImport.objects.get()
    assert (record.comparison, record.made, record.corrected, record.same) == (comparison, 2, 1, 1)
    assert ComparisonWeek.objects.filter(file=record.key).count() == 3
    assert not CountSeries.objects.exists()

    client.post(result)
    assert "3 weeks are as before." in client.get(result).text
    assert standing() == said
    assert client.post(result).status_code == 409


def test_what_was_corrected_since_stays_when_a_file_is_undone(
    community: Community, comparison: Comparison, bring: Bring, client: Client
) -> None:
    client.post(bring(rows(f"{week(1)};2", f"{week()};3")).url)
    record, author = CountImport.objects.get(), community.member("author")
    actions.enter_comparison(member=author, comparison=comparison, said={week(): 8}, now=now())

    assert actions.undo_import(member=author, record=record, now=now()) == 1
    assert standing() == {week(): 8}


def test_where_all_was_corrected_since_nothing_is_undone(
    community: Community, comparison: Comparison, bring: Bring, client: Client
) -> None:
    client.post(bring(rows(f"{week()};3")).url)
    author = community.member("author")
    actions.enter_comparison(member=author, comparison=comparison, said={week(): 8}, now=now())

    with pytest.raises(NothingToUndo):
        actions.undo_import(member=author, record=CountImport.objects.get(), now=now())

    assert CountImport.objects.get().undone_at is None


def test_refused_rows_say_what_to_do_and_nothing_is_written(client: Client, bring: Bring) -> None:
    trial = bring(rows(f"{week()};-1", "2026-02-03;1", f"{week(1)};2,5", f"{week(2)};4", f"{week(2)};4")).url

    page, posted, csv = client.get(trial).text, client.post(trial), client.get(f"{trial}refused.csv")

    for words in ("never below zero", "date of a Monday", "whole number", "The same week stands in row 5"):
        assert words in page
    assert posted.status_code == 422
    assert csv.content.decode("utf-8-sig").count("\r\n") == 5
    assert not ComparisonWeek.objects.exists()


def test_a_refused_file_leads_to_where_another_one_of_this_comparison_is_brought(
    client: Client, comparison: Comparison, bring: Bring
) -> None:
    page = client.get(bring(rows(f"{week()};-1")).url).text

    assert f'href="{comparison.get_absolute_url()}import/">Bring another file' in page
    assert 'href="/counts/import/">Bring another file' not in page


def test_other_columns_are_told_and_not_read(client: Client, bring: Bring) -> None:
    trial = bring(rows(f"{week()};NOWHERE;4;99", head="Woche;port;Anzahl;kg")).url

    assert "port, kg" in client.get(trial).text
    client.post(trial)

    assert standing() == {week(): 4}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a;b;c\n1;2;3\n", "The first row needs: week, number."),
        (b"week;port\n2026-W05;BENOR\n", "A column is missing: “Number”."),
        (b"week;number;count\n2026-W05;1;2\n", "Two columns mean the same"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(bring: Bring, content: bytes, words: str) -> None:
    answer = bring(content)

    assert answer.status_code == 422
    assert words in answer.text
    assert not CountUpload.objects.exists()


def test_the_file_to_fill_holds_what_stands_and_comes_back_without_a_change(
    client: Client, community: Community, comparison: Comparison, bring: Bring
) -> None:
    author = community.member("author")
    said = {week(60): 5, week(): None, week(1): 0}
    actions.enter_comparison(member=author, comparison=comparison, said=said, now=now())
    client.force_login(community.person("author"))

    content = client.get(f"{comparison.get_absolute_url()}weeks.csv").content
    bring(content)
    trial = try_upload(member=author, upload=CountUpload.objects.get(), now=now())

    assert not trial.is_refused
    assert (trial.new, trial.changed, trial.same) == (58, 0, 3)
    assert all(row.number is None for row in trial.sheet.counts if row.week not in said)
    assert TrailLine.objects.filter(act="export_counts", subject=f"comparison:{comparison.key}").exists()


def test_files_of_counts_and_of_a_comparison_wait_on_their_own_pages(
    client: Client, bring: Bring, comparison: Comparison
) -> None:
    trial = bring(rows(f"{week()};3")).url

    assert trial not in client.get("/counts/import/").text
    assert trial in client.get(f"{comparison.get_absolute_url()}import/").text
    assert client.post(f"{trial}drop/")["location"] == f"{comparison.get_absolute_url()}import/"


def test_another_house_neither_brings_a_file_nor_sees_the_trial_nor_what_was_written(
    client: Client, community: Community, comparison: Comparison, bring: Bring
) -> None:
    """The peer reads the comparison by its circle; it enters nothing, and what lies between belongs to its owner."""
    trial = bring(rows(f"{week()};3")).url
    upload, peer = CountUpload.objects.get(), community.member("peer")

    for who in ("peer", "outsider"):
        assert bring(rows(f"{week()};4"), who=who).status_code == 404
        for address in (trial, f"{trial}refused.csv", f"{comparison.get_absolute_url()}weeks.csv"):
            assert client.get(address).status_code == 404
        assert client.post(trial).status_code == 404
    with pytest.raises(NotAllowed):
        actions.keep_upload(member=peer, content=rows(f"{week()};4"), name="far.csv", now=now(), comparison=comparison)
    with pytest.raises(NotAllowed):
        actions.import_upload(member=peer, upload=upload, now=now())
    assert standing() == {}

    record = actions.import_upload(member=community.member("author"), upload=upload, now=now())
    assert record is not None
    client.force_login(community.person("peer"))
    assert client.get(record.get_absolute_url()).status_code == 404
    with pytest.raises(NotAllowed):
        actions.undo_import(member=peer, record=record, now=now())
    assert standing() == {week(): 3}


def test_a_seat_that_was_given_one_port_no_longer_sees_or_writes_its_file(
    community: Community, comparison: Comparison, bring: Bring
) -> None:
    bring(rows(f"{week()};3"))
    upload = CountUpload.objects.get()
    author = replace(community.member("author"), port_id=community.ports["north"].pk)

    assert not CountUpload.objects.visible_to(author).exists()
    with pytest.raises(NotAllowed):
        actions.import_upload(member=author, upload=upload, now=now())

    record = actions.import_upload(member=community.member("author"), upload=upload, now=now())
    assert record is not None
    assert not CountImport.objects.visible_to(author).exists()
    with pytest.raises(NotAllowed):
        actions.undo_import(member=author, record=record, now=now())


def test_what_is_withdrawn_takes_no_file(
    client: Client, community: Community, comparison: Comparison, bring: Bring
) -> None:
    trial = bring(rows(f"{week()};3")).url
    author = community.member("author")
    actions.withdraw(member=author, declared=comparison, now=now())

    assert bring(rows(f"{week()};3")).status_code == 404
    assert client.post(trial).status_code == 409
    with pytest.raises(WithdrawnAlready):
        actions.import_upload(member=author, upload=CountUpload.objects.get(), now=now())
    assert standing() == {}


@pytest.mark.parametrize("change", [{"file": None}, {"number": 4}])
def test_where_a_number_came_from_stands(client: Client, bring: Bring, change: dict[str, Any]) -> None:
    client.post(bring(rows(f"{week()};3")).url)

    with pytest.raises(DatabaseError), transaction.atomic():
        ComparisonWeek.objects.update(**change)


def test_whose_weeks_an_import_wrote_stands(client: Client, bring: Bring) -> None:
    client.post(bring(rows(f"{week()};3")).url)

    with pytest.raises(DatabaseError), transaction.atomic():
        CountImport.objects.update(comparison=None)


def test_an_import_page_does_not_ask_more_for_more_rows(
    client: Client, bring: Bring, django_assert_max_num_queries: Any
) -> None:
    few = bring(rows(f"{week()};3")).url
    many = bring(rows(*[f"{week(back)};3" for back in range(150)])).url

    for trial in (few, many):
        with django_assert_max_num_queries(14):
            client.get(trial)
