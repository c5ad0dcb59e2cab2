import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from nacl.signing import SigningKey

from port2port.ledger import rows, verify
from port2port.ledger.models import KeyListing, Leaf, Log, Payload
from port2port.pure.envelope import Kind, key_id, sign
from port2port.pure.ledger_entry import leaf_of
from tests.ledger_triggers import lifted

from .conftest import NORTH, NOW, SOUTH

pytestmark = pytest.mark.django_db(transaction=True)
POSTGRESQL = "postgresql" in settings.DATABASES["default"]["ENGINE"]


def address():
    """The test database as `--database` takes it."""
    parts = connection.settings_dict
    if POSTGRESQL:
        host, port = parts["HOST"] or "", parts["PORT"] or ""
        return f"postgresql://{parts['USER']}:{parts['PASSWORD']}@{host}:{port}/{parts['NAME']}".replace(":@:/", "/")
    return f"sqlite:///{parts['NAME']}"


def run(capsys, url=None):
    """Exit code and words of `port2port verify`."""
    code = verify.main(["--database", url or address()])
    written = capsys.readouterr()
    return code, written.out + written.err


@pytest.fixture
def entries(publish):
    """Seven entries of two organisations, of two kinds, in two logs."""
    made = [publish(number) for number in range(3)]
    made.append(publish(3, organisation=SOUTH, now=NOW + timedelta(minutes=1)))
    made.append(publish(4, organisation=SOUTH, kind=Kind.COMMITMENT))
    made.append(publish(5, prev=made[0].content_id))
    made.append(publish(6))
    return made


def test_an_untouched_ledger_is_sound(entries, capsys):
    code, words = run(capsys)

    assert code == 0
    assert f"log {settings.LEDGER_ORIGIN}: 7 of 7 envelopes are sound; root {entries[-1].root.hex()}" in words
    assert words.endswith("All 7 envelopes are sound.\n")


def test_an_empty_ledger_is_sound(capsys):
    code, words = run(capsys)

    assert (code, words) == (0, "All 0 envelopes are sound.\n")


def test_every_log_is_walked_by_itself(entries, publish, capsys):
    from port2port.ledger import store

    with store.writing_to("port2port.localhost/demo"):
        publish(now=NOW - timedelta(days=900))
        publish(now=NOW - timedelta(days=400))

    code, words = run(capsys)

    assert code == 0
    assert "log port2port.localhost/demo: 2 of 2 envelopes are sound" in words
    assert "All 9 envelopes are sound." in words


def flipped(value):
    return bytes([value[0] ^ 1]) + value[1:]


OTHER_KEY = SigningKey(b"\7" * 32)
CHANGES = {
    "leaf": (Leaf, lambda row: {"leaf": flipped(row.leaf)}, "leaf"),
    "leaf cut short": (Leaf, lambda row: {"leaf": row.leaf[:-1]}, "leaf"),
    "root": (Leaf, lambda row: {"root": flipped(row.root)}, "root"),
    "time": (Leaf, lambda row: {"at": row.at + timedelta(milliseconds=1)}, "time"),
    "time by a microsecond": (Leaf, lambda row: {"at": row.at + timedelta(microseconds=1)}, "time"),
    "time beyond the key": (Leaf, lambda row: {"at": row.at + timedelta(days=800)}, "key"),
    "index": (Leaf, lambda row: {"index": row.index + 90}, "index"),
    "origin": (Leaf, lambda row: {"origin": "port2port.localhost/other"}, "index"),
    "content id": (Payload, lambda row: {"content_id": "00" * 32}, "content id"),
    "first byte of the envelope": (Payload, lambda row: {"envelope": flipped(row.envelope)}, "envelope"),
    "a letter of the payload": (
        Payload,
        lambda row: {"envelope": row.envelope[:60] + bytes([row.envelope[60] ^ 2]) + row.envelope[61:]},
        "signature",
    ),
    "the signature": (
        Payload,
        lambda row: {"envelope": row.envelope[:-40] + bytes([row.envelope[-40] ^ 1]) + row.envelope[-39:]},
        "",
    ),
    "a line end behind the envelope": (Payload, lambda row: {"envelope": row.envelope + b"\n"}, "envelope"),
    "an empty envelope": (Payload, lambda row: {"envelope": b""}, "envelope"),
    "salt": (Payload, lambda row: {"salt": flipped(row.salt)}, "leaf"),
    "opening": (Payload, lambda row: {"opening": flipped(row.opening)}, "opening"),
    "kind": (Payload, lambda row: {"kind": "policy"}, "kind"),
    "organisation": (Payload, lambda row: {"organisation": "someone-else"}, "organisation"),
    "key id": (Payload, lambda row: {"keyid": "0" * 16}, "key id"),
    "another envelope of a key that is not listed": (
        Payload,
        lambda row: {
            "envelope": sign(Kind.OBJECTS.payload_type, b"{}", OTHER_KEY).to_bytes(),
            "keyid": key_id(OTHER_KEY.verify_key.encode()),
        },
        "key",
    ),
}


