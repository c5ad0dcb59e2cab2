"""An entry gets its number, keeps every wording, and nobody outside the facility's organisation meets it."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from port2port.log.actions import (
    ChangedMeanwhile,
    Phone,
    add_files,
    add_line,
    add_zone,
    close_entry,
    correct_entry,
    hand_over,
    reopen_entry,
    strike_entry,
    strike_file,
    strike_line,
    take_over,
    undo_entry,
    write_entry,
)
from port2port.log.actions.correcting import TooLateToUndo
from port2port.log.actions.handing_over import TakenAlready
from port2port.log.actions.writing import EntryStruck, NotYourLog
from port2port.log.fields import said_of
from port2port.log.listing import Asked, found
from port2port.log.models import Handover, Line, LogFile, Occurrence, Version
from port2port.members.actions.agreements import agree_to_show, stop_showing
from port2port.members.models import Seat
from port2port.members.readers import member_of_seat
from port2port.reports.actions import Upload
from port2port.reports.rules import BadField
from port2port.reports.sending import SentOtherwise
from tests.log.conftest import said
from tests.personas import BEFORE, NOW, found_community

LATER = NOW + timedelta(minutes=5)


def test_numbers_count_through_a_facilitys_year_without_gaps(write):
    numbers = [write().number for _ in range(3)]

    assert numbers == ["2026-0001", "2026-0002", "2026-0003"]


def test_a_refused_entry_takes_no_number(write):
    with pytest.raises(BadField):
        write(methods=("NO-SUCH-CODE",))

    assert write().number == "2026-0001"


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_get_two_numbers():
    community = found_community()
    author, quay = community.member("author"), community.facilities["north"]

    def one() -> None:
        try:
            write_entry(member=author, facility=quay, said=said(), now=NOW)
        finally:
            connection.close()

    writers = [Thread(target=one) for _ in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert sorted(Occurrence.objects.values_list("sequence", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_the_same_form_five_times_is_one_entry(write):
    entries = {write(key="a-key-of-the-form").pk for _ in range(5)}

    assert len(entries) == Occurrence.objects.count() == 1


def test_the_same_key_with_other_words_is_refused(write):
    write(key="a-key-of-the-form")

    with pytest.raises(SentOtherwise):
        write(key="a-key-of-the-form", text="Something else.")


def test_the_organisation_reads_its_log_and_nobody_else(
    write,
    author,
    colleague,
    coordinator,
    guard,
    trainer,
    auditor,
    operator,
    peer,
    outsider,
    forwarder,
    guest,
    secretariat,
):
    entry = write()

    readers = (author, colleague, coordinator, guard)
    others = (trainer, auditor, operator, peer, outsider, forwarder, guest, secretariat)

    assert all(Occurrence.objects.visible_to(one).contains(entry) for one in readers)
    assert not any(Occurrence.objects.visible_to(one).contains(entry) for one in others)


def test_a_seat_of_one_facility_reads_and_writes_that_ones_log_only(write, community, coordinator):
    from port2port.members.actions.organisations import Site, save_facility

    other = save_facility(
        member=coordinator,
        facility=None,
        port=community.ports["north"],
        site=Site(name="Dock 2", kind="quay", isps="inside"),
        now=NOW,
    )
    seat = community.seats["guard"]
    Seat.objects.filter(pk=seat.pk).update(facility=other)
    guard = community.member("guard")
    at_quay = write()

    at_dock = write(member=guard, facility=other)

    assert list(Occurrence.objects.visible_to(guard)) == [at_dock]
    with pytest.raises(NotYourLog):
        write(member=guard, facility=at_quay.facility)


def test_nobody_writes_in_the_log_of_others(write, peer, coordinator, trainer, colleague):
    for stranger in (peer, coordinator, trainer, colleague):
        with pytest.raises(NotYourLog):
            write(member=stranger)


def test_the_ports_officer_reads_what_a_facility_agreed_to_and_no_longer_than_that(write, community, peer):
    from port2port.members.models import Facility

    tenant = community.organisations["east"]
    terminal = Facility.objects.create(
        organisation=tenant, port=community.ports["south"], name="Terminal", kind="terminal", isps="inside"
    )
    Seat.objects.filter(pk=community.seats["peer"].pk).update(port=community.ports["south"])
    pso, owner = community.member("peer"), community.member("outsider")
    entry = write(member=owner, facility=terminal)
    before = Occurrence.objects.visible_to(pso).contains(entry)

    agree_to_show(member=owner, facility=terminal, now=NOW)
    during = Occurrence.objects.visible_to(pso).contains(entry)
    changes = Occurrence.objects.editable_by(pso).contains(entry)
    stop_showing(member=owner, facility=terminal, now=LATER)

    assert (before, during, changes) == (False, True, False)
    assert not Occurrence.objects.visible_to(pso).contains(entry)


def test_a_correction_keeps_the_earlier_wording(write, author):
    entry = write(text="Two people.")

    done = correct_entry(
        member=author, occurrence=entry, said=said(text="Three people."), reason="Counted again.", version=1, now=LATER
    )

    wordings = [one.said["text"] for one in Version.objects.visible_to(author).filter(occurrence=entry)]
    assert wordings == ["Two people.", "Three people."]
    assert (done.version, done.text, done.number) == (2, "Three people.", entry.number)


def test_a_correction_of_what_someone_corrected_meanwhile_is_refused(write, author):
    entry = write()
    correct_entry(member=author, occurrence=entry, said=said(text="Three."), reason="Again.", version=1, now=LATER)

    with pytest.raises(ChangedMeanwhile):
        correct_entry(member=author, occurrence=entry, said=said(text="Four."), reason="Again.", version=1, now=LATER)


def test_a_guard_corrects_its_own_entries_and_not_those_of_others(write, guard, author):
    own, other = write(member=guard), write(member=author)

    done = correct_entry(
        member=guard, occurrence=own, said=said(text="One."), reason="Saw it again.", version=1, now=NOW
    )

    assert done.version == 2
    with pytest.raises(NotYourLog):
        correct_entry(member=guard, occurrence=other, said=said(text="One."), reason="So.", version=1, now=NOW)


def test_what_is_taken_back_at_once_stays_under_its_number_struck_out(write, guard):
    entry = write(member=guard)

    undone = undo_entry(member=guard, occurrence=entry, now=NOW + timedelta(seconds=9))

    assert undone.is_struck
    assert write().number == "2026-0002"


def test_after_ten_seconds_it_is_struck_out_with_a_reason(write, author):
    entry = write()

    with pytest.raises(TooLateToUndo):
        undo_entry(member=author, occurrence=entry, now=NOW + timedelta(seconds=30))
    with pytest.raises(BadField):
        strike_entry(member=author, occurrence=entry, reason=" ", now=LATER)
    struck = strike_entry(member=author, occurrence=entry, reason="Written twice.", now=LATER)

    assert struck.struck_reason == "Written twice."
    with pytest.raises(EntryStruck):
        add_line(member=author, occurrence=entry, kind="note", text="More.", now=LATER)


def test_who_was_told_stands_in_the_log_with_its_time(write, author):
    entry = write()

    line = add_line(member=author, occurrence=entry, kind="told", to="Harbour master", at=NOW, now=LATER)
    strike_line(member=author, line=line, now=LATER)

    assert [(one.to, one.at, one.made_at, one.struck_at) for one in Line.objects.visible_to(author)] == [
        ("Harbour master", NOW, LATER, LATER)
    ]


def test_something_still_to_do_opens_a_closed_entry_again(write, author):
    entry = close_entry(member=author, occurrence=write(), text="Done.", language="en", now=LATER)

    add_line(member=author, occurrence=entry, kind="follow_up", text="Mend the fence.", now=LATER)

    assert Occurrence.objects.get(pk=entry.pk).is_open
    closed = close_entry(member=author, occurrence=entry, text="", language="en", now=LATER)
    assert reopen_entry(member=author, occurrence=closed, now=LATER).is_open


def test_a_phone_whose_clock_is_a_year_off_loses_nothing(write, guard):
    phone = Phone(queued_at=NOW - timedelta(days=365), sent_at=NOW - timedelta(days=365, minutes=-3))

    entry = write(member=guard, phone=phone, happened_at=NOW - timedelta(days=365))

    assert entry.noted_at == NOW
    assert entry.skew_s == -(365 * 86_400 - 180)


def test_the_future_is_refused(write):
    with pytest.raises(BadField) as refused:
        write(happened_at=NOW + timedelta(days=2))

    assert refused.value.name == "happened_at"


def test_photos_lose_what_they_tell_and_the_same_photo_is_kept_once(write, author):
    from tests.pure.test_images import exif, jpeg

    entry = write(uploads=[Upload("fence.jpg", jpeg(exif=exif()))])

    again = add_files(member=author, occurrence=entry, uploads=[Upload("fence.jpg", jpeg(exif=exif()))], now=LATER)

    [file] = LogFile.objects.visible_to(author)
    assert again == []
    assert file.is_stripped
    with file.file.open("rb") as kept:
        assert b"Exif" not in kept.read()


def test_a_file_that_is_taken_out_leaves_its_name(write, author):
    entry = write(uploads=[Upload("notes.txt", b"Times.")])
    file = LogFile.objects.visible_to(author).get(occurrence=entry)

    strike_file(member=author, file=file, now=LATER)

    assert LogFile.objects.visible_to(author).get().struck_at == LATER
    assert not LogFile.objects.visible_to(author).standing().exists()


def test_a_zone_belongs_to_its_facility(write, author, community, outsider):
    gate = add_zone(member=author, facility=community.facilities["north"], name="Gate 3", now=NOW)

    assert write(zone=gate).where == "Gate 3"
    with pytest.raises(BadField):
        write(member=outsider, facility=community.facilities["east"], zone=gate)
    with pytest.raises(BadField):
        add_zone(member=author, facility=community.facilities["north"], name="Gate 3", now=NOW)


def test_a_note_is_taken_over_once_by_the_next_shift(write, author, guard, quay, peer):
    entry = write()

    note = hand_over(member=guard, facility=quay, text="Lamp 4 is out.", language="en", now=NOW)
    taken = take_over(member=author, handover=note, now=LATER)

    assert note.open_numbers == [entry.number]
    assert taken.taken_at == LATER
    assert not Handover.objects.visible_to(peer).exists()
    with pytest.raises(TakenAlready):
        take_over(member=guard, handover=note, now=LATER)


@pytest.mark.parametrize(
    ("query", "count"),
    [("koelcontainer", 1), ("reefers", 1), ("2026-0001", 1), ("INT-TRES", 1), ("quagmire", 0), ("indringing", 0)],
)
def test_the_search_finds_words_codes_labels_and_numbers(write, author, query, count):
    write(methods=("INT-TRES",), medium="reefer")

    assert found(Asked(words=query), member=author).count() == count


def test_a_period_is_whole_days_of_the_ports_own_time(write, author):
    from datetime import UTC, date, datetime

    entry = write(happened_at=datetime(2026, 2, 28, 23, 30, tzinfo=UTC))

    # Half past midnight on 1 March in Brussels.
    assert list(found(Asked(first=date(2026, 3, 1), last=date(2026, 3, 1)), member=author)) == [entry]
    assert not found(Asked(last=date(2026, 2, 28)), member=author).exists()


def test_what_a_row_says_comes_back_as_it_was_said(write):
    wanted = said(answers={"still_there": True}, on_duty=("Guard",), methods=("INT-TRES",), reference="7/26")

    entry = write(answers={"still_there": True}, on_duty=("Guard",), methods=("INT-TRES",), reference="7/26")

    assert said_of(Occurrence.objects.get(pk=entry.pk)) == wanted


def test_an_ended_seat_reads_nothing(write, community):
    entry = write()
    Seat.objects.filter(pk=community.seats["guard"].pk).update(ended_at=BEFORE)

    gone = member_of_seat(Seat.objects.select_related("person", "organisation").get(pk=community.seats["guard"].pk))

    assert not Occurrence.objects.visible_to(gone).contains(entry)
