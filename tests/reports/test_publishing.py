"""Drafts, publishing, revising, narrowing, withdrawing, undoing."""

from datetime import timedelta

import pytest

from port2port.base.refusal import Refusal
from port2port.ledger import store
from port2port.pure.audience import Tlp
from port2port.pure.stix import content_of
from port2port.reports.actions import (
    ReadersChanged,
    compose,
    delete_draft,
    publish_report,
    revise_report,
    save_draft,
    undo_publish,
    withdraw_report,
)
from port2port.reports.actions.drafts import NotADraft
from port2port.reports.fields import Readers, fields_of, readers_of_row
from port2port.reports.models import Kind, Report
from port2port.reports.page import undo_seconds
from port2port.reports.rules import BadField
from port2port.sharing.actions import AlreadyWithdrawn, NotYours, TooLateToUndo, WideningNotConfirmed, notify_up_to
from port2port.sharing.handling_rules import BadHandling
from port2port.sharing.models import Publication
from tests.personas import NOW
from tests.reports.conftest import GREEN, amber, said

LATER = NOW + timedelta(hours=1)


def sees(member, report) -> bool:
    return Report.objects.visible_to(member).filter(pk=report.pk).exists()


def test_a_draft_is_seen_by_nobody_and_changed_by_its_organisation(draft, author, colleague, peer):
    assert not sees(author, draft)
    assert Report.objects.editable_by(colleague).filter(pk=draft.pk).exists()
    assert not Report.objects.editable_by(peer).filter(pk=draft.pk).exists()


def test_a_published_report_reaches_the_circle_its_clients_and_nobody_else(publish, author, peer, forwarder, outsider):
    report = publish()

    assert [sees(one, report) for one in (author, peer, forwarder, outsider)] == [True, True, True, False]


def test_a_publication_costs_eighteen_statements_and_a_savepoint(publish, django_assert_max_num_queries):
    publish()

    with django_assert_max_num_queries(20):
        publish()


def test_strict_keeps_the_clients_out(publish, both, peer, forwarder):
    report = publish(readers=amber(both, strict=True))

    assert sees(peer, report)
    assert not sees(forwarder, report)


def test_red_reaches_the_named_alone(publish, community, colleague, peer, peer_coordinator):
    report = publish(readers=Readers(tlp=Tlp.RED, named=frozenset({community.person("peer").pk})))

    assert sees(peer, report)
    assert not sees(colleague, report)
    assert not sees(peer_coordinator, report)


def test_guards_read_alerts_for_the_floor_only(publish, peer_guard):
    for_all = publish(Kind.ALERT)
    for_the_floor = publish(Kind.ALERT, for_floor=True)

    assert not sees(peer_guard, for_all)
    assert sees(peer_guard, for_the_floor)


def test_what_stands_in_the_ledger_is_what_was_said(publish):
    report = publish(Kind.ALERT, quantity=12.5, quantity_unit="kg", indicators=("New bolts on hatches",))

    position = Publication.objects.of(report).get().position
    content = content_of(store.read(position).payload["objects"])

    assert (content.title, content.what_to_do) == (report.title, report.what_to_do)
    assert content.quantity.value == 12.5
    assert content.indicators == ("New bolts on hatches",)
    assert content.methods == ("DRG-ENT-RIPON",)


