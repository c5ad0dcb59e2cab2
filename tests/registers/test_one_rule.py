"""What a use case does not let go along is nowhere: no page, list, comparison, file, search, envelope or index."""

import json
import re
from uuid import uuid4

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from port2port.ledger import store
from port2port.pure.audience import Tlp
from port2port.registers import actions
from port2port.registers.fields import fields_of
from port2port.registers.listing import Asked, compared, rows_of
from port2port.registers.models import AiUseCase, CaseMove, Measurement
from port2port.reports.actions import ReadersChanged
from port2port.reports.fields import Readers
from port2port.reports.guard import PersonalDataFound
from port2port.reports.rules import BadField
from port2port.sharing import search
from port2port.sharing.actions import WideningNotConfirmed
from port2port.sharing.handling_rules import BadHandling
from port2port.sharing.models import Publication
from tests.personas import NOW, PERSONAS
from tests.registers.conftest import CLEAR, GREEN, measure, said

OWNERS = ("author", "colleague", "coordinator")
READERS = (*OWNERS, "peer", "peer_coordinator", "client")
STRANGERS = ("outsider", "outsider_coordinator", "guest", "secretariat", "nobody", "guard", "trainer", "auditor")
SITE, FIGURES = "Quay north", ("102", "By hand")


def envelopes(case: AiUseCase) -> str:
    positions = Publication.objects.of(case).values_list("position", flat=True)
    return json.dumps([store.read(one).payload for one in positions], cls=DjangoJSONEncoder)


