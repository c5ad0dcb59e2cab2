"""Versions of catalogues as rows: who brings them in, who approves, and that nothing of them ever changes."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from port2port.base.refusal import NotAllowed
from port2port.norms import actions, library
from port2port.norms.models import CatalogueFile, CatalogueVersion
from port2port.norms.refusals import ChangedMeanwhile, NotOlder, OwnOrganisation, StandsAlready, Unsound
from port2port.norms.stored import volumes_for, with_seal
from port2port.reports.rules import BadField
from tests.personas import NOW, Community

LANGUAGES = ("nl", "fr", "de", "en")


def catalogue(version: str, *, without: str = "", reworded: str = "") -> dict[str, bytes]:
    """The common controls as a version of another catalogue: fewer, or with another statement."""
    found = {}
    for number, language in enumerate(LANGUAGES):
        body: dict[str, Any] = json.loads(library.volume("p2p-controls", "1.0").data(language))
        head = body["catalog"]
        seen = iter(range(100_000))
        tag = f"{sum(version.encode()) % 10}{number}"
        head["uuid"] = f"{tag}{head['uuid'][2:]}"
        head["metadata"]["version"] = version
        for group in head["groups"]:
            group["controls"] = [one for one in group["controls"] if one["id"] != without]
            for control in group["controls"]:
                if control["id"] == reworded:
                    control["parts"][0]["prose"] += f" {next(seen)}"
        found[f"{language}.json"] = json.dumps(body).encode()
    return found


def brought(version: str, key: str = "quay-controls", *, for_all: bool = True, **changes: str) -> actions.Brought:
    return actions.Brought(key, catalogue(version, **changes), for_all)


def published(community: Community, version: str, **changes: Any) -> CatalogueVersion:
    row = actions.bring_version(member=community.member("secretariat"), brought=brought(version, **changes), now=NOW)
    return actions.approve_version(member=community.member("peer"), version=row, seal=row.seal, now=NOW)


def test_a_version_for_all_takes_two_organisations(community: Community) -> None:
    secretariat = community.member("secretariat")
    row = actions.bring_version(member=secretariat, brought=brought("1.0"), now=NOW)
    assert row.state == "draft"
    with pytest.raises(OwnOrganisation):
        actions.approve_version(member=secretariat, version=row, seal=row.seal, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        actions.approve_version(member=community.member("peer"), version=row, seal="0" * 64, now=NOW)
    stands = actions.approve_version(member=community.member("peer"), version=row, seal=row.seal, now=NOW)
    assert (stands.state, stands.approved_for) == ("published", community.organisations["south"])


@pytest.mark.parametrize("name", ["guard", "trainer", "auditor", "operator", "client", "guest"])
def test_other_seats_neither_bring_nor_approve(community: Community, name: str) -> None:
    row = actions.bring_version(member=community.member("secretariat"), brought=brought("1.0"), now=NOW)
    with pytest.raises(NotAllowed):
        actions.approve_version(member=community.member(name), version=row, seal=row.seal, now=NOW)
    with pytest.raises(NotAllowed):
        actions.bring_version(member=community.member(name), brought=brought("2.0", for_all=False), now=NOW)
    seen = {(one.key, one.state) for one in volumes_for(community.member(name))}
    assert ("quay-controls", "draft") not in seen


def test_an_officer_brings_nothing_in_for_all(community: Community) -> None:
    with pytest.raises(NotAllowed):
        actions.bring_version(member=community.member("author"), brought=brought("1.0"), now=NOW)


def test_an_own_copy_is_seen_inside_its_organisation_alone(community: Community) -> None:
    author = community.member("author")
    row = actions.bring_version(member=author, brought=brought("1.0", "cyfun-text", for_all=False), now=NOW)
    row = actions.keep_own(member=author, version=row, seal=row.seal, now=NOW)
    assert row.key == "own-cyfun-text"
    for name, is_seen in {
        "colleague": True,
        "guard": True,
        "peer": False,
        "secretariat": False,
        "client": False,
    }.items():
        assert any(one.key == row.key for one in volumes_for(community.member(name))) is is_seen, name


def test_the_next_version_supersedes_and_the_old_one_stays_to_the_byte(community: Community) -> None:
    first = published(community, "1.0")
    before = {one.name: bytes(one.data) for one in first.files.all()}
    second = published(community, "1.1", reworded="acc-05")
    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "published")
    assert {one.name: bytes(one.data) for one in first.files.all()} == before
    assert with_seal(first.seal).data("nl") == before["nl"]


def test_what_stands_is_neither_replaced_nor_gone_behind(community: Community) -> None:
    published(community, "1.1")
    secretariat = community.member("secretariat")
    with pytest.raises(StandsAlready):
        actions.bring_version(member=secretariat, brought=brought("1.1", reworded="acc-05"), now=NOW)
    with pytest.raises(NotOlder):
        actions.bring_version(member=secretariat, brought=brought("1.0"), now=NOW)
    with pytest.raises(StandsAlready):
        actions.bring_version(member=secretariat, brought=brought("1.0", "p2p-controls"), now=NOW)


def test_two_drafts_that_are_approved_in_the_wrong_order_do_not_cross(community: Community) -> None:
    secretariat, peer = community.member("secretariat"), community.member("peer")
    older = actions.bring_version(member=secretariat, brought=brought("1.0"), now=NOW)
    newer = actions.bring_version(member=secretariat, brought=brought("1.1"), now=NOW)
    actions.approve_version(member=peer, version=newer, seal=newer.seal, now=NOW)
    with pytest.raises(NotOlder):
        actions.approve_version(member=peer, version=older, seal=older.seal, now=NOW)


def test_an_id_that_was_withdrawn_never_returns_with_another_meaning(community: Community) -> None:
    published(community, "1.0")
    published(community, "1.1", without="acc-05")
    with pytest.raises(Unsound) as refused:
        published(community, "1.2", reworded="acc-05")
    assert {fault.word for found in refused.value.faults.values() for fault in found} == {"withdrawn-id-again"}
    assert published(community, "1.3").state == "published"


def test_an_unsound_document_keeps_nothing(community: Community) -> None:
    files = catalogue("1.0")
    files["nl.json"] = files["nl.json"].replace(b'"id": "acc-05"', b'"id": "acc-04"')
    with pytest.raises(Unsound) as refused:
        actions.bring_version(
            member=community.member("secretariat"), brought=actions.Brought("quay", files, True), now=NOW
        )
    assert "id-twice" in {fault.word for fault in refused.value.faults["nl.json"]}
    assert not CatalogueVersion.objects.exists()


@pytest.mark.parametrize("key", ["", "a", "Quay controls", "own-thing", "../up", "isps\x00"])
def test_a_name_that_cannot_stand_is_refused(community: Community, key: str) -> None:
    with pytest.raises(BadField):
        actions.tried(member=community.member("secretariat"), brought=brought("1.0", key))


def test_a_draft_can_be_taken_back_and_what_is_published_not(community: Community) -> None:
    secretariat = community.member("secretariat")
    row = actions.bring_version(member=secretariat, brought=brought("1.0"), now=NOW)
    with pytest.raises(NotAllowed):
        actions.discard_version(member=community.member("peer"), version=row, now=NOW)
    actions.discard_version(member=secretariat, version=row, now=NOW)
    row = published(community, "1.0")
    with pytest.raises(NotAllowed):
        actions.discard_version(member=secretariat, version=row, now=NOW)


def test_a_shipped_version_gets_its_row_once(community: Community) -> None:
    del community
    volume = library.volume("baseline-light", "1.0")
    row = actions.keep_volume(volume, now=NOW)
    assert actions.keep_volume(volume, now=NOW + timedelta(days=1)) == row
    assert with_seal(row.seal) == volume
    with pytest.raises(ChangedMeanwhile):
        actions.keep_volume(
            replace(volume, files={"profile": library.volume("baseline-isps", "1.0").files["profile"]}), now=NOW
        )


def test_no_statement_changes_or_removes_what_is_published(community: Community) -> None:
    row = published(community, "1.0")
    for statement in (
        "UPDATE norms_catalogueversion SET seal = 'x'",
        "UPDATE norms_catalogueversion SET state = 'draft'",
        "DELETE FROM norms_catalogueversion",
        "UPDATE norms_cataloguefile SET sha256 = 'x'",
        "UPDATE norms_cataloguefile SET is_sealed = (1 = 0)",
        "DELETE FROM norms_cataloguefile",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert CatalogueFile.objects.filter(catalogue=row).count() == 4


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite replaces rows")
def test_nothing_published_is_replaced(community: Community) -> None:
    row = published(community, "1.0")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO norms_catalogueversion (id, key, version, model, seal, state, brought_at)"
            " VALUES (%s, 'x', '1', 'catalog', 'y', 'draft', '2026-01-01')",
            [row.pk],
        )
