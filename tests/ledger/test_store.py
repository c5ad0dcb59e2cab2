import base64
import hashlib
import json
import threading
from datetime import timedelta

import pytest
import rfc8785
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from nacl.signing import VerifyKey

from port2port.ledger import keys, store
from port2port.ledger.models import KeyListing, Leaf, Log, Payload
from port2port.pure.envelope import Kind, read_exact
from port2port.pure.merkle import EMPTY_ROOT, Tree
from tests.waiting import one_waits_for_the_other

from .conftest import NORTH, NOW, SOUTH

pytestmark = pytest.mark.django_db


def test_an_entry_is_the_exact_signed_bytes_of_the_publication(publish):
    entry = publish(7, prev="ab" * 32)

    stored = store.read(entry.position)
    envelope = json.loads(stored.envelope)
    payload = json.loads(base64.b64decode(envelope["payload"]))
    [key] = KeyListing.objects.all()
    pae = b"DSSEv1 41 application/vnd.port2port.objects.v1+json %d %b" % (
        len(base64.b64decode(envelope["payload"])),
        base64.b64decode(envelope["payload"]),
    )
    VerifyKey(bytes(key.public)).verify(pae, base64.b64decode(envelope["signatures"][0]["sig"]))
    assert payload == stored.payload
    assert stored.content_id == entry.content_id == hashlib.sha256(pae).hexdigest()
    audience = payload["handling"].pop("audience")
    assert payload == {
        "v": 1,
        "org": NORTH,
        "key": key.keyid,
        "actor": "6d1f0000-0000-4000-8000-00000000000a",
        "created": "2026-03-02T09:30:00.123Z",
        "seen": {"origin": settings.LEDGER_ORIGIN, "size": 0, "root": EMPTY_ROOT.hex()},
        "handling": {"tlp": "amber", "pap": "green"},
        "prev": "ab" * 32,
        "custody": "hub",
        "objects": [{"type": "note", "id": "note--7", "content": 'Loose seal – Zëgel {}[]"'}],
    }
    assert audience == hashlib.sha256(stored.opening).hexdigest()
    assert stored.opening[32:] == rfc8785.dumps(
        {"tlp": "amber", "pap": "green", "circles": ["c-1"], "named": [], "openly": False}
    )


def test_circles_and_named_people_stand_nowhere_in_the_envelope(publish):
    entry = publish(handling={"tlp": "red", "pap": "red", "circles": ["secret-circle"], "named": ["secret-person"]})

    stored = store.read(entry.position)

    assert b"secret" not in stored.envelope
    assert b"secret" not in json.dumps(stored.payload).encode()
    assert b"secret-circle" in stored.opening
    assert b"secret-person" in stored.opening


def test_the_leaf_commits_to_the_envelope_with_a_fresh_salt_and_looks_like_any_other(publish):
    first, second = publish(), publish(kind=Kind.COMMITMENT)

    for entry in (first, second):
        leaf, payload = Leaf.objects.get(pk=entry.position), Payload.objects.get(pk=entry.position)
        inner = hashlib.sha256(bytes(payload.envelope)).digest()
        assert bytes(leaf.leaf) == b"\x01" + hashlib.sha256(b"\x00" + bytes(payload.salt) + inner).digest()
        assert len(bytes(payload.salt)) == 32
    salts = {bytes(payload.salt) for payload in Payload.objects.all()}
    openings = {bytes(payload.opening)[:32] for payload in Payload.objects.all()}
    assert len(salts | openings) == 4


def test_each_entry_carries_the_root_of_the_whole_tree_and_has_seen_the_one_before(publish):
    entries = [publish(number) for number in range(9)]

    tree = Tree()
    for entry in entries:
        seen = store.read(entry.position).payload["seen"]
        assert seen == {"origin": settings.LEDGER_ORIGIN, "size": len(tree), "root": tree.root().hex()}
        tree.append(bytes(Leaf.objects.get(pk=entry.position).leaf))
        assert entry.root == tree.root()
    assert store.head() == store.Head(settings.LEDGER_ORIGIN, 9, tree.root())
    assert [entry.index for entry in entries] == list(range(9))


def test_positions_rise_over_all_logs_and_indexes_within_each(publish):
    live = publish()
    with store.writing_to("port2port.localhost/demo"):
        past = [publish(number, now=NOW - timedelta(days=900)) for number in range(2)]
    later = publish()

    assert [entry.position for entry in (live, *past, later)] == sorted(
        entry.position for entry in (live, *past, later)
    )
    assert [entry.index for entry in (live, *past, later)] == [0, 0, 1, 1]
    assert [head.size for head in store.heads()] == [2, 2]
    assert store.head("port2port.localhost/demo").root == past[-1].root


def test_an_append_costs_four_queries(publish, django_assert_num_queries):
    publish()

    with django_assert_num_queries(4):
        publish()


def test_one_key_signs_for_each_organisation(publish):
    publish(), publish(), publish(organisation=SOUTH)

    assert KeyListing.objects.filter(organisation=NORTH).count() == 1
    assert KeyListing.objects.filter(organisation=SOUTH).count() == 1


@pytest.mark.parametrize(
    "objects",
    [
        pytest.param([{"text": "\ud800"}], id="a lone surrogate"),
        pytest.param([{"number": float("nan")}], id="NaN"),
        pytest.param([{"number": 2**53}], id="too large an integer"),
        pytest.param([{"text": "x" * (10 * 1024 * 1024)}], id="more than ten megabytes"),
    ],
)
def test_what_others_could_not_read_is_refused_and_leaves_nothing_behind(publish, objects):
    with pytest.raises(store.DoesNotFit), transaction.atomic():
        publish(objects=objects)

    assert Leaf.objects.count() == Payload.objects.count() == 0
    assert store.head() == store.Head(settings.LEDGER_ORIGIN, 0, EMPTY_ROOT)