@pytest.mark.parametrize(("model", "change", "part"), CHANGES.values(), ids=CHANGES.keys())
def test_whatever_column_is_changed_the_entry_is_named_and_what_is_wrong(entries, capsys, model, change, part):
    for entry in (entries[0], entries[2], entries[6]):
        row = model.objects.get(position=entry.position)
        kept = {name: bytes_of(value) for name, value in vars(row).items() if not name.startswith("_")}
        for name, value in kept.items():
            setattr(row, name, value)

        with lifted():
            model.objects.filter(position=entry.position).update(**change(row))
        code, words = run(capsys)
        with lifted():
            model.objects.filter(position=entry.position).update(**kept)

        assert code == 1
        assert f"First bad entry: position {entry.position}, log " in words
        if part not in {"index", "time"}:
            assert f"index {entry.index}: {part}" in words
    assert run(capsys)[0] == 0


def bytes_of(value):
    return bytes(value) if isinstance(value, memoryview) else value


@pytest.mark.parametrize("part", ["leaf", "envelope", "salt", "opening", "keyid"])
def test_one_bad_entry_does_not_hide_that_the_others_are_sound(entries, capsys, part):
    model = Leaf if part == "leaf" else Payload
    value = getattr(model.objects.get(position=entries[1].position), part)
    changed = "0" * 16 if part == "keyid" else flipped(bytes(value))

    with lifted():
        model.objects.filter(position=entries[1].position).update(**{part: changed})
    code, words = run(capsys)

    assert code == 1
    assert "6 of 7 envelopes are sound." in words


def test_two_swapped_payloads_are_named_at_the_first(entries, capsys):
    first, second = entries[1].position, entries[2].position
    with lifted():
        Payload.objects.filter(position=first).update(position=10_000)
        Payload.objects.filter(position=second).update(position=first)
        Payload.objects.filter(position=10_000).update(position=second)

    code, words = run(capsys)

    assert code == 1
    assert f"First bad entry: position {first}, log {settings.LEDGER_ORIGIN}, index 1: leaf" in words


@pytest.mark.parametrize("which", [0, 3, 6])
def test_a_deleted_payload_is_named(entries, capsys, which):
    with lifted():
        Payload.objects.filter(position=entries[which].position).delete()

    code, words = run(capsys)

    assert code == 1
    assert f"First bad entry: position {entries[which].position}, " in words
    assert "payload: it is missing" in words


def test_a_deleted_entry_is_named_by_the_one_that_stands_in_its_place(entries, capsys):
    with lifted():
        Leaf.objects.filter(position=entries[2].position).delete()
        Payload.objects.filter(position=entries[2].position).delete()

    code, words = run(capsys)

    assert code == 1
    assert f"First bad entry: position {entries[3].position}, " in words
    assert "index: 2 should stand here, not 3" in words


