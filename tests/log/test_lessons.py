"""A lesson leaves the log without people, facility, spot and time of day, and holds no way back."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from port2port.ledger import store
from port2port.ledger.models import TrailLine
from port2port.log.actions import LessonExists, add_line, add_zone, share_lesson, strike_entry
from port2port.log.actions.writing import EntryStruck, NotYourLog
from port2port.log.lesson import TAKEN, Lesson, lesson_of, masked, suggested_controls, title_of
from port2port.log.models import Line, Occurrence
from port2port.log.timeline import events_of
from port2port.members.models import FacilityAgreement
from port2port.pure.share_guard import find
from port2port.reports.actions import Upload, delete_draft, publish_report, save_draft, withdraw_report
from port2port.reports.actions.files import BadFile
from port2port.reports.fields import Readers, fields_of
from port2port.reports.guard import PersonalDataFound, token_of
from port2port.reports.models import Kind, Report
from port2port.sharing.models import Publication
from tests.personas import NOW
from tests.reports.conftest import GREEN, amber, both

__all__ = ["both"]

PLATE = "1-ABC-234"
TOLD = f"A van {PLATE} waited at Quay north while Jan Peeters cut the fence at Gate Seven."
CODED = {
    "methods": ("DRG-ENT-RIPON",),
    "stage": "yard",
    "severity": "high",
    "place": "behind stack 14",
    "on_duty": ("Guard of the night",),
    "reference": "N-2026-77",
    "text": TOLD,
    "action_taken": "Called the patrol.",
}


def photo() -> bytes:
    body = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(body, "JPEG")
    return body.getvalue()


@pytest.fixture
def entry(write, author, quay):
    add_zone(member=author, facility=quay, name="Gate Seven", now=NOW)
    uploads = [Upload("Jan Peeters.jpg", photo()), Upload("list of staff.txt", b"Names.")]
    return write(**CODED, uploads=uploads)


def prefilled(row, **more) -> Lesson:
    """What the page offers, untouched."""
    text = masked(row, "text")
    given = {"title": title_of(row), "text": text, "controls": tuple(suggested_controls(row))}
    return Lesson(**(given | more))


@pytest.fixture
def drafted(author, entry) -> Report:
    return share_lesson(member=author, occurrence=entry, lesson=prefilled(entry), now=NOW)


def test_the_method_goes_and_people_and_spot_stay(drafted):
    assert drafted.kind == Kind.INCIDENT
    assert (drafted.methods, drafted.stage, drafted.severity) == (["DRG-ENT-RIPON"], "yard", "high")
    assert drafted.controls == ["SCR-02", "SCR-03", "CAR-02", "MON-01"]
    assert drafted.port.slug == "north"
    assert drafted.facts == "A van [number plate] waited at [place] while [name] cut the fence at [place]."
    assert (drafted.facility, drafted.place, drafted.lat) == (None, "", None)


def test_the_time_is_the_day(write, author):
    row = write(happened_at=NOW + timedelta(minutes=7), now=NOW + timedelta(hours=1))

    draft = share_lesson(member=author, occurrence=row, lesson=prefilled(row), now=NOW + timedelta(hours=1))

    assert draft.happened_from.isoformat() == "2026-03-02T00:00:00+01:00"
    assert draft.happened_precision == "day"


def test_what_is_vague_in_the_log_stays_as_vague(write, author):
    row = write(happened_precision="month")

    draft = share_lesson(member=author, occurrence=row, lesson=prefilled(row), now=NOW)

    assert draft.happened_precision == "month"


def test_a_drone_becomes_a_sighting(write, author):
    row = write(tile="drone", text="It hovered.")

    draft = share_lesson(member=author, occurrence=row, lesson=prefilled(row), now=NOW)

    assert draft.kind == Kind.SIGHTING
    assert draft.title == "Drone"


def test_what_is_left_out_does_not_go(author, entry):
    lesson = prefilled(entry, keep=TAKEN - {"methods", "port", "happened_at", "text"})

    draft = share_lesson(member=author, occurrence=entry, lesson=lesson, now=NOW)

    assert (draft.methods, draft.port, draft.happened_from, draft.happened_precision, draft.facts) == (
        [],
        None,
        None,
        "",
        "",
    )


def test_no_field_but_the_offered_can_be_asked_along(author, entry):
    lesson = prefilled(entry, keep=TAKEN | {"facility", "zone", "place", "reference", "on_duty"})

    draft = share_lesson(member=author, occurrence=entry, lesson=lesson, now=NOW)

    assert "N-2026-77" not in json.dumps(str(fields_of(draft)))
    assert draft.facility is None


def test_a_text_that_still_tells_of_people_makes_no_draft(author, entry):
    with pytest.raises(PersonalDataFound) as refused:
        share_lesson(member=author, occurrence=entry, lesson=prefilled(entry, text=TOLD), now=NOW)

    assert [one.hit.text for one in refused.value.finds] == [PLATE, "Quay north", "Jan Peeters", "Gate Seven"]
    assert not Report.objects.exists()
    assert not Line.objects.exists()


def test_what_the_officer_answers_for_goes_on_record_without_the_text_and_is_not_asked_again(author, entry):
    tokens = frozenset(token_of(hit) for hit in find(f"Van {PLATE}"))

    draft = share_lesson(
        member=author, occurrence=entry, lesson=prefilled(entry, text=f"Van {PLATE}", not_personal=tokens), now=NOW
    )
    save_draft(member=author, said=fields_of(draft), readers=GREEN, report=draft, now=NOW)
    published = publish_report(member=author, report=draft, now=NOW)

    line = TrailLine.objects.get(act="not_personal")
    assert published.version == 1
    assert line.subject == f"{draft.number}: plate × 1"
    assert entry.number not in line.subject


def test_photos_go_only_when_looked_at_and_lose_the_name_that_somebody_gave_them(author, entry):
    picture, paper = entry.files.get(media_type="image/jpeg"), entry.files.exclude(media_type="image/jpeg").get()

    draft = share_lesson(
        member=author, occurrence=entry, lesson=prefilled(entry, photos=frozenset({picture.key, paper.key})), now=NOW
    )

    assert [one.name for one in draft.attachments.all()] == ["photo-1.jpg"]


def test_without_a_look_no_photo_goes(drafted):
    assert not drafted.attachments.exists()


def test_a_draft_that_is_refused_leaves_no_photo_on_the_disk(author, entry, settings):
    picture = entry.files.get(media_type="image/jpeg")
    before = sorted(settings.MEDIA_ROOT.rglob("*"))

    lesson = prefilled(entry, text=TOLD, photos=frozenset({picture.key}))
    with pytest.raises(PersonalDataFound):
        share_lesson(member=author, occurrence=entry, lesson=lesson, now=NOW)

    assert [path for path in sorted(settings.MEDIA_ROOT.rglob("*")) if path.is_file()] == [
        path for path in before if path.is_file()
    ]


def test_one_entry_has_one_lesson_until_that_is_withdrawn(author, entry, drafted, both):
    with pytest.raises(LessonExists):
        share_lesson(member=author, occurrence=entry, lesson=prefilled(entry), now=NOW)

    said, readers = fields_of(drafted), amber(both)
    save_draft(member=author, said=said, readers=readers, report=drafted, now=NOW)
    report = publish_report(member=author, report=drafted, now=NOW)
    withdraw_report(member=author, report=report, reason="Twice.", now=NOW)

    again = share_lesson(member=author, occurrence=entry, lesson=prefilled(entry), now=NOW)
    assert again.pk != report.pk


def test_a_draft_that_is_thrown_away_leaves_a_line_and_room_for_another(author, entry, drafted):
    delete_draft(member=author, report=drafted)

    assert "Lesson drafted, and the draft thrown away" in [one.what for one in events_of(entry, member=author)]
    assert share_lesson(member=author, occurrence=entry, lesson=prefilled(entry), now=NOW)


def test_a_struck_entry_teaches_nobody(author, entry):
    strike_entry(member=author, occurrence=entry, reason="Never happened.", now=NOW)

    with pytest.raises(EntryStruck):
        share_lesson(member=author, occurrence=entry, lesson=prefilled(entry), now=NOW)


def test_guards_coordinators_and_strangers_share_nothing(entry, guard, coordinator, peer, write):
    own = write(member=guard)

    for member, row in ((guard, own), (guard, entry), (coordinator, entry), (peer, entry)):
        with pytest.raises(NotYourLog):
            share_lesson(member=member, occurrence=row, lesson=prefilled(row), now=NOW)


def lesson_lines(row, member) -> list[tuple[str, str]]:
    return [(one.what, one.address) for one in events_of(row, member=member) if one.what.startswith("Lesson")]


def test_the_line_of_a_draft_is_there_for_those_who_may_change_it_alone(entry, drafted, author, guard, coordinator):
    assert lesson_lines(entry, author) == [("Lesson drafted", f"/reports/{drafted.key}/edit/")]
    assert lesson_lines(entry, coordinator) == [("Lesson drafted", f"/reports/{drafted.key}/edit/")]
    assert lesson_lines(entry, guard) == []


def test_the_line_of_a_published_lesson_is_there_for_those_whom_it_reaches(entry, drafted, author, guard, both):
    save_draft(member=author, said=fields_of(drafted), readers=amber(both), report=drafted, now=NOW)
    publish_report(member=author, report=drafted, now=NOW)

    assert lesson_lines(entry, author) == [("Lesson shared", f"/reports/{drafted.key}/")]
    assert lesson_lines(entry, guard) == []


def test_red_is_known_to_its_author_and_the_named_alone(entry, drafted, author, coordinator):
    red = Readers(tlp=4, named=frozenset())
    save_draft(member=author, said=fields_of(drafted), readers=red, report=drafted, now=NOW)

    assert lesson_lines(entry, author)
    assert lesson_lines(entry, coordinator) == []
    assert lesson_of(entry, member=coordinator) is None


def test_who_reads_the_log_by_agreement_learns_nothing_of_a_draft(entry, drafted, community, quay):
    FacilityAgreement.objects.create(
        facility=quay, organisation=community.organisations["south"], given_by=community.seats["author"], given_at=NOW
    )
    quay.port.manager = community.organisations["south"]
    quay.port.save()
    community.seats["peer"].port = quay.port
    community.seats["peer"].save()
    reader = community.member("peer")

    assert Occurrence.objects.visible_to(reader).filter(pk=entry.pk).exists()
    assert lesson_lines(entry, reader) == []


def test_nothing_of_the_entry_is_in_what_leaves(entry, drafted, author):
    save_draft(member=author, said=fields_of(drafted), readers=GREEN, report=drafted, now=NOW)
    add_line(member=author, occurrence=entry, kind="told", to="Harbour master", now=NOW)

    next_day = NOW + timedelta(hours=20)
    report = publish_report(member=author, report=Report.objects.get(pk=drafted.pk), now=next_day)

    payload = json.dumps(store.read(Publication.objects.of(report).get().position).payload)
    secret = [str(entry.key), entry.number, "Quay north", "stack 14", "Guard of the night", "N-2026-77"]
    secret += [PLATE, "Peeters", "Gate Seven", "patrol", "Harbour master", "T09:30"]
    assert [words for words in secret if words in payload] == []


def test_a_bad_photo_says_so(author, entry, monkeypatch):
    picture = entry.files.get(media_type="image/jpeg")
    with picture.file.storage.open(picture.file.name, "wb") as there:
        there.write(b"\xff\xd8\xff broken")

    with pytest.raises(BadFile):
        share_lesson(member=author, occurrence=entry, lesson=prefilled(entry, photos=frozenset({picture.key})), now=NOW)


def page(client, community, row, **sent):
    client.force_login(community.person("author"))
    return client.post(f"/log/{row.key}/lesson/", sent) if sent else client.get(f"/log/{row.key}/lesson/")


def form_of(row, **more) -> dict[str, object]:
    """What a browser sends of the untouched page."""
    boxes = {f"keep_{name}": "on" for name in TAKEN}
    texts = {"title": title_of(row), "text": masked(row, "text").replace("\n", "\r\n")}
    return boxes | texts | {"action_taken": masked(row, "action_taken"), "controls": suggested_controls(row)} | more


def test_the_page_shows_both_sides_and_one_press_makes_the_draft(client, community, entry):
    shown = page(client, community, entry).content.decode()
    answer = page(client, community, entry, **form_of(entry))

    draft = Report.objects.get()
    assert shown.count("<mark") == 2 * 4
    assert "[number plate]" in shown
    assert answer["Location"] == f"/reports/{draft.key}/edit/"
    assert draft.facts.startswith("A van [number plate]")


def test_a_tick_leaves_a_find_in_a_text_that_nobody_touched(client, community, entry):
    plate = token_of(find(PLATE)[0])

    page(client, community, entry, **form_of(entry, not_personal=[plate]))

    assert Report.objects.get().facts.startswith(f"A van {PLATE} waited at [place]")


def test_the_page_comes_back_with_what_still_tells_of_people_and_masks_it(client, community, entry):
    sent = form_of(entry, text="Driver Jan Peeters again.", title=f"Van {PLATE}")

    refused = page(client, community, entry, **sent)
    masked_page = page(client, community, entry, **(sent | {"do": "mask"})).content.decode()

    assert refused.status_code == 422
    assert refused.content.decode().count('class="guard__text"') == 2
    assert 'value="Van [number plate]"' in masked_page
    assert "Driver [name] again." in masked_page
    assert not Report.objects.exists()


def test_a_second_press_finds_the_draft_of_the_first(client, community, entry):
    page(client, community, entry, **form_of(entry))
    again = page(client, community, entry, **form_of(entry))
    shown = page(client, community, entry).content.decode()

    assert Report.objects.count() == 1
    assert again["Location"] == f"/log/{entry.key}/lesson/"
    assert f"/reports/{Report.objects.get().key}/edit/" in shown


def test_it_takes_two_presses_from_the_entry_to_the_draft(client, community, write):
    row = write(**CODED, now=NOW)
    client.force_login(community.person("author"))

    entry_page = client.get(row.get_absolute_url()).content.decode()

    assert f'href="/log/{row.key}/lesson/"' in entry_page
    assert page(client, community, row, **form_of(row)).status_code == 302
