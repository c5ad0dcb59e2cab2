"""A practice goes to more readers: by name, by its author alone, and without handing on what was said before."""

import pytest

from port2port.base.clock import now
from port2port.knowledge.actions import approve, say_use, widen
from port2port.knowledge.actions.revising import ChangedMeanwhile, NothingChanged
from port2port.knowledge.actions.widening import ClientsWouldLoseIt, FewerReaders
from port2port.knowledge.models import Approval, Practice, Use
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from port2port.sharing.actions import NotYours, WideningNotConfirmed
from port2port.sharing.models import Delivery
from tests.knowledge.conftest import CLEAR, GREEN, amber
from tests.personas import NOW


def strict(circle) -> Readers:
    """One circle, without the clients of its members."""
    return Readers(tlp=Tlp.AMBER_STRICT, circles=frozenset({circle.pk}))


def organisations(community, *names):
    return frozenset(community.organisations[one].pk for one in names)


def named_in(refused) -> frozenset[int]:
    return refused.value.added


def widened(author, practice, readers=GREEN, **more):
    """As the page does it: refused with the names, then with these names confirmed."""
    said = {"member": author, "practice": practice, "readers": readers, "version": practice.version, "now": NOW}
    with pytest.raises(WideningNotConfirmed) as refused:
        widen(confirmed=frozenset(), **said)
    return widen(confirmed=named_in(refused), opens=refused.value.opens, **(said | more))


def test_new_readers_get_it_only_after_their_names_were_confirmed(community, proposed, author, outsider, peer, both):
    practice = proposed(readers=strict(both))

    with pytest.raises(WideningNotConfirmed) as refused:
        widen(member=author, practice=practice, readers=GREEN, version=1, confirmed=frozenset(), now=NOW)

    assert organisations(community, "east") <= named_in(refused)
    assert not named_in(refused) & organisations(community, "north", "south")
    assert not Practice.objects.visible_to(outsider).exists()
    done = widen(member=author, practice=practice, readers=GREEN, version=1, confirmed=named_in(refused), now=NOW)
    assert (done.version, done.tlp) == (2, Tlp.GREEN)
    assert Practice.objects.visible_to(outsider).get() == practice
    assert Practice.objects.visible_to(peer).exists()
    assert Delivery.objects.of(done).filter(organisation=community.organisations["east"]).exists()


def test_the_wording_and_its_approvals_hold_and_their_names_stay_with_the_earlier_readers(
    client, community, proposed, author, peer, outsider, both
):
    practice = proposed(readers=strict(both))
    approve(member=peer, practice=practice, sha256=practice.sha256, now=NOW)
    done = widened(author, practice)

    assert done.sha256 == practice.sha256
    assert [one.organisation for one in Approval.objects.visible_to(author)] == [community.organisations["south"]]
    assert Approval.objects.visible_to(peer).exists()
    assert not Approval.objects.visible_to(outsider).exists()
    client.force_login(community.person("outsider"))
    for place in ("", "print/"):
        page = client.get(f"{practice.get_absolute_url()}{place}").content.decode()
        assert "1 organisation approved it before it came to more readers." in page
        assert "South" not in page
    said = client.get(f"/api/v1/practices/{practice.key}").json()
    assert (said["approved_by"], said["approvals"]) == ([], 1)
    # One more is enough, as it was before; and it says so to all its readers of today.
    done = approve(member=outsider, practice=practice, sha256=practice.sha256, now=NOW)
    assert done.approved_at is not None
    assert [one.organisation.slug for one in Approval.objects.visible_to(outsider)] == ["east"]


def test_a_use_keeps_its_own_readers(proposed, author, peer, outsider, both):
    practice = proposed(readers=strict(both))
    say_use(member=peer, practice=practice, readers=strict(both), note="At two gates", language="en", now=NOW)

    widened(author, practice)

    assert Use.objects.visible_to(author).exists()
    assert not Use.objects.visible_to(outsider).exists()