def test_a_deleted_leaf_leaves_bytes_that_are_named(entries, capsys):
    with lifted():
        Leaf.objects.filter(position=entries[6].position).delete()

    code, words = run(capsys)

    assert code == 1
    assert f"First bad entry: position {entries[6].position}: leaf: the bytes of an entry are there" in words


def test_a_log_that_was_cut_short_is_named(entries, capsys):
    with lifted():
        Leaf.objects.filter(position=entries[6].position).delete()
        Payload.objects.filter(position=entries[6].position).delete()

    code, words = run(capsys)

    assert code == 1
    assert "index 6: head: the log says that it holds 7 entries, 6 are there" in words


@pytest.mark.parametrize(
    "change",
    [{"root": b"\1" * 32}, {"peaks": b"\1" * 96}, {"size": 8}, {"size": 6}, {"origin": "port2port.localhost/x"}],
)
def test_a_changed_row_of_the_log_is_found(entries, capsys, change):
    with lifted():
        Log.objects.update(**change)

    code, words = run(capsys)

    assert code == 1
    assert "head: the log" in words


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"public": b"\1" + bytes(31)}, "is not a sound ed25519 key"),
        ({"public": OTHER_KEY.verify_key.encode()}, "has another key id"),
        ({"organisation": SOUTH}, "is not the one that the key signed"),
        ({"algorithm": "rsa"}, "is not a sound"),
        ({"not_after": NOW + timedelta(days=4000)}, "is not the one that the key signed"),
        ({"not_before": NOW - timedelta(days=4000)}, "is not the one that the key signed"),
        ({"custody": "own"}, "is not the one that the key signed"),
        ({"proof": bytes(64)}, "is not the one that the key signed"),
        ({"keyid": "f" * 16}, "is not listed"),
    ],
)
def test_a_changed_key_is_named_at_the_first_entry_that_it_signed(entries, capsys, change, part):
    with lifted():
        KeyListing.objects.filter(organisation=NORTH).update(**change)

    code, words = run(capsys)

    assert code == 1
    assert f"First bad entry: position {entries[0].position}, " in words
    assert part in words
    assert "2 of 7 envelopes are sound." in words


def test_what_a_key_signed_before_its_revocation_stays_sound(entries, publish, capsys):
    from port2port.ledger import keys, store

    keys.revoke_key(keyid=store.read(entries[0].position).keyid, now=NOW)
    publish(now=NOW + timedelta(days=1))

    code, words = run(capsys)

    assert (code, words.splitlines()[-1]) == (0, "All 8 envelopes are sound.")


def test_an_entry_signed_with_a_key_revoked_at_a_lower_position_is_named(entries, capsys):
    with lifted():
        KeyListing.objects.filter(organisation=NORTH).update(revoked_position=entries[5].position)

    code, words = run(capsys)

    assert code == 1
    assert f"First bad entry: position {entries[5].position}, " in words
    assert "is revoked from position" in words


def test_a_forged_entry_with_a_rebuilt_tree_is_named(entries, capsys):
    # Whoever holds the database and no key can make leaf, root and head fit; the signature still does not.
    last = Payload.objects.get(position=entries[6].position)
    forged = bytes(last.envelope).replace(b'"payload":"ey', b'"payload":"eI')
    leaf = leaf_of(bytes(last.salt), forged)
    edge = rows_edge(entries[:6]).append(leaf)
    with lifted():
        Payload.objects.filter(position=last.position).update(envelope=forged)
        Leaf.objects.filter(position=last.position).update(leaf=leaf, root=edge.root)
        Log.objects.update(root=edge.root, peaks=edge.to_bytes())

    code, words = run(capsys)

    assert code == 1
    assert f"First bad entry: position {last.position}, " in words
    assert "signature: it does not hold" in words
    assert "Also:" not in words


def rows_edge(entries):
    from port2port.pure.merkle import Edge

    edge = Edge()
    for entry in entries:
        edge = edge.append(bytes(Leaf.objects.get(pk=entry.position).leaf))
    return edge


