"""From the file to the counts on the pages: nothing is written unseen, and a file that is refused tells row by row."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from xlsxwriter import Workbook

from port2port.base.clock import now
from port2port.counts.models import CountImport, CountSeries, CountUpload, WeekCount
from port2port.counts.rules import last_whole_week
from port2port.pure.weeks import WEEK
from tests.personas import Community

type Bring = Callable[..., Any]


def rows(*lines: str) -> bytes:
    return ("week;port;outcome;number\n" + "".join(f"{line}\n" for line in lines)).encode()


def week(back: int = 0) -> str:
    return (last_whole_week(now()) - back * WEEK).isoformat()


@pytest.fixture
def bring(client, community: Community) -> Bring:
    def brought(content: bytes, name: str = "counts.csv", *, who: str = "author") -> Any:
        client.force_login(community.person(who))
        return client.post("/counts/import/", {"file": SimpleUploadedFile(name, content)})

    return brought


def test_a_file_is_shown_first_written_then_and_undone_at_last(
    client, bring: Bring, django_capture_on_commit_callbacks
) -> None:
    trial = bring(rows(f"{week(1)};BENOR;drones;3", f"{week()};BENOR;drones;")).url
    page = client.get(trial).text
    assert "North: Drone sightings" in page
    assert "Write 2 weeks" in page
    assert not CountSeries.objects.exists()
    kept = Path(CountUpload.objects.get().file.path)
    assert kept.is_file()

    with django_capture_on_commit_callbacks(execute=True):
        result = client.post(trial).url
    assert "2 weeks written." in client.get(result).text
    assert list(WeekCount.objects.standing().values_list("number", flat=True)) == [3, None]
    assert not kept.exists()

    client.post(result)
    page = client.get(result).text
    assert "2 weeks are as before." in page
    assert "Undo the import" not in page
    assert not WeekCount.objects.standing().exists()


def test_a_text_called_a_workbook_is_read_and_said_to_be_one(client, bring: Bring) -> None:
    page = client.get(bring(rows(f"{week()};BENOR;drones;3"), "counts.xlsx").url).text
    plain = client.get(bring(rows(f"{week()};BENOR;drones;3")).url).text
    without = bring(b"dear colleague", "counts.xlsx")

    assert "called a workbook" in page
    assert "Write 1 week" in page
    assert "called a workbook" not in plain
    assert without.status_code == 422
    assert "called a workbook" in without.text
    assert "The first row needs" in without.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "This is a PDF"),
        (b"PK\x03\x04 xl/workbook.xml", "cut off or damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "older kind (XLS)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    ],
)
def test_a_workbook_in_name_alone_is_told_by_what_it_is_and_the_file_that_waits_stays(
    bring: Bring, content: bytes, words: str
) -> None:
    bring(rows(f"{week()};BENOR;drones;3"), "waiting.csv")

    page = bring(content, "counts.xlsx")

    assert page.status_code == 422
    assert words in page.text
    assert "waiting.csv" in page.text
    assert CountUpload.objects.count() == 1


def test_what_changes_is_told_week_by_week_before_it_does(client, bring: Bring) -> None:
    client.post(bring(rows(f"{week()};BENOR;drones;3")).url)

    page = client.get(bring(rows(f"{week()};BENOR;drones;7", f"{week(2)};BENOR;drones;1")).url).text

    changes = page.partition("What changes")[2].partition("Series in the file")[0]
    assert ">3</td>" in changes
    assert "<strong>7</strong>" in changes
    assert "Write 2 weeks" in page


def test_refused_rows_say_what_to_do_and_nothing_is_written(client, bring: Bring) -> None:
    trial = bring(rows(f"{week()};BENOR;drones;-1", "2026-02-03;BENOR;drones;1", f"{week(1)};BESOU;kilograms;2,5")).url

    page, posted = client.get(trial).text, client.post(trial)
    csv = client.get(f"{trial}refused.csv")

    for words in (
        "A number is never below zero",
        "Enter the date of a Monday",
        "Enter one of these: ",
        "never what is counted",
    ):
        assert words in page
    assert "Write " not in page.partition("<h1")[2].partition("Delete this file")[0]
    assert posted.status_code == 422
    assert "3 rows were refused, so nothing was written." in posted.text
    assert not CountSeries.objects.exists()
    assert CountUpload.objects.count() == 1
    assert csv.content.decode("utf-8-sig").count("\r\n") == 6


def test_what_stands_in_a_refused_cell_is_shown_as_text(client, bring: Bring) -> None:
    trial = bring(rows(f"{week()};<script>alert(1)</script>;drones;=HYPERLINK(1)")).url

    assert "<script>alert" not in client.get(trial).text
    assert ";=HYPERLINK" not in (csv := client.get(f"{trial}refused.csv").content.decode("utf-8-sig"))
    assert "'=HYPERLINK(1)" in csv


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", 422, "Nothing stands in this file."),
        (b"<html><table>", 422, "web page"),
        (b"a;b;c\n1;2;3\n", 422, "No row has the headings of counts."),
        (b"week;port;outcome\n2026-W05;BENOR;drones\n", 422, "A column is missing: “Number”."),
        (rows(*["2026-W05;BENOR;drones;1"] * 20_001), 413, "More than 20000 rows."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(
    bring: Bring, content: bytes, status: int, words: str
) -> None:
    answer = bring(content)

    assert answer.status_code == status
    assert words in answer.text
    assert not CountUpload.objects.exists()


def test_no_file_at_all_is_an_error_of_the_field(client, community: Community) -> None:
    client.force_login(community.person("author"))

    answer = client.post("/counts/import/", {})

    assert answer.status_code == 422
    assert 'href="#id_file"' in answer.text


def test_of_several_sheets_one_is_chosen(client, bring: Bring) -> None:
    out = BytesIO()
    with Workbook(out) as book:
        for name, number in (("One", 4), ("Two & more", 9)):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ["Week", "Haven", "Wat wordt geteld", "Aantal"])
            page.write_row(1, 0, [week(), "North", "drones", number])
    trial = bring(out.getvalue(), "counts.xlsx").url

    asked = client.get(trial)
    assert "Several sheets hold counts" in asked.text
    assert client.post(trial).status_code == 422
    assert client.post(trial, {"sheet": "Two & more"}).url == trial
    client.post(trial)

    assert WeekCount.objects.standing().get().number == 9


def test_the_same_file_again_says_that_nothing_is_new(client, bring: Bring) -> None:
    content = rows(f"{week()};BENOR;drones;3")
    client.post(bring(content).url)

    trial = bring(content).url
    assert "Nothing in this file is new" in client.get(trial).text
    assert "Nothing in this file is new" in client.post(trial, follow=True).text
    assert CountImport.objects.count() == 1


def test_a_second_click_writes_nothing_twice(client, bring: Bring) -> None:
    trial = bring(rows(f"{week()};BENOR;drones;3")).url

    assert client.post(trial).status_code == 302
    assert client.post(trial).status_code == 404
    assert WeekCount.objects.count() == 1


def test_a_file_can_be_deleted_unread(client, bring: Bring) -> None:
    trial = bring(rows(f"{week()};BENOR;drones;3")).url

    client.post(f"{trial}drop/")

    assert client.get(trial).status_code == 404
    assert not CountUpload.objects.exists()


def test_another_seats_file_looks_like_one_that_is_not_there(client, community: Community, bring: Bring) -> None:
    trial = bring(rows(f"{week()};BENOR;drones;3")).url
    client.force_login(community.person("peer"))

    hidden, missing = client.get(trial), client.get("/counts/import/6d5f5b06-7df3-4b33-9b4f-2d87a3a0c2a1/")

    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
    assert client.post(trial).status_code == 404


def test_an_import_page_does_not_ask_more_for_more_rows(client, bring: Bring, django_assert_max_num_queries) -> None:
    few = bring(rows(*[f"{week(back)};BENOR;drones;3" for back in range(3)])).url
    many = bring(rows(*[f"{week(back)};BENOR;{what};3" for back in range(150) for what in ("drones", "seals")])).url

    with django_assert_max_num_queries(14):
        client.get(few)
    with django_assert_max_num_queries(14):
        client.get(many)


def test_imports_of_a_year_ago_are_undone_no_more_than_they_stand(client, community: Community, bring: Bring) -> None:
    first = client.post(bring(rows(f"{week()};BENOR;drones;3")).url).url
    client.post(bring(rows(f"{week()};BENOR;drones;4")).url)

    answer = client.post(first)

    assert answer.status_code == 409
    assert "Nothing of this can be undone" in answer.text
    assert WeekCount.objects.standing().get().number == 4
    assert timedelta(0) <= now() - CountImport.objects.get(made=1).at


def test_a_text_that_begins_as_a_package_does_is_no_crash(bring: Bring) -> None:
    page = bring(b"PK;week;port;outcome;number\n1;2026-01-05;BENOR;drones;3\n")

    assert page.status_code in {302, 422}
