import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from port2port.ledger import keys, store
from port2port.ledger.models import KeyListing, Leaf

from .conftest import NORTH, NOW, SOUTH

pytestmark = pytest.mark.django_db
SECRET = "a secret of more than thirty-two letters"


@pytest.fixture
def folder(settings, tmp_path):
    """A key store of this test's own, locked by a file."""
    settings.KEY_SECRET = ""
    settings.KEY_FOLDER = tmp_path / "keys"
    settings.KEY_FILE = tmp_path / "keystore.key"
    settings.KEY_FILE.write_text(SECRET)
    settings.KEY_FILE.chmod(0o600)
    return tmp_path


def files(folder):
    return sorted((folder / "keys").glob("*.key"))


def test_the_first_publication_makes_one_file_that_only_its_owner_reads(folder, publish):
    entry = publish()

    [path] = files(folder)
    assert path.name == f"{store.read(entry.position).keyid}.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_private_key_stands_in_no_file_and_in_no_row(folder, publish):
    publish()
    seed = keys.opened(organisation=NORTH, at=NOW).key.encode()

    for path in folder.rglob("*"):
        assert path.is_dir() or (seed not in path.read_bytes() and seed.hex().encode() not in path.read_bytes())
    [row] = KeyListing.objects.values_list()
    assert seed not in [bytes(value) for value in row if isinstance(value, bytes | memoryview)]


def test_the_key_is_opened_again_after_a_restart(folder, publish):
    first = publish()

    keys.forget()
    second = publish()

    assert store.read(first.position).keyid == store.read(second.position).keyid
    assert len(files(folder)) == 1


def without_file(folder):
    (folder / "keystore.key").unlink()


def with_another_secret(folder):
    (folder / "keystore.key").write_text("another secret of more than thirty-two letters")


def with_an_empty_secret(folder):
    (folder / "keystore.key").write_text("")


def open_to_others(folder):
    (folder / "keystore.key").chmod(0o644)


def with_a_lost_key(folder):
    files(folder)[0].unlink()


def with_a_key_that_cannot_be_read(folder):
    [path] = files(folder)
    path.unlink()
    # A folder in its place: permissions do not stop who runs the tests as root.
    path.mkdir()


def with_a_damaged_key(folder):
    files(folder)[0].write_bytes(b"port2port-key-1\nAAAA\n")


def with_a_key_of_another(folder):
    keys.ensure_key(organisation=SOUTH, now=NOW)
    first, second = files(folder)
    first_content, second_content = first.read_bytes(), second.read_bytes()
    first.write_bytes(second_content)
    second.write_bytes(first_content)


@pytest.mark.parametrize(
    ("breakage", "refusal", "words"),
    [
        (without_file, keys.NoMasterKey, "its key file is missing or cannot be read"),
        (with_another_secret, keys.WrongMasterKey, "does not fit these keys"),
        (with_an_empty_secret, keys.NoMasterKey, "shorter than 32"),
        (open_to_others, keys.OpenKeyFile, "mode 0600"),
        (with_a_lost_key, keys.LostKey, "its file is gone"),
        (with_a_key_that_cannot_be_read, keys.LostKey, "cannot be read"),
        (with_a_damaged_key, keys.WrongMasterKey, "does not fit these keys"),
        (with_a_key_of_another, keys.WrongMasterKey, "does not fit these keys"),
    ],
)
def test_a_broken_key_store_is_said_in_words_and_nothing_is_published(folder, publish, breakage, refusal, words):
    publish()
    breakage(folder)
    keys.forget()

    with pytest.raises(refusal, match=words) as caught, transaction.atomic():
        publish()

    assert caught.value.status == 503
    assert Leaf.objects.count() == 1
    assert KeyListing.objects.filter(organisation=NORTH).count() == 1


def test_a_folder_that_takes_no_key_is_said_in_words_and_the_operators_log_says_which_organisation(
    folder, publish, caplog
):
    (folder / "keys").write_text("no folder")

    with pytest.raises(keys.NoPlaceForKeys, match="no key can be written"), transaction.atomic():
        publish()

    assert not KeyListing.objects.exists()
    assert f"NoPlaceForKeys for organisation {NORTH}" in caplog.text


def test_outside_the_demo_no_key_file_is_made_by_itself(folder, settings, publish):
    settings.KEY_FILE.unlink()
    settings.DEMO = False

    with pytest.raises(keys.NoMasterKey), transaction.atomic():
        publish()

    assert not settings.KEY_FILE.exists()


def test_the_demo_makes_its_key_file_by_itself(folder, settings, publish):
    settings.KEY_FILE.unlink()
    settings.DEMO = True

    publish()

    assert settings.KEY_FILE.stat().st_mode & 0o777 == 0o600
    assert len(settings.KEY_FILE.read_text().strip()) == 64