def test_it_reads_while_the_server_has_the_database_open_and_writes(entries, publish, capsys):
    from django.db import transaction

    with transaction.atomic():
        publish()
        code, words = run(capsys)

    assert code == 0
    assert "All 7 envelopes are sound." in words


def test_it_never_writes(entries, capsys):
    with rows.opened(address()) as reader, pytest.raises(rows.Damaged, match=r"read-?only"):
        reader.run("UPDATE ledger_log SET size = size + 1")


def test_without_a_database_it_says_so(capsys, tmp_path):
    code, words = run(capsys, f"sqlite:///{tmp_path}/nothing.sqlite3")

    assert code == 2
    assert "Nothing was verified: there is no database at" in words
    assert not (tmp_path / "nothing.sqlite3").exists()


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
def test_a_file_without_a_ledger_says_so(capsys, tmp_path, content):
    (tmp_path / "other.sqlite3").write_bytes(content)

    code, words = run(capsys, f"sqlite:///{tmp_path}/other.sqlite3")

    assert code == 2
    assert "Nothing was verified: it holds no ledger that can be read" in words


@pytest.mark.parametrize("url", ["mysql://x/y", "port2port.sqlite3", "postgresql://127.0.0.1:1/none"])
def test_an_address_that_leads_nowhere_says_so(capsys, url):
    code, words = run(capsys, url)

    assert code == 2
    assert "Nothing was verified: " in words


def test_by_default_it_reads_the_database_of_the_settings(monkeypatch, tmp_path):
    monkeypatch.delenv("PORT2PORT_DATABASE", raising=False)
    monkeypatch.setenv("PORT2PORT_VAR", str(tmp_path))
    assert verify.default_database() == f"sqlite:///{tmp_path}/port2port.sqlite3"

    monkeypatch.setenv("PORT2PORT_DATABASE", "postgresql://db/port2port")
    assert verify.default_database() == "postgresql://db/port2port"


