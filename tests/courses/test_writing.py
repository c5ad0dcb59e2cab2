"""A course is drafted, offered, released by another organisation, replaced and retired; a released one stands."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from port2port.base.refusal import NotAllowed
from port2port.certificates.models import Certificate
from port2port.courses import actions
from port2port.courses.actions import DraftText
from port2port.courses.models import Course, CourseFile, CourseVersion, Pass
from port2port.courses.record import trained
from port2port.courses.refusals import ChangedMeanwhile, CodeTaken, HasFaults, OtherBytes, SameOrganisation, TooFar
from port2port.courses.texts import digest_of
from port2port.members.models import Organisation, Seat
from port2port.members.readers import member_of_seat
from port2port.pure.training_due import Cover
from tests.courses.conftest import files, next_version
from tests.courses.test_files import FILE, write
from tests.personas import BEFORE, NOW


@pytest.fixture
def draft(author):
    return actions.begin_course(member=author, code="gate", said=DraftText(files()), now=NOW)


def test_a_draft_with_faults_is_kept_with_them_and_not_offered(author):
    said = files()
    said["fr"] = said["fr"].replace("> Both.", "Both.").replace("## Gates", "### Gates")

    row = actions.begin_course(member=author, code="gate", said=DraftText(said), now=NOW)

    assert {one["file"] for one in row.faults} == {"fr.md"}
    assert CourseFile.objects.get(version=row, language="fr").content == said["fr"]
    with pytest.raises(HasFaults):
        actions.offer(member=author, version=row, now=NOW)


def test_the_own_organisation_does_not_release_it(draft, author, trainer, community):
    offered = actions.offer(member=author, version=draft, now=NOW)

    for member in (author, trainer):
        with pytest.raises(SameOrganisation):
            actions.release(member=member, version=offered, digest=digest_of(offered), now=NOW)


def test_who_teaches_nothing_releases_nothing(draft, author, guard, coordinator, auditor):
    offered = actions.offer(member=author, version=draft, now=NOW)

    for member in (guard, coordinator, auditor):
        with pytest.raises(NotAllowed):
            actions.release(member=member, version=offered, digest=digest_of(offered), now=NOW)


def test_what_was_not_offered_is_released_by_nobody(draft, peer):
    with pytest.raises(NotAllowed):
        actions.release(member=peer, version=draft, digest=digest_of(draft), now=NOW)


def test_words_that_changed_after_reading_are_not_released(draft, author, peer):
    offered = actions.offer(member=author, version=draft, now=NOW)
    read = digest_of(offered)
    said = files()
    said["nl"] += "\nMore.\n"
    changed = actions.save_draft(member=author, version=offered, said=DraftText(said), revision=1, now=NOW)
    assert changed.offered_at is None
    again = actions.offer(member=author, version=changed, now=NOW)

    with pytest.raises(OtherBytes):
        actions.release(member=peer, version=again, digest=read, now=NOW)


def test_two_writers_do_not_overwrite_each_other(draft, author, trainer):
    actions.save_draft(member=trainer, version=draft, said=DraftText(files()), revision=1, now=NOW)

    with pytest.raises(ChangedMeanwhile):
        actions.save_draft(member=author, version=draft, said=DraftText(files()), revision=1, now=NOW)


def test_an_id_is_taken_once(draft, peer):
    with pytest.raises(CodeTaken):
        actions.begin_course(member=peer, code="gate", said=DraftText(files()), now=NOW)


def test_a_released_version_and_its_files_stand_in_the_table(course):
    for change in (
        lambda: CourseFile.objects.filter(language="nl").update(content="Other"),
        lambda: CourseVersion.objects.update(pass_mark=1),
        lambda: CourseFile.objects.filter(language="nl").delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_only_a_substantial_version_asks_holders_again(community, course, guard, trainer, take):
    take(guard, course)
    seat = community.seats["guard"]

    def cover():
        one = trained([seat], organisation=seat.organisation_id, today=NOW.date())[0]
        return one.covers["b18-2-3"][0]

    # The course of the test is none of the role's courses: it is put there by its id.
    Course.objects.filter(pk=course.pk).update(code="guard")
    assert cover() == Cover.COVERED
    Course.objects.filter(pk=course.pk).update(code="gate")
    next_version(community, course, substantial=False)
    Course.objects.filter(pk=course.pk).update(code="guard")
    assert cover() == Cover.COVERED
    Course.objects.filter(pk=course.pk).update(asks_from=2)
    assert cover() == Cover.MISSING


def test_a_pass_earns_its_certificate_with_what_it_covers(course, guard, take):
    attempt = take(guard, course)

    found = Certificate.objects.get()
    assert (found.person_id, found.achievement, found.version, found.codes) == (
        guard.person_id, "gate", 1, ["b18-2-3"],
    )  # fmt: skip
    assert attempt.certified_at is not None


def test_a_course_that_covers_nothing_earns_none(make, guard, take):
    take(guard, make(covers=""))

    assert Pass.objects.exists()
    assert not Certificate.objects.exists()


def test_a_pass_is_kept_where_nothing_can_be_signed_and_the_certificate_follows(course, guard, take, monkeypatch):
    from port2port.courses.actions import earning
    from port2port.ledger.keys import KeyStoreLocked

    def locked(**_said):
        raise KeyStoreLocked

    with monkeypatch.context() as shut:
        shut.setattr(earning, "issue", locked)
        assert take(guard, course).is_passed
    assert not Certificate.objects.exists()

    assert actions.issue_owed(now=NOW + timedelta(hours=1), randomness=lambda size: bytes(range(size))) == 1
    assert actions.issue_owed(now=NOW + timedelta(hours=2), randomness=lambda size: bytes(range(size))) == 0


def test_starting_courses_are_released_once_by_the_secretariat_with_their_notice(tmp_path, secretariat, author):
    marked = FILE.replace("licence:", "notice: starting\nlicence:")
    said = {lang: marked.format(lang=lang) for lang in ("nl", "fr", "de", "en")}
    write(tmp_path, **said)
    write(tmp_path, name="broken", nl="nothing")

    with pytest.raises(NotAllowed):
        actions.load_starting(member=author, now=NOW, top=tmp_path)
    (made,) = actions.load_starting(member=secretariat, now=NOW, top=tmp_path)

    assert made.is_starting
    assert made.course.current == made
    assert actions.load_starting(member=secretariat, now=NOW, top=tmp_path) == []


def test_the_writer_sees_each_fault_with_its_line_and_loses_nothing(community):
    browser = Client()
    browser.force_login(community.person("trainer"))
    said = files(code="fence")
    said["de"] = said["de"].replace("- [x] Always", "- [ ] Always")

    page = browser.post(
        reverse("courses:new"), {"code": "fence"} | {f"text_{one}": words for one, words in said.items()}, follow=True
    ).content.decode()

    line = said["de"].split("\n").index("```quiz q3 one") + 1
    assert f"de.md:{line}" in page
    again = browser.get(reverse("courses:edit", args=["fence", 1])).content.decode()
    assert "- [ ] Always" in again


def test_drafts_of_others_are_seen_once_offered(draft, author, peer, guard):
    assert not CourseVersion.objects.visible_to(peer).exists()
    actions.offer(member=author, version=draft, now=NOW)

    assert CourseVersion.objects.visible_to(peer).exists()
    assert not CourseVersion.objects.visible_to(guard).exists()
    assert not Course.objects.visible_to(guard).exists()


def _also_in(community, who, slug):
    """The persona once more, as an officer of another organisation."""
    seat = Seat.objects.create(
        person=community.person(who), organisation=community.organisations[slug], function="officer", given_at=BEFORE
    )
    return member_of_seat(seat)


@pytest.mark.parametrize("step", ["changed", "offered"])
def test_who_changed_or_offered_a_draft_releases_it_from_no_other_seat(draft, community, author, trainer, step):
    writer, helper = (trainer, author) if step == "changed" else (author, trainer)
    saved = actions.save_draft(member=writer, version=draft, said=DraftText(files(draw=3)), revision=1, now=NOW)
    offered = actions.offer(member=helper if step == "changed" else writer, version=saved, now=NOW)
    elsewhere = _also_in(community, "trainer" if step == "changed" else "author", "south")

    with pytest.raises(SameOrganisation):
        actions.release(member=elsewhere, version=offered, digest=digest_of(offered), now=NOW)


def test_who_changed_a_draft_between_two_others_releases_it_from_no_other_seat(draft, community, author, trainer):
    between = actions.save_draft(member=trainer, version=draft, said=DraftText(files(draw=3)), revision=1, now=NOW)
    last = actions.save_draft(member=author, version=between, said=DraftText(files()), revision=2, now=NOW)
    offered = actions.offer(member=author, version=last, now=NOW)
    elsewhere = _also_in(community, "trainer", "south")

    assert not CourseVersion.objects.releasable_by(elsewhere).exists()
    with pytest.raises(SameOrganisation):
        actions.release(member=elsewhere, version=offered, digest=digest_of(offered), now=NOW)
    actions.release(member=community.member("peer"), version=offered, digest=digest_of(offered), now=NOW)


def test_an_organisation_of_the_same_house_is_no_second_one(draft, community, author, peer):
    offered = actions.offer(member=author, version=draft, now=NOW)
    north, south = community.organisations["north"], community.organisations["south"]
    Organisation.objects.filter(pk=south.pk).update(parent=north)

    with pytest.raises(SameOrganisation):
        actions.release(member=peer, version=offered, digest=digest_of(offered), now=NOW)


def test_a_review_is_put_off_for_two_years_at_most(course, author):
    with pytest.raises(TooFar):
        actions.put_off(member=author, course=course, review_by_on=NOW.date() + timedelta(days=732), now=NOW)
    actions.put_off(member=author, course=course, review_by_on=NOW.date() + timedelta(days=730), now=NOW)
