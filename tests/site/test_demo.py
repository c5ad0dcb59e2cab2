"""The demonstration is loaded by the acts that people use, and says of everything in it what it is."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from port2port.afteraction.models import AfterAction, Lesson
from port2port.duties.models import Action
from port2port.groups.due import due_in_groups
from port2port.groups.models import Decision, Meeting, Minutes, Proposal, WorkingGroup
from port2port.knowledge.models import Buddy, Question
from port2port.live.models import ClockMove, Inject, Observation
from port2port.log.clock24 import clocks_of
from port2port.log.models import FormAddress, Handover, Occurrence, Tile
from port2port.members.models import FigureRound, Organisation, Seat
from port2port.members.readers import member_of_seat
from port2port.pure.filetypes import identify
from port2port.pure.images import strip_metadata
from port2port.registers.models import AiUseCase, PickupCell, PickupRollout
from port2port.reports.models import Attachment, HeightBand, Report
from port2port.site.demo import exhibits, load, logbook, made_up
from port2port.site.demo.community import found
from port2port.site.demo.loading import OnlyInTheDemo

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LANGUAGES = ["nl", "fr", "en"]


@pytest.fixture
def a_folder_of_its_own(settings, tmp_path):
    settings.KEY_FILE, settings.KEY_FOLDER = tmp_path / "keystore.key", tmp_path / "keys"
    settings.MEDIA_ROOT = tmp_path / "files"


def test_a_real_node_is_never_filled_with_the_demonstration(db, settings):
    settings.DEMO = False

    with pytest.raises(OnlyInTheDemo):
        load(seed=1, now=NOW)

    assert not Organisation.objects.exists()


def test_the_history_is_told_in_parts_and_its_files_hang_from_made_up_reports(db, settings, a_folder_of_its_own):
    settings.DEMO = True
    lines = []

    load(seed=1, now=NOW, tell=lines.append, reports=40)

    files = Attachment.objects.select_related("report")
    assert len(lines) > 3
    questions = {one.state: one for one in Question.objects.all()}
    assert set(questions) == {"asked", "answered", "confirmed"}
    hidden = {one.state: one for one in Question.objects.filter(is_hidden=True)}
    assert hidden["answered"].shown_kind == "port"
    assert questions["confirmed"].answers.get(practice__approved_at__isnull=False).practice.originator.slug != "ostend"
    assert Buddy.objects.agreed().count() == 1
    assert Report.objects.filter(is_made_up=True, version__gt=0).count() == 40
    assert len(files) >= 5
    assert all(one.is_published and one.report.is_made_up for one in files)
    assert {one.media_type for one in files} >= {"image/jpeg", "application/pdf"}
    assert all(one.file.size == one.size for one in files)
    assert FigureRound.objects.exclude(floor=None).exists()
    assert_cameras_and_lanes_stand_at_different_places()
    assert_six_groups_have_met_for_half_a_year()
    assert sorted(Lesson.objects.values_list("version", flat=True)) == [0, 1]
    assert sorted(AfterAction.objects.values_list("state", flat=True)) == ["comments", "draft", "final"]
    assert_an_exercise_of_two_ports_runs()


def assert_cameras_and_lanes_stand_at_different_places():
    assert {one.state for one in AiUseCase.objects.all()} == {"assessed", "trial", "in_use", "paused"}
    assert AiUseCase.objects.filter(ai_class="prohibited_5", state="assessed").count() == 1
    assert PickupRollout.objects.values("facility").distinct().count() == 15
    assert {one.stage for one in PickupRollout.objects.all()} == set(range(6))
    assert PickupCell.objects.filter(name="all", lower__isnull=False).count() >= 3


def assert_an_exercise_of_two_ports_runs():
    [start] = ClockMove.objects.filter(move="start", event__state="confirmed")
    observations = Observation.objects.filter(event=start.event)
    assert ClockMove.objects.filter(event=start.event).count() == 1
    assert observations.values("facility__organisation").distinct().count() == 2
    assert {"P", "S", "M"} <= set(observations.values_list("rating", flat=True))
    assert max(one.waited_s for one in observations) > 600
    delivered = Inject.objects.filter(event=start.event).exclude(delivered_at=None)
    assert 0 < delivered.count() < Inject.objects.filter(event=start.event).count()
    # Whoever looks later in the day still finds something to come, and a clock within its planned time.
    assert max(one.offset_s for one in start.event.injects.waiting()) >= 7 * 3600
    assert start.at + timedelta(minutes=start.event.minutes) >= NOW + timedelta(hours=7)


def assert_six_groups_have_met_for_half_a_year():
    groups = WorkingGroup.objects.all()
    officer = member_of_seat(Seat.objects.select_related("organisation").get(person__username="antwerp-officer"))
    assert groups.count() == 6
    assert all(any(words in one.name for words in ("verzonnen", "made up", "inventé")) for one in groups)
    assert Minutes.objects.filter(state="final").count() == 30
    assert Decision.objects.filter(version=1, group__in=groups).count() == 12
    assert Proposal.objects.running().count() == 6
    assert Action.objects.filter(source_type="decision").count() == 6
    assert Meeting.objects.filter(starts_at__gt=NOW).count() == 6
    assert len(due_in_groups(officer, now=NOW)) > 3


def test_each_log_says_of_every_entry_that_it_is_made_up_and_some_are_corrected_and_struck_out(db, settings):
    settings.DEMO = True
    found(password="of the demonstration", now=NOW)

    logbook.write(seed=1, now=NOW)

    entries = Occurrence.objects.all()
    assert entries.count() == logbook.ENTRIES
    assert all(any(words in one.text for words in logbook.MADE_UP.values()) for one in entries)
    assert {one.facility.organisation.slug for one in entries} > {"antwerp-bruges", "demo-terminal"}
    assert 3 <= entries.filter(version__gt=1).count() <= 20
    assert 1 <= entries.exclude(struck_at=None).count() <= 8
    assert entries.open().count() >= 4
    assert Handover.objects.filter(taken_at=None).count() == 1


@pytest.mark.parametrize("seed", [1, 7])
def test_the_log_shows_every_tile_and_a_24_hour_report_that_can_be_sent_to_nobody(db, settings, seed):
    settings.DEMO = True
    found(password="of the demonstration", now=NOW)

    logbook.write(seed=seed, now=NOW)

    addresses = FormAddress.objects.all()
    assert {row.tile for row in Occurrence.objects.all()} == set(Tile.values)
    assert {one.facility.organisation.slug for one in addresses} == set(logbook.FORMS)
    assert all(one.email.endswith(".example") for one in addresses)
    assert all(any(words in one.addressee for words in logbook.MADE_UP.values()) for one in addresses)
    assert 0 < len(clocks_of(Occurrence.objects.select_related("facility"), now=NOW)) <= logbook.UNREPORTED


def test_drones_fly_at_a_height_that_the_vocabulary_has():
    told = made_up.stories(seed=1, now=NOW)

    heights = {one.fields["drone_height_band"] for one in told if "drone_height_band" in one.fields}

    assert heights
    assert heights <= set(HeightBand.values)


def test_about_a_dozen_reports_come_with_files_and_none_of_them_is_for_named_people_alone():
    told = made_up.stories(seed=1, now=NOW)

    chosen = exhibits.chosen(told)

    assert 12 <= len(chosen) <= 18
    assert max(Counter(chosen.values()).values()) <= 3
    assert not any(told[place].named or told[place].is_withdrawn for place in chosen)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sort", ["fence", "drone", "mail", "look-ups", "note"])
def test_each_file_is_what_its_name_says_and_says_that_it_is_made_up(sort, language):
    for upload in exhibits.made_for(sort, language):
        found = identify(upload.content, name=upload.name)

        if found.is_picture:
            assert strip_metadata(upload.content, found.media_type).width == 960
        else:
            assert exhibits.LABEL[language].encode("cp1252" if found.extension == "pdf" else "utf-8") in upload.content


def test_a_dozen_ships_declare_and_one_request_is_late(db, settings, a_folder_of_its_own):
    from port2port.levels.due import declaration_lines
    from port2port.levels.models import Dos, LevelChecklist
    from port2port.pure.identifiers import imo_ship_number
    from port2port.site.demo import declaring

    found(password="x", now=NOW)
    members = {seat.person.username: member_of_seat(seat) for seat in Seat.objects.select_related("person")}

    declaring.declare(members, now=NOW)

    rows = list(Dos.objects.all())
    assert len(rows) == 12
    assert len({imo_ship_number(row.imo_number) for row in rows}) == 12
    assert {row.state(NOW).value for row in rows} == {"requested", "acknowledged", "in_force", "ended", "declined"}
    assert len(declaration_lines(members["antwerp-officer"], now=NOW)) == 1
    declaring.raise_levels(members, now=NOW)
    ticked = {row.acknowledgement.facility.name: row.ticks.count() for row in LevelChecklist.objects.all()}
    assert ticked == {"Demo quay North": 9, "Demo Terminal Left Bank": 5}