def test_making_the_key_file_twice_keeps_the_first(folder, settings):
    settings.KEY_FILE.unlink()

    first = keys.make_master_key().read_text()

    assert keys.make_master_key().read_text() == first


def test_a_secret_from_the_environment_takes_the_place_of_the_file(folder, settings, publish):
    settings.KEY_FILE.unlink()
    settings.KEY_SECRET = SECRET

    publish()

    assert keys.make_master_key() == settings.KEY_FILE
    assert not settings.KEY_FILE.exists()


def test_a_new_key_takes_over_in_the_last_thirty_days_of_the_one_before(folder, publish):
    def signed_on(day):
        return store.read(publish(now=NOW + timedelta(days=day)).position).keyid

    first = signed_on(0)

    assert signed_on(360) == first
    successor = signed_on(370)
    assert successor != first
    assert signed_on(371) == successor
    [one, two] = KeyListing.objects.order_by("not_before")
    assert one.not_after - one.not_before <= timedelta(days=396)
    assert one.not_after - two.not_before <= timedelta(days=31)


def test_two_requests_whose_times_cross_share_one_key(folder, publish):
    publish(now=NOW), publish(now=NOW - timedelta(seconds=30))

    assert KeyListing.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_file_of_a_revoked_key_is_gone(folder, publish):
    publish()
    [path] = files(folder)

    keys.revoke_key(keyid=path.stem, now=NOW)

    assert not files(folder)


def draft(path, *, hours, mark="0123456789abcdef"):
    found = path.with_name(f"{path.name}.{mark}.new")
    found.parent.mkdir(exist_ok=True)
    found.write_bytes(b"half")
    os.utime(found, (NOW.timestamp() - 3600 * hours,) * 2)
    return found


def test_what_a_broken_off_write_left_is_swept_and_nothing_else(folder, publish):
    publish()
    [key] = files(folder)
    os.utime(key, (0, 0))
    gone = [draft(key, hours=2), draft(folder / "keys" / "allocation-seeds.key", hours=2)]
    gone.append(draft(folder / "keystore.key", hours=2))
    # Written now, called otherwise, of another program, or no file.
    young = draft(key, hours=0.9, mark="fedcba9876543210")
    other = [draft(key, hours=2, mark="backup"), draft(folder / "notes.txt", hours=2)]
    linked = key.with_name(f"{key.name}.{'1' * 16}.new")
    linked.symlink_to(folder / "keystore.key")

    assert keys.sweep_drafts(now=NOW) == 3

    assert not any(one.exists() for one in gone)
    assert all(one.exists() for one in (key, young, *other, linked, folder / "keystore.key"))
    assert keys.sweep_drafts(now=NOW) == 0


def test_without_a_folder_there_is_nothing_to_sweep(folder):
    assert keys.sweep_drafts(now=NOW) == 0


def test_a_write_that_is_broken_off_is_swept_and_the_next_one_makes_the_key(folder, monkeypatch):
    class BrokenOffError(BaseException):
        pass

    def stop(*_args, **_kwargs):
        raise BrokenOffError

    with monkeypatch.context() as patched:
        # As if the process had died: nothing after the writing runs, not even what always does.
        patched.setattr(os, "link", stop)
        patched.setattr(Path, "unlink", stop)
        with pytest.raises(BrokenOffError):
            keys.lock_away("allocation-seeds", bytes(32))
    [left] = (folder / "keys").iterdir()
    os.utime(left, (NOW.timestamp() - 7200,) * 2)

    assert keys.sweep_drafts(now=NOW) == 1
    keys.lock_away("allocation-seeds", bytes([1]) * 32)

    assert [one.name for one in (folder / "keys").iterdir()] == ["allocation-seeds.key"]
    assert keys.unlocked("allocation-seeds") == bytes([1]) * 32


@pytest.mark.django_db(transaction=True)
def test_with_the_file_of_a_revoked_key_its_drafts_go_and_no_others(folder, publish):
    publish()
    [path] = files(folder)
    own, other = draft(path, hours=0), draft(folder / "keys" / "allocation-seeds.key", hours=0)

    keys.revoke_key(keyid=path.stem, now=NOW)

    assert not own.exists()
    assert other.exists()


def test_every_kind_of_key_in_the_code_stands_in_the_inventory():
    inventory = (Path(__file__).parents[2] / "docs" / "reference" / "keys.md").read_text()

    for role in keys.ROLES:
        assert f"| {role} |" in inventory
    rows = [line for line in inventory.splitlines() if line.startswith("| ")]
    assert all(line.count("|") == 8 for line in rows)
