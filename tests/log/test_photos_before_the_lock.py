"""A photo is drawn anew before its transaction begins: on SQLite every other writer waits for the whole of one."""

from io import BytesIO

import PIL.Image
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from port2port.base.clock import now
from port2port.knowledge import actions as practices
from port2port.knowledge.models import PracticeFile
from port2port.log.actions import add_files, share_lesson, write_entry
from port2port.log.fields import Said
from port2port.log.models import LogFile
from port2port.reports.actions import Upload, attach, compose, save_draft
from port2port.reports.fields import Readers
from port2port.reports.models import Attachment
from tests.knowledge.conftest import GREEN as MEMBERS
from tests.knowledge.conftest import said as said_of_practice
from tests.log.test_lessons import prefilled
from tests.personas import found_community
from tests.reports.conftest import GREEN, said
from tests.reports.machines import API, Machine

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def held(monkeypatch):
    """For each photo that was opened: whether a transaction was open."""
    seen, opens = [], PIL.Image.open

    def watched(*args, **kwargs):
        seen.append(connection.in_atomic_block)
        return opens(*args, **kwargs)

    monkeypatch.setattr(PIL.Image, "open", watched)
    return seen


def photo(colour="red"):
    body = BytesIO()
    PIL.Image.new("RGB", (8, 8), colour).save(body, "PNG")
    return Upload(f"{colour}.png", body.getvalue(), "image/png")


def entry(author, community, **more):
    words = Said(happened_at=now(), tile="intruder", text="Two people between the reefers.", language="en")
    return write_entry(member=author, facility=community.facilities["north"], said=words, now=now(), **more)


def by_the_log(author, community):
    row = entry(author, community, uploads=[photo()])
    add_files(member=author, occurrence=row, uploads=[photo("blue")], now=now())


def by_reports(author, community):
    del community
    compose(member=author, said=said(), readers=GREEN, uploads=[photo()], now=now())
    draft = save_draft(member=author, said=said(), readers=Readers(), uploads=[photo()], now=now())
    attach(member=author, report=draft, uploads=[photo("blue")], now=now())


def by_practices(author, community):
    del community
    practices.save_draft(member=author, said=said_of_practice(), readers=MEMBERS, uploads=[photo()], now=now())


def by_a_program(author, community):
    draft = save_draft(member=author, said=said(), readers=Readers(), now=now())
    program, one = Machine(community, "author"), photo()
    made = program.client.post(
        f"{API}reports/{draft.key}/attachments",
        {"files": SimpleUploadedFile(one.name, one.content, content_type=one.declared)},
        headers={"Authorization": f"Bearer {program.secret}"},
    )
    assert made.status_code == 201


def by_a_lesson(author, community):
    row = entry(author, community, uploads=[photo()])
    lesson = prefilled(row, photos=(LogFile.objects.get().key,), text="People stood between the reefers.")
    share_lesson(member=author, occurrence=row, lesson=lesson, now=now())


@pytest.mark.parametrize(
    ("act", "kept"), [(by_the_log, 2), (by_reports, 3), (by_practices, 1), (by_a_program, 1), (by_a_lesson, 2)]
)
def test_no_photo_is_looked_into_while_writers_wait(held, act, kept):
    community = found_community()

    act(community.member("author"), community)

    assert held
    assert not any(held)
    assert LogFile.objects.count() + Attachment.objects.count() + PracticeFile.objects.count() == kept