@pytest.mark.parametrize(
    ("kind", "lacking", "field"),
    [
        (Kind.ALERT, {"valid_until": None}, "valid_until"),
        (Kind.ALERT, {"valid_until": NOW}, "valid_until"),
        (Kind.ALERT, {"what_to_do": ""}, "what_to_do"),
        (Kind.REQUEST, {"answer_by": None}, "answer_by"),
        (Kind.BULLETIN, {"title": ""}, "title"),
    ],
)
def test_what_its_readers_need_must_be_there(publish, kind, lacking, field):
    with pytest.raises(BadField) as refused:
        publish(kind, **lacking)

    assert refused.value.name == field
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"methods": ("NO-SUCH",)}, "methods"),
        ({"facts": "a\0b"}, "facts"),
        ({"title": "Turned \u202e around"}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"facts": "x" * 20_001}, "facts"),
        ({"lat": 51.2, "lon": None}, "lat"),
        ({"lat": 51.2, "lon": 4.3, "precision_m": 100}, "precision_m"),
        ({"quantity": 3.0}, "quantity"),
        ({"source_urls": ("javascript:alert(1)",)}, "source_urls"),
        ({"source_class": "police"}, "source_class"),
        ({"for_floor": True}, "for_floor"),
        ({"happened_to": NOW}, "happened_to"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_field(publish, wrong, field):
    with pytest.raises(BadField) as refused:
        publish(**wrong)

    assert refused.value.name == field


def test_another_organisations_facility_is_refused(publish, community):
    with pytest.raises(BadField, match="own facilities"):
        publish(facility=community.facilities["south"])


def test_only_circles_of_the_own_organisation_can_be_chosen(author, outsider, both):
    with pytest.raises(BadHandling):
        compose(member=outsider, said=said(), readers=amber(both), now=NOW)


def test_publishing_stops_when_the_readers_are_not_those_shown(author, both, draft, community):
    with pytest.raises(ReadersChanged):
        publish_report(member=author, report=draft, expected=frozenset({community.organisations["north"].pk}), now=NOW)

    draft.refresh_from_db()
    assert draft.is_draft
    assert store.head().size == 0


def test_a_revision_is_a_new_version_of_the_same_report(publish, author, peer):
    report = publish()

    revised = revise(author, report, title="Two tampered seals")

    assert revised.pk == report.pk
    assert revised.version == 2
    assert Report.objects.visible_to(peer).get(pk=report.pk).title == "Two tampered seals"


def revise(member, report, *, readers=None, confirmed=frozenset(), opens=False, version=None, **more):
    return revise_report(
        member=member,
        report=report,
        said=replaced(report, **more),
        readers=readers or readers_of_row(report),
        version=version or report.version,
        confirmed=confirmed,
        opens=opens,
        now=LATER,
    )


def replaced(report, **more):
    from dataclasses import replace

    return replace(fields_of(report), **more)


def test_an_older_page_cannot_overwrite_a_newer_version(publish, author):
    report = publish()
    revise(author, report, title="First")

    with pytest.raises(ReadersChanged):
        revise(author, report, title="Second", version=1)


def test_only_the_originator_makes_versions(publish, peer):
    report = publish()

    with pytest.raises(NotYours):
        revise(peer, report, title="Mine now")


def test_widening_names_every_added_organisation_first(publish, author, outsider, community, both):
    report = publish(readers=amber(both, strict=True))
    east, desk = (community.organisations[name].pk for name in ("east", "desk"))

    with pytest.raises(WideningNotConfirmed) as refused:
        revise(author, report, readers=GREEN)

    assert refused.value.added == {east, desk}
    assert not sees(outsider, report)
    with pytest.raises(WideningNotConfirmed):
        revise(author, report, readers=GREEN, confirmed=frozenset({desk}))
    revise(author, report, readers=GREEN, confirmed=frozenset({east, desk}))


def test_widening_with_nobody_lost_keeps_the_key(publish, author, outsider, community, both):
    report = publish(readers=amber(both, strict=True))
    client = community.organisations["forwarder"].pk

    revised = revise(author, report, readers=amber(both), confirmed=frozenset({client}))

    # A wider label alone takes nothing from anyone.
    assert revised.pk == report.pk
    assert revised.version == 2


OPENLY = Readers(tlp=Tlp.CLEAR, openly=True)


def test_opening_to_the_public_is_confirmed_though_no_organisation_is_added(publish, author, nobody):
    report = publish(readers=Readers(tlp=Tlp.CLEAR))

    with pytest.raises(WideningNotConfirmed, match="without a login") as refused:
        revise(author, report, readers=OPENLY)

    assert (refused.value.added, refused.value.opens) == (frozenset(), True)
    report.refresh_from_db()
    assert (report.version, report.is_open) == (1, False)
    assert revise(author, report, readers=OPENLY, opens=True).is_open
    # What is open stays so without another question.
    assert revise(author, report, readers=OPENLY, version=2, title="A third time").version == 3


def test_who_confirms_the_organisations_has_not_confirmed_the_public(publish, author, community, both):
    report = publish(readers=amber(both, strict=True))
    everyone = frozenset(one.pk for one in community.organisations.values())

    for confirmed, opens in [(everyone, False), (frozenset(), True)]:
        with pytest.raises(WideningNotConfirmed):
            revise(author, report, readers=OPENLY, confirmed=confirmed, opens=opens)

    assert revise(author, report, readers=OPENLY, confirmed=everyone, opens=True).is_open


def test_narrowing_withdraws_for_all_and_publishes_anew(publish, author, peer, forwarder, both):
    report = publish()

    fresh = revise(author, report, readers=amber(both, strict=True), title="Only for us")

    report.refresh_from_db()
    assert report.is_withdrawn
    assert report.title == "Tampered seal on a reefer"
    assert (fresh.key != report.key, fresh.version, fresh.derived_from) == (True, 1, report.key)
    assert sees(peer, fresh)
    assert sees(forwarder, report)
    assert not sees(forwarder, fresh)


def test_a_narrowing_is_never_signed_into_the_next_report(publish, author, outsider, community):
    report = publish(readers=GREEN)
    person = community.person("client")

    fresh = revise(
        author,
        report,
        readers=Readers(tlp=Tlp.RED, named=frozenset({person.pk})),
        confirmed=frozenset({community.organisations["forwarder"].pk}),
    )

    assert fresh.derived_from == report.key
    position = Publication.objects.of(fresh).get().position
    assert str(report.key) not in str(store.read(position).payload)


def test_a_withdrawn_report_leaves_a_tombstone_for_those_who_had_it(publish, author, peer, outsider):
    report = publish()

    withdraw_report(member=author, report=report, reason="Wrong container.", now=LATER)

    assert Report.objects.visible_to(peer).get(pk=report.pk).withdrawn_reason == "Wrong container."
    assert not sees(outsider, report)
    with pytest.raises(AlreadyWithdrawn):
        revise(author, report)


def test_undo_gives_the_text_back_as_a_draft_and_leaves_nothing_with_the_readers(publish, author, peer):
    report = publish()

    draft = undo_publish(member=author, report=report, now=NOW + timedelta(seconds=9))

    assert not sees(peer, report)
    assert draft.is_draft
    assert (draft.title, draft.key != report.key) == (report.title, True)
    assert readers_of_row(draft) == readers_of_row(report)


def test_an_undo_pressed_in_the_last_second_may_travel_for_two(publish, author, peer):
    report = publish()

    undo_publish(member=author, report=report, now=NOW + timedelta(seconds=12))

    assert not sees(peer, report)


def test_after_ten_seconds_and_two_of_grace_there_is_no_undo(publish, author):
    report = publish()

    with pytest.raises(TooLateToUndo):
        undo_publish(member=author, report=report, now=NOW + timedelta(seconds=12, microseconds=1))


def test_an_undo_that_had_to_wait_until_others_were_told_takes_nothing_back(publish, author, peer):
    report = publish()
    notify_up_to(now=NOW + timedelta(seconds=12))

    with pytest.raises(TooLateToUndo):
        undo_publish(member=author, report=report, now=NOW + timedelta(seconds=9))

    assert sees(peer, report)


def test_the_page_counts_ten_seconds_and_no_grace(publish):
    report = publish()

    assert undo_seconds(report, now=NOW) == 10
    assert undo_seconds(report, now=NOW + timedelta(seconds=11)) == 0


def test_a_draft_can_be_thrown_away_and_a_published_report_cannot(draft, publish, author):
    delete_draft(member=author, report=draft)

    assert not Report.objects.exists()
    with pytest.raises(Exception, match="already published"):
        delete_draft(member=author, report=publish())


def test_an_older_page_cannot_throw_away_what_was_published_meanwhile(draft, author):
    page = Report.objects.get(pk=draft.pk)
    publish_report(member=author, report=draft, now=NOW)

    with pytest.raises(NotADraft):
        delete_draft(member=author, report=page)
    assert Report.objects.filter(pk=draft.pk).exists()


def test_the_same_form_twice_makes_one_draft(author, both):
    first = save_draft(member=author, said=said(), readers=amber(both), key="k1", now=NOW)
    second = save_draft(member=author, said=said(), readers=amber(both), key="k1", now=LATER)

    assert first.pk == second.pk
    assert Report.objects.count() == 1


def test_the_same_form_twice_publishes_once(author, both):
    compose(member=author, said=said(), readers=amber(both), key="k1", now=NOW)
    compose(member=author, said=said(), readers=amber(both), key="k1", now=LATER)

    assert store.head().size == 1


def test_one_key_with_other_content_is_a_conflict(author, both):
    save_draft(member=author, said=said(), readers=amber(both), key="k1", now=NOW)

    with pytest.raises(Exception, match="already sent") as refused:
        save_draft(member=author, said=said(title="Other"), readers=amber(both), key="k1", now=NOW)

    assert refused.value.status == 409


def test_the_key_of_one_seat_is_nothing_to_another(author, peer, both):
    mine = save_draft(member=author, said=said(), readers=amber(both), key="k1", now=NOW)
    theirs = save_draft(member=peer, said=said(), readers=amber(both), key="k1", now=NOW)

    assert mine.pk != theirs.pk


def test_a_failed_ledger_leaves_nothing_half_written(author, both, settings, tmp_path):
    (tmp_path / "file").write_text("no folder")
    settings.KEY_FOLDER = tmp_path / "file" / "keys"

    with pytest.raises((OSError, Refusal)):
        compose(member=author, said=said(), readers=amber(both), now=NOW)

    assert not Report.objects.exists()
    assert not Publication.objects.exists()