@transaction.atomic
def publish_and_fail(publish):
    publish()
    raise ZeroDivisionError


def test_a_publication_that_fails_later_leaves_no_entry(publish):
    publish()
    before = store.head()

    with pytest.raises(ZeroDivisionError):
        publish_and_fail(publish)

    assert store.head() == before
    assert publish().index == 1


def test_a_key_made_in_a_publication_that_failed_is_never_used(publish):
    with pytest.raises(ZeroDivisionError):
        publish_and_fail(publish)

    entry = publish()

    assert KeyListing.objects.filter(keyid=store.read(entry.position).keyid).exists()


def test_an_entry_is_found_by_its_content_id(publish):
    entry = publish()

    assert store.find(entry.content_id) == store.read(entry.position)
    assert read_exact(store.find(entry.content_id).envelope).content_id == entry.content_id


def test_asking_for_what_is_not_there_says_so():
    with pytest.raises(store.NotInLedger):
        store.read(1)
    with pytest.raises(store.NotInLedger):
        store.find("00" * 32)


def test_a_subscriber_gets_what_came_after_its_cursor_in_order_and_never_twice(publish):
    entries = [publish(number, now=NOW + timedelta(seconds=number)) for number in range(5)]
    cursor, got = 0, []

    while batch := store.after(cursor, until=NOW + timedelta(hours=1), limit=2):
        got += batch
        cursor = batch[-1].position

    assert got == entries


def test_a_subscriber_waits_for_what_may_still_be_undone_and_for_all_behind_it(publish):
    [first, young, behind] = [publish(now=NOW + timedelta(seconds=seconds)) for seconds in (0, 20, 5)]

    assert store.after(0, until=NOW + timedelta(seconds=10)) == [first]
    assert store.after(0, until=NOW + timedelta(seconds=20)) == [first, young, behind]


def test_a_clock_that_ran_a_day_ahead_holds_up_no_subscriber(publish):
    entries = [publish(now=NOW + timedelta(days=1)), publish()]

    assert store.after(0, until=NOW + timedelta(seconds=10)) == entries


@pytest.mark.django_db(transaction=True)
def test_writers_that_meet_get_positions_in_the_order_of_their_commits(publish):
    publish(), publish(organisation=SOUTH)
    done, faults = [], []

    def write(organisation):
        try:
            for number in range(8):
                with transaction.atomic():
                    done.append(publish(number, organisation=organisation))
        except DatabaseError as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[organisation]) for organisation in (NORTH, SOUTH) * 2]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert not faults
    leaves = list(Leaf.objects.order_by("position"))
    assert [leaf.index for leaf in leaves] == list(range(34))
    assert {entry.position for entry in done} < {leaf.position for leaf in leaves}
    assert Tree(bytes(leaf.leaf) for leaf in leaves).root() == store.head().root == bytes(leaves[-1].root)


@pytest.mark.django_db(transaction=True)
def test_a_writer_waits_until_the_one_before_has_committed(publish):
    publish()
    holds, may_commit, second = threading.Event(), threading.Event(), []

    def first():
        with transaction.atomic():
            publish()
            holds.set()
            may_commit.wait(10)
        connection.close()

    def next_one():
        second.append(publish())
        connection.close()

    one, other = threading.Thread(target=first), threading.Thread(target=next_one)
    one.start()
    assert holds.wait(10)
    other.start()
    other.join(0.3)
    waited = other.is_alive()
    may_commit.set()
    one.join(10), other.join(10)

    assert waited
    assert second[0].index == 2


def test_the_log_row_tells_its_edge(publish):
    publish(), publish(), publish()

    [log] = Log.objects.all()

    assert log.edge.root == bytes(log.root) == store.head().root
    assert len(log.edge.peaks) == 2


def test_a_revoked_key_signs_nothing_more_though_this_process_has_it_open(publish):
    first = publish()
    keyid = store.read(first.position).keyid

    keys.revoke_key(keyid=keyid, now=NOW)

    assert store.read(publish().position).keyid != keyid


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_first_of_its_log", [False, True])
def test_who_waits_while_a_key_is_revoked_signs_with_the_next_one(publish, is_first_of_its_log):
    keyid = store.read(publish().position).keyid
    [signer] = keys._opened[NORTH]
    log = "another/log" if is_first_of_its_log else settings.LEDGER_ORIGIN
    made = []

    def revoke():
        keys.revoke_key(keyid=keyid, now=NOW)
        # Another process has had it open all along.
        keys._opened[NORTH] = [signer]

    def write():
        with store.writing_to(log):
            made.append(publish())

    one_waits_for_the_other(revoke, write)

    [revoked] = KeyListing.objects.filter(keyid=keyid)
    assert made[0].position >= revoked.revoked_position
    assert store.read(made[0].position).keyid != keyid


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_first_of_all", [False, True])
def test_a_key_is_revoked_from_behind_the_entry_that_is_just_being_written(publish, is_first_of_all):
    # The first of all makes the very row that everyone waits for, and nobody sees it before it commits.
    signer = keys.ensure_key(organisation=NORTH, now=NOW)
    made = [] if is_first_of_all else [publish()]

    one_waits_for_the_other(lambda: made.append(publish()), lambda: keys.revoke_key(keyid=signer.keyid, now=NOW))

    [revoked] = KeyListing.objects.filter(keyid=signer.keyid)
    assert revoked.revoked_position == made[-1].position + 1
    assert store.read(made[-1].position).keyid == signer.keyid
