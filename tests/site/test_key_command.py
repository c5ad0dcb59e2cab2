"""`port2port key`: an operator sees the signing keys and ends one, knowing what that does."""

import io
import sys

import pytest

from port2port.ledger import keys, store
from port2port.site.command import main
from tests.personas import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def north(community):
    return community.organisations["north"]


@pytest.fixture
def key(north):
    """The key with which an organisation has signed."""
    return keys.ensure_key(organisation=str(north.key), now=NOW)


def answering(monkeypatch, words):
    monkeypatch.setattr(sys, "stdin", io.StringIO(words))


def test_the_list_says_whose_each_key_is_and_until_when(key, north, capsys):
    assert main(["key", "list"]) == 0

    [line] = capsys.readouterr().out.splitlines()
    assert key.keyid in line
    assert f"to {key.not_after:%Y-%m-%d}" in line
    assert north.label in line


def test_a_lost_file_stands_out_in_the_list(key, settings, capsys):
    (settings.KEY_FOLDER / f"{key.keyid}.key").unlink()

    main(["key", "list"])

    assert "ITS FILE IS MISSING" in capsys.readouterr().out


def test_without_keys_the_list_says_when_there_will_be_one(capsys):
    assert main(["key", "list"]) == 0

    assert "first publication makes its key" in capsys.readouterr().out


@pytest.mark.parametrize(("more", "typed"), [([], "yes\n"), (["--yes"], "")])
def test_a_key_is_revoked_and_it_is_said_what_that_did(key, north, capsys, monkeypatch, more, typed):
    answering(monkeypatch, typed)

    code = main(["key", "revoke", key.keyid, *more])

    words = capsys.readouterr().out
    assert code == 0
    assert f"Key {key.keyid} of {north.label} is revoked. Nothing signed with it at position 1 or later" in words
    assert not keys.listing(key.keyid).has_file
    assert keys.listing(key.keyid).revoked_position == 1
    main(["key", "list"])
    assert "from position 1" in capsys.readouterr().out


@pytest.mark.parametrize("typed", ["no\n", "\n", "", "y\n"])
def test_nothing_is_revoked_without_a_plain_yes(key, capsys, monkeypatch, typed):
    answering(monkeypatch, typed)

    code = main(["key", "revoke", key.keyid])

    said = capsys.readouterr()
    assert code == 1
    assert "cannot be taken back" in said.out
    assert said.err == "port2port key: nothing was revoked\n"
    assert keys.listing(key.keyid).revoked_position is None
    assert keys.listing(key.keyid).has_file


@pytest.mark.parametrize("keyid", ["0000000000000000", "../../etc/passwd", ""])
def test_a_key_that_is_not_listed_is_said_in_words(key, capsys, keyid):
    code = main(["key", "revoke", keyid, "--yes"])

    assert code == 1
    assert capsys.readouterr().err.startswith("port2port key: No key with this id is listed.")


def test_a_key_is_revoked_once(key, capsys):
    main(["key", "revoke", key.keyid, "--yes"])
    position = keys.listing(key.keyid).revoked_position

    code = main(["key", "revoke", key.keyid])

    assert code == 1
    assert capsys.readouterr().err == "port2port key: This key was revoked before. Nothing was changed.\n"
    assert keys.listing(key.keyid).revoked_position == position


def test_the_organisation_finds_the_revocation_in_its_trail(key, north):
    main(["key", "revoke", key.keyid, "--yes"])

    [line] = [one for one in store.trail_of(str(north.key)) if one.act == "key.revoke"]
    assert (line.actor, line.subject, line.outcome) == ("server", key.keyid, "done")