def test_nobody_can_lose_it_this_way_and_nothing_is_no_change(proposed, author, both):
    practice = proposed(readers=GREEN)

    for readers in (amber(both), strict(both)):
        with pytest.raises(FewerReaders):
            widen(member=author, practice=practice, readers=readers, version=1, confirmed=frozenset(), now=NOW)
    with pytest.raises(NothingChanged):
        widen(member=author, practice=practice, readers=GREEN, version=1, confirmed=frozenset(), now=NOW)
    with pytest.raises(ChangedMeanwhile):
        widen(member=author, practice=practice, readers=CLEAR, version=7, confirmed=frozenset(), now=NOW)


@pytest.mark.parametrize("who", ["peer", "outsider", "secretariat", "guard", "trainer"])
def test_only_its_author_lets_more_read_it(community, proposed, who):
    practice = proposed()

    with pytest.raises(NotYours):
        widen(
            member=community.member(who),
            practice=practice,
            readers=GREEN,
            version=1,
            confirmed=frozenset(one.pk for one in community.organisations.values()),
            now=NOW,
        )


def test_the_page_shows_until_now_and_from_now_on_and_who_is_new(client, community, proposed, both):
    practice = proposed(readers=strict(both), now=now())
    address = f"{practice.get_absolute_url()}widen/"
    client.force_login(community.person("author"))

    assert b"More readers" in client.get(practice.get_absolute_url()).content
    form = client.get(address).content.decode()
    shown = client.post(address, {"tlp": "1", "version": "1"})
    page = shown.content.decode()

    assert "TLP:RED" not in form
    assert shown.status_code == 409
    assert "Until now" in page
    assert "From now on" in page
    assert both.name in page
    assert "Port of East" in page
    assert Practice.objects.get().tlp == Tlp.AMBER_STRICT
    sent = {"tlp": "1", "version": "1", "confirmed": shown.context["confirmed"]}
    assert client.post(address, sent).status_code == 302
    assert Practice.objects.get().tlp == Tlp.GREEN
    # Sent once more, as a browser does that goes back: nothing happens twice.
    assert client.post(address, sent).status_code in {409, 422}
    assert Practice.objects.get().version == 2


def test_everyone_without_a_login_is_a_reader_of_its_own_kind(client, community, proposed):
    practice = proposed(readers=CLEAR, now=now())
    client.force_login(community.person("author"))
    address = f"{practice.get_absolute_url()}widen/"

    shown = client.post(address, {"tlp": "0", "openly": "on", "version": "1"})

    assert "without a login" in shown.content.decode()
    assert not Practice.objects.get().is_open
    sent = {"tlp": "0", "openly": "on", "version": "1", "confirmed": "", "opens": "yes"}
    assert client.post(address, sent).status_code == 302
    assert Practice.objects.get().is_open


def test_a_widening_of_what_went_to_named_people_names_nobody_of_them(community, proposed, author, peer, outsider):
    named = Readers(tlp=Tlp.RED, named=frozenset({community.person("peer").pk}))
    practice = proposed(readers=named)
    approve(member=peer, practice=practice, sha256=practice.sha256, now=NOW)

    widened(author, practice)

    assert Approval.objects.visible_to(author).exists()
    assert Approval.objects.visible_to(peer).exists()
    for who in ("peer_coordinator", "outsider", "colleague"):
        member = community.member(who)
        assert Practice.objects.visible_to(member).exists(), who
        assert not Approval.objects.visible_to(member).exists(), who


def test_clients_read_amber_and_not_green_so_they_are_not_passed_over_in_silence(
    community, proposed, author, client_of_peer
):
    practice = proposed()
    community.member("client")

    with pytest.raises(ClientsWouldLoseIt):
        widen(member=author, practice=practice, readers=GREEN, version=1, confirmed=frozenset(), now=NOW)
    widened(author, practice, CLEAR)
    assert Practice.objects.visible_to(client_of_peer).exists()