def names(text: str, secret: str) -> bool:
    """Whether the text has that word or number by itself: a key or a hash may hold the same three digits."""
    return bool(re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", text))


def everything(client, case: AiUseCase, *, who) -> str:
    """All that a login can read of the register, in one text."""
    client.force_login(who)
    addresses = ["", "compare/", "export.csv", "export.json", f"{case.key}/", f"{case.key}/print/"]
    pages = [client.get(f"/cameras/{one}").content.decode() for one in addresses]
    return "\n".join(pages)


@pytest.mark.parametrize("who", [*PERSONAS, "nobody"])
def test_a_kept_case_is_its_owners_alone(community, kept, who: str):
    case, member = kept(), community.member(who)

    seen = list(AiUseCase.objects.in_register_of(member))

    assert seen == ([case] if who in OWNERS else [])
    assert AiUseCase.objects.visible_to(member).count() == 0
    assert CaseMove.objects.visible_to(member).exists() == (who in OWNERS)
    assert Measurement.objects.visible_to(member).exists() == (who in OWNERS)


@pytest.mark.parametrize("who", [*PERSONAS, "nobody"])
def test_a_shared_case_reaches_its_readers(community, shared, who: str):
    case, member = shared(), community.member(who)

    assert (case in AiUseCase.objects.visible_to(member)) == (who in READERS)
    assert [one.pk for one in rows_of(Asked(), member)] == ([case.pk] if who in READERS else [])
    assert Measurement.objects.visible_to(member).exists() == (who in OWNERS)


def test_a_hidden_page_is_a_missing_page(client, community, kept):
    case = kept()
    client.force_login(community.person("peer"))
    for address in ("", "print/", "edit/", "share/", "readers/"):
        hidden, missing = (client.get(f"/cameras/{key}/{address}") for key in (case.key, uuid4()))
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert hidden.content == missing.content


def test_without_a_tick_neither_site_nor_figure_leaves(client, community, shared, peer):
    case = shared()
    read = everything(client, case, who=community.person("peer"))

    assert case.title in read
    for secret in (SITE, *FIGURES):
        assert not names(read, secret)
        assert not names(envelopes(case), secret)
        assert all(not names(text, secret) for _language, text in case.search_texts())
        assert not any(secret.lower() in facet for facet in case.facets())
    assert compared("", member=peer) == []
    assert search.count_up_to(AiUseCase, peer, "quay") == 0
    assert "figures" not in envelopes(case)


def test_the_owner_reads_both(client, community, shared):
    read = everything(client, shared(), who=community.person("author"))

    assert SITE in read
    assert all(names(read, one) for one in FIGURES)


def test_what_is_ticked_goes_along(client, community, shared, peer):
    case = shared(site=True, figures=True)
    read = everything(client, case, who=community.person("peer"))

    for told in (SITE, *FIGURES):
        assert told in read
        assert told in envelopes(case)
    assert len(compared("", member=peer)) == 1
    assert search.count_up_to(AiUseCase, peer, "quay") == 1


def test_a_result_that_stays_inside_makes_no_version(author, shared):
    case = shared()
    before = AiUseCase.objects.get(pk=case.pk).changed_at
    measure(author, case, now=NOW.replace(hour=22))

    assert AiUseCase.objects.get(pk=case.pk).changed_at == before
    assert Publication.objects.of(case).count() == 1


def test_a_result_that_goes_along_makes_one(author, shared):
    case = shared(figures=True)
    measure(author, case)

    assert Publication.objects.of(case).count() == 2


def test_steps_and_reasons_before_sharing_stay_with_the_owner(client, community, shared, author):
    case = shared(state="in_use")
    actions.move_case(member=author, case=case, to="paused", why="A fox tripped it.", now=NOW.replace(hour=23))
    client.force_login(community.person("peer"))
    read = client.get(f"/cameras/{case.key}/").content.decode()

    assert "moved it to: Paused" in read
    assert "moved it to: Trial" not in read
    assert "A fox tripped it." not in read


@pytest.mark.parametrize("state", ["idea", "in_use"])
def test_a_withdrawn_case_leaves_a_tombstone(client, community, shared, author, state: str):
    case = shared(state=state, figures=True, site=True)
    actions.move_case(member=author, case=case, to="withdrawn", why="The supplier is gone.", now=NOW)
    read = everything(client, case, who=community.person("peer"))

    assert "The supplier is gone." in read
    for gone in (case.title, SITE, *FIGURES):
        assert not names(read, gone)


def test_no_name_of_the_site_slips_out_in_the_text(author, shared):
    with pytest.raises(PersonalDataFound):
        shared(summary="Looks at the fence of Quay north.")


def test_nothing_tells_of_people(author, shared):
    with pytest.raises(PersonalDataFound):
        shared(lessons="Ask Mr. Jan Peeters on 0470 12 34 56.")


def test_what_others_see_is_asked_of_the_guard_at_each_version(author, shared):
    case = shared()
    words = said(title=case.title, lessons="Ask Mr. Jan Peeters.")
    with pytest.raises(PersonalDataFound):
        actions.change_case(member=author, case=case, said=words, seen_at=None, now=NOW)
    case.refresh_from_db()
    assert case.lessons == "Foxes."


def test_the_owner_confirms_exactly_who_receives_it(author, kept, amber):
    case = kept()
    actions.choose_readers(member=author, case=case, readers=amber, shows_site=False, shows_figures=False, now=NOW)
    with pytest.raises(ReadersChanged):
        actions.share_case(member=author, case=case, expected=frozenset({1}), now=NOW)


def test_nobody_is_named_and_strangers_choose_no_circle(author, outsider, kept, community):
    case = kept()
    red = Readers(tlp=Tlp.RED, named=frozenset({community.person("peer").pk}))
    with pytest.raises(BadField):
        actions.choose_readers(member=author, case=case, readers=red, shows_site=False, shows_figures=False, now=NOW)


def test_amber_without_a_circle_is_refused(author, kept):
    case = kept()
    readers = Readers(tlp=Tlp.AMBER)
    actions.choose_readers(member=author, case=case, readers=readers, shows_site=False, shows_figures=False, now=NOW)
    with pytest.raises(BadHandling):
        actions.share_case(member=author, case=case, now=NOW)


def test_more_readers_are_confirmed_by_name(author, shared, community):
    case = shared()
    wider = {"member": author, "case": case, "readers": CLEAR, "shows_site": True, "shows_figures": False, "now": NOW}
    with pytest.raises(WideningNotConfirmed) as widening:
        actions.widen_case(**wider, version=1, confirmed=frozenset())
    case.refresh_from_db()
    assert (case.tlp, case.shows_site) == (Tlp.AMBER, False)

    done = actions.widen_case(**wider, version=1, confirmed=widening.value.added)

    assert (done.version, done.shows_site) == (2, True)
    assert community.organisations["east"].pk in widening.value.added
    with pytest.raises(ReadersChanged):
        actions.widen_case(**wider, version=1, confirmed=widening.value.added)


def test_nobody_loses_it_by_a_narrower_label(author, shared, amber):
    case = shared(readers=GREEN)
    with pytest.raises(actions.FewerReaders):
        actions.widen_case(
            member=author,
            case=case,
            readers=amber,
            shows_site=False,
            shows_figures=False,
            version=1,
            confirmed=frozenset(),
            now=NOW,
        )


def test_sharing_is_taken_back_whole(author, peer, shared):
    case = shared(state="trial", figures=True)
    kept = actions.undo_share(member=author, case=case, now=NOW)

    assert AiUseCase.objects.visible_to(peer).count() == 0
    assert fields_of(kept) == fields_of(AiUseCase.objects.get(pk=case.pk))
    assert (kept.state, kept.is_draft, kept.measurements.count(), kept.moves.count()) == ("trial", True, 1, 3)
