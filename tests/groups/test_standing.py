"""What was decided, said and minuted for good can neither be changed, removed nor replaced, by whichever way."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, models, transaction

from port2port.groups import actions, triggers
from port2port.groups.models import Decision, Minutes, ProposalVersion, Resolution, Stance
from tests.groups.conftest import AFTER, say, seat_of, wording
from tests.personas import NOW

REASON = "At night there is nobody for the second check."


@pytest.fixture
def stood(proposed, author, peer, meeting, group) -> None:
    """A decision after an objection that an amendment met, and final minutes."""
    proposal = proposed()
    say(peer, proposal, "object")
    actions.amend(member=author, proposal=proposal, said=wording(closes_at=NOW), version=1, now=NOW)
    actions.resolve(member=peer, proposal=proposal, seat=seat_of(group, "south"), now=NOW)
    for member in (author, peer):
        say(member, proposal, version=2)
    actions.settle(proposal=proposal, now=AFTER)
    both = frozenset(one.organisation_id for one in group.seats.all())
    actions.mark_attendance(member=author, meeting=meeting, organisations=both, now=NOW)
    actions.save_draft(member=author, meeting=meeting, now=NOW)
    actions.prepare(member=author, meeting=meeting, now=NOW)
    actions.finish(member=author, meeting=meeting, now=NOW + timedelta(days=8))


CHANGES = [
    (Decision, {"text": "Other."}),
    (Decision, {"review_on": NOW.date() + timedelta(days=900)}),
    (Decision, {"language": "fr"}),
    (Decision, {"group_name": "Other"}),
    (Decision, {"proposal_version": 1}),
    (Stance, {"position": "object"}),
    (Stance, {"reason": "Other."}),
    (ProposalVersion, {"title": "Other"}),
    (ProposalVersion, {"language": "fr"}),
    (ProposalVersion.seats.through, {"votingseat_id": 0}),
    (Resolution, {"by_chair": True, "reason": REASON}),
    (Minutes, {"text": "Other."}),
    (Minutes, {"state": "draft"}),
    (Minutes, {"position": 1}),
]


def refused(do: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match="stands as it was written"), transaction.atomic():
        do()


@pytest.mark.parametrize(("table", "change"), CHANGES, ids=lambda one: str(getattr(one, "__name__", one)))
def test_nothing_of_it_changes(stood, table: type[models.Model], change: dict[str, object]):
    refused(lambda: table._default_manager.update(**change))


@pytest.mark.parametrize("table", list(triggers.KEPT))
def test_nothing_of_it_is_removed(stood, table: str):
    def remove() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")

    refused(remove)


@pytest.mark.parametrize("table", list(triggers.KEPT))
def test_nothing_of_it_is_replaced_or_emptied(stood, table: str):
    def replace() -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # What the test wrote has checks that wait for its end, and nothing is emptied before them.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute(f"TRUNCATE {table} CASCADE")
            else:
                cursor.execute(f"REPLACE INTO {table} SELECT * FROM {table}")

    refused(replace)


def test_a_group_that_has_decided_cannot_be_removed_with_what_hangs_from_it(stood, group):
    with pytest.raises((DatabaseError, models.ProtectedError)), transaction.atomic():
        group.delete()


def test_an_open_round_keeps_its_seats_and_stances_too(proposed, peer):
    proposal = proposed()
    say(peer, proposal)

    refused(proposal.versions.get().seats.clear)
    refused(lambda: Stance.objects.all().delete())


def test_a_draft_of_minutes_still_changes_and_goes(author, meeting):
    draft = actions.save_draft(member=author, meeting=meeting, now=NOW)

    actions.save_draft(member=author, meeting=meeting, text="Shorter.", now=NOW)

    assert Minutes.objects.get(pk=draft.pk).text.strip() == "Shorter."
    Minutes.objects.all().delete()
    assert not Minutes.objects.exists()


def test_every_guard_stands_in_this_database(db):
    """A migration that builds a table anew takes its triggers along: it must make them again."""
    is_postgresql = connection.vendor == "postgresql"
    wanted = {f"{table}_stands" for table in triggers.STANDING} | {f"{t}_stands_too" for t in triggers.STANDING_TOO}
    wanted |= {f"{table}_stays" for table in triggers.KEPT}
    wanted |= {"groups_decisiontext_stands", "groups_decisiontext_stays", "groups_decision_measure_stands"}
    wanted |= {f"{table}_{'stays_whole' if is_postgresql else 'is_not_replaced'}" for table in triggers.KEPT}

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger" if is_postgresql else "SELECT name FROM sqlite_master WHERE type='trigger'"
        )
        found = {name for (name,) in cursor.fetchall()}

    assert wanted - found == set()
