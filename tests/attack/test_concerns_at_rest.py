"""What a thief of database, files and logs finds after fifty concerns: categories and dates, nothing that was said."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from port2port.concerns.filing_key import fresh_form_key
from port2port.concerns.models import Concern, Message
from port2port.pure.receipt_code import normalised
from tests.concerns.conftest import PASSPHRASE, Desks, desks, nobody_has_tried_before

__all__ = ["desks", "nobody_has_tried_before"]

TEXT, ANSWER, NOTE = "KANARIE-verhaal", "KANARIE-antwoord", "KANARIE-notitie"
ADDRESS, AGENT = "198.51.100.77", "KanarieBrowser/7"
HOW_MANY = 50
CODE = re.compile(r'class="receipt__code"[^>]*>([\d ]{19})<')


def cells() -> Iterator[bytes]:
    """Every value of every table, as bytes."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield from (_bytes(value) for value in row if value is not None)


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def files() -> Iterator[bytes]:
    """Every file that the node writes, the database itself apart where it is one."""
    for folder in {Path(settings.VAR), Path(settings.MEDIA_ROOT)}:
        yield from (one.read_bytes() for one in folder.rglob("*") if one.is_file())


@pytest.fixture
def filed(client: Client, desks: Desks, caplog: Any) -> tuple[list[str], str]:
    """Fifty concerns with answers and notes, from one address and browser; their codes, and what was logged."""
    caplog.set_level(logging.DEBUG)
    codes = []
    reporter = {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": AGENT}
    handler = Client()
    handler.force_login(desks.community.person("author"))
    assert handler.post("/concerns/desk/unlock/", {"passphrase": PASSPHRASE}).status_code == 302
    for number in range(HOW_MANY):
        nobody_tried()
        said = {"desk": str(desks.desks["north"].key), "category": "drone", "language": "nl", "key": fresh_form_key()}
        page = client.post("/concerns/new/", said | {"text": f"{TEXT} {number}"}, **reporter).content.decode()
        codes.append(CODE.search(page)[1])
    for row in Concern.objects.all():
        handler.post(f"{row.get_absolute_url()}write/", {"text": ANSWER})
        handler.post(f"{row.get_absolute_url()}note/", {"text": NOTE})
    assert ANSWER in client.post("/concerns/read/", {"code": codes[0]}, **reporter).content.decode()
    client.post("/concerns/read/", {"code": "0000 0000 0000 0000"}, **reporter)
    return codes, caplog.text


def nobody_tried() -> None:
    from port2port.concerns import limits

    limits.FILING.forget()


def test_database_files_and_logs_hold_no_word_no_code_no_address_and_no_browser(filed: tuple[list[str], str]):
    codes, logged = filed
    assert Message.objects.count() == 2 * HOW_MANY

    canaries = [one.encode() for one in (TEXT, ANSWER, NOTE, ADDRESS, AGENT, PASSPHRASE)]
    canaries += [form.encode() for code in codes for form in (code, normalised(code) or "")]
    wanted = re.compile(b"|".join(map(re.escape, canaries)))

    # The search itself works: what stands there in the open is found by it.
    assert any(b"drone" in value for value in cells())
    assert [value[:80] for value in cells() if wanted.search(value)] == []
    assert [value[:80] for value in files() if wanted.search(value)] == []
    assert not wanted.search(logged.encode())
    assert not re.search(r"/concerns/(?!…)\S", "".join(handled(logged)))


def handled(logged: str) -> list[str]:
    """Lines as the console prints them."""
    from port2port.base.logs import without_secrets

    return [without_secrets(line) for line in logged.splitlines()]


def test_a_stolen_row_does_not_tell_short_from_long(desks: Desks):
    desks.file(number=1, text="No.")
    desks.file(number=2, text="A longer story. " * 50)

    sizes = {len(bytes(one.payload)) for one in Message.objects.all()}
    assert len(sizes) == 1


def test_a_forger_of_rows_is_noticed(desks: Desks):
    from port2port.concerns.rules import CannotOpen
    from port2port.concerns.thread import thread_of

    concern, _code = desks.file()
    other, _code = desks.file(number=2)
    Message.objects.filter(concern=concern).update(payload=other.messages.get().payload)

    from port2port.concerns.actions.handling import thread_key

    key = thread_key(desks.member("author"), concern, desks.privates["author"])
    with pytest.raises(CannotOpen):
        thread_of(concern, key)
