"""`port2port import-log` says what it did, and its exit code says whether all rows came in."""

from pathlib import Path

import pytest

from port2port.log.actions import save_mapping
from port2port.log.models import Occurrence
from port2port.pure import logbook
from port2port.site.command import main
from tests.personas import NOW

pytestmark = pytest.mark.django_db(transaction=True)
SAMPLES = Path(__file__).parents[1] / "pure" / "logbooks"


def samples() -> list[Path]:
    return sorted(path for path in SAMPLES.iterdir() if path.suffix in {".xlsx", ".xls", ".ods", ".csv"})


@pytest.mark.parametrize("path", samples(), ids=lambda one: one.name)
def test_each_sample_logbook_comes_in_once(community, capsys, path: Path):
    arguments = ["import-log", str(path), "--facility", "quay north", "--as", "author"]

    assert main([*arguments, "--dry-run"]) == 0
    assert not Occurrence.objects.exists()
    assert main(arguments) == 0
    assert main(arguments) == 0

    words = capsys.readouterr().out
    assert "entries written into the log of Quay north." in words
    assert "Nothing is new" in words
    assert Occurrence.objects.exists()


def test_rejected_rows_are_said_written_to_a_file_and_end_with_one(community, capsys, tmp_path: Path):
    path, rejected = tmp_path / "log.csv", tmp_path / "rejected.csv"
    path.write_text("Datum;Uur;Omschrijving\n31/02/2025;10u;Alarm.\n13/02/2025;10u;Alarm.\n")

    code = main(["import-log", str(path), "--facility", "Quay north", "--rejected", str(rejected)])

    assert code == 1
    assert "row 2, Datum: This day does not exist. '31/02/2025'" in capsys.readouterr().out
    assert "31/02/2025" in rejected.read_text("utf-8-sig")
    assert not Occurrence.objects.exists()


def test_a_saved_mapping_is_the_importers_own(community, capsys):
    path = SAMPLES / "dutch.xlsx"
    (sheet, *_more) = logbook.read(path.read_bytes(), path.name)
    mapping = logbook.guessed(sheet.headings, logbook.guess(sheet), language="nl")
    save_mapping(member=community.member("author"), name="Gate book", mapping=mapping, now=NOW)
    saved = ["import-log", str(path), "--mapping", "Gate book", "--facility"]

    assert main([*saved, "Quay south"]) == 1
    assert "no saved mapping" in capsys.readouterr().err
    assert main([*saved, "Quay north"]) == 0
    assert set(Occurrence.objects.values_list("language", flat=True)) == {"nl"}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--facility", "Nowhere"], "No facility is called"),
        (["--facility", "Quay north", "--as", "peer"], "No facility is called"),
        (["--facility", "Quay north", "--as", "guard"], "No facility is called"),
        (["--facility", "Quay north", "--as", "nobody"], "No login of this name"),
        (["--facility", "Quay north", "--sheet", "Other"], "Say which sheet"),
    ],
)
def test_what_cannot_be_is_said_in_words(community, capsys, more: list[str], words: str):
    assert main(["import-log", str(SAMPLES / "dutch.xlsx"), *more]) == 1
    assert words in capsys.readouterr().err


def test_a_file_that_is_not_there_is_no_fault_of_ours(community, capsys):
    assert main(["import-log", "/nowhere/log.xlsx", "--facility", "Quay north"]) == 1
    assert "No such file" in capsys.readouterr().err