def test_it_runs_where_django_cannot_be_imported(entries):
    program = (
        "import sys\n"
        "class NoDjango:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] in {'django', 'allauth'}:\n"
        "            raise ImportError('django is not here')\n"
        "sys.meta_path.insert(0, NoDjango())\n"
        "from port2port.ledger.verify import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    source = str(Path(verify.__file__).parents[2])

    done = subprocess.run(
        [sys.executable, "-c", program, "--database", address()],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": source},
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "All 7 envelopes are sound." in done.stdout


@pytest.fixture
def copy(publish, tmp_path):
    """A copy of the database file with 40 entries, as someone with a disk editor would have it."""
    if POSTGRESQL:
        pytest.skip("a file is changed by hand on SQLite only")
    made = [publish(number) for number in range(40)]
    path = tmp_path / "copy.sqlite3"
    with sqlite3.connect(path) as target:
        connection.ensure_connection()
        connection.connection.backup(target)
    target.close()
    with sqlite3.connect(path) as target:
        target.execute("PRAGMA journal_mode=DELETE")
    target.close()
    return path, made


def change_byte(path, at):
    with path.open("r+b") as file:
        file.seek(at)
        old = file.read(1)[0]
        file.seek(at)
        file.write(bytes([old ^ 1]))


COLUMNS = {
    "envelope": ("ledger_payload", "envelope"),
    "salt": ("ledger_payload", "salt"),
    "opening": ("ledger_payload", "opening"),
    "content_id": ("ledger_payload", "content_id"),
    "leaf": ("ledger_leaf", "leaf"),
    "root": ("ledger_leaf", "root"),
}


@pytest.mark.parametrize(("table", "column"), COLUMNS.values(), ids=COLUMNS.keys())
@pytest.mark.parametrize("which", [0, 17, 39])
def test_one_byte_of_the_file_changed_by_hand_names_the_entry(copy, capsys, table, column, which):
    path, made = copy
    reader = sqlite3.connect(path)
    [[value]] = reader.execute(f"SELECT {column} FROM {table} WHERE position = ?", [made[which].position])
    reader.close()
    needle = value.encode() if isinstance(value, str) else value
    content = path.read_bytes()
    # The signature is what no other envelope has; a content id stands in the table and in its index.
    needle = needle[-70:-46] if column == "envelope" else needle[:24]
    places = [at for at in range(len(content)) if content.startswith(needle, at)]
    assert places

    for at in places:
        change_byte(path, at + 5)
    code, words = run(capsys, f"sqlite:///{path}")

    assert code == 1
    assert f"First bad entry: position {made[which].position}, log " in words


def test_one_byte_of_the_public_key_changed_by_hand_names_the_first_entry(copy, capsys):
    path, made = copy
    reader = sqlite3.connect(path)
    [[public]] = reader.execute("SELECT public FROM ledger_keylisting")
    reader.close()

    change_byte(path, path.read_bytes().index(public) + 9)
    code, words = run(capsys, f"sqlite:///{path}")

    assert code == 1
    assert f"First bad entry: position {made[0].position}, log " in words


@pytest.mark.parametrize("table", ["ledger_leaf", "ledger_payload", "ledger_log", "ledger_keylisting"])
@pytest.mark.parametrize("at", [0, 3, 5, 8, 9])
def test_a_damaged_page_ends_in_a_sentence_and_never_in_a_traceback(copy, capsys, table, at):
    path, _made = copy
    for page in pages_of(path, table):
        damaged = path.with_name(f"{page}.sqlite3")
        shutil.copy(path, damaged)
        change_byte(damaged, (page - 1) * 4096 + at + (100 if page == 1 else 0))
        with damaged.open("r+b") as file:
            file.seek((page - 1) * 4096 + at)
            file.write(b"\xff")

        code, words = run(capsys, f"sqlite:///{damaged}")

        assert code in {1, 2}
        assert "First bad entry: " in words or "Nothing was verified: " in words


def pages_of(path, table):
    """The pages of a table's own tree, by way of dbstat where it is built in, else its root page."""
    reader = sqlite3.connect(path)
    try:
        [[root]] = reader.execute("SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ?", [table])
        children = path.read_bytes()[(root - 1) * 4096 :][:4096]
        cells = int.from_bytes(children[3:5])
        if children[0] != 5:
            return [root]
        pointers = [int.from_bytes(children[12 + 2 * cell :][:2]) for cell in range(cells)]
        return [root, *(int.from_bytes(children[pointer : pointer + 4]) for pointer in pointers)]
    finally:
        reader.close()


def test_a_page_that_cannot_be_read_names_where_reading_stops(copy, capsys):
    path, _made = copy
    leaf_pages = pages_of(path, "ledger_leaf")
    page = leaf_pages[-1] if len(leaf_pages) > 1 else leaf_pages[0]

    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    code, words = run(capsys, f"sqlite:///{path}")

    assert code in {1, 2}
    assert "reading stops after position " in words or "Nothing was verified" in words


def everything(path):
    """All that the ledger's tables say, or None where SQLite itself gives up."""
    reader = sqlite3.connect(path)
    reader.text_factory = bytes
    try:
        return [reader.execute(f"SELECT * FROM {table}").fetchall() for table in ("ledger_leaf", "ledger_payload")]
    except sqlite3.Error:
        return None
    finally:
        reader.close()


@pytest.mark.slow
def test_a_byte_anywhere_in_the_ledgers_pages_is_noticed_when_it_changes_what_they_say(copy, capsys):
    path, _made = copy
    content, said = path.read_bytes(), everything(path)
    used = [pages_of(path, "ledger_leaf")[-1], *pages_of(path, "ledger_payload")[:2]]
    changed = 0
    for page in used:
        for at in range((page - 1) * 4096, page * 4096, 37):
            damaged = path.with_name("damaged.sqlite3")
            damaged.write_bytes(content[:at] + bytes([content[at] ^ 0x10]) + content[at + 1 :])

            code, words = run(capsys, f"sqlite:///{damaged}")

            assert code or everything(damaged) == said, f"byte {at}: {words}"
            changed += code != 0
    assert changed > 100
