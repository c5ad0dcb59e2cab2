"""From one desk to another: told or agreed first, asked next, and the reporter sees every desk that can open it."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from port2port.base.refusal import Refusal
from port2port.concerns import actions
from port2port.concerns.actions.handling import thread_key
from port2port.concerns.models import Concern, HandOver, Note, Wrap
from port2port.concerns.rules import (
    CannotOpen,
    DeskShut,
    DoneAlready,
    HandOverRuns,
    MayNotForward,
    NotAtThisDesk,
    SameDesk,
)
from port2port.concerns.thread import thread_of
from tests.concerns.conftest import NOW, TEXT, Desks, keys_of

DAY = timedelta(days=1)


def offer(desks: Desks, concern: Concern, *, keeps: bool = False, now=NOW, to: str = "south") -> HandOver:
    return actions.offer_concern(
        member=desks.member("author"), concern=concern, private=desks.privates["author"], to_desk=desks.desks[to],
        keeps=keeps, now=now,
    )  # fmt: skip


def tell(desks: Desks, concern: Concern, *, now=NOW) -> HandOver:
    return actions.tell_wish(
        member=desks.member("author"), concern=concern, to_desk=desks.desks["south"], keeps=False, now=now
    )


def opens(desks: Desks, name: str, concern: Concern) -> bool:
    """Whether this handler gets to the text, as the pages do it."""
    row = Concern.objects.visible_to(desks.member(name)).filter(pk=concern.pk).first()
    if row is None:
        return False
    key = thread_key(desks.member(name), row, desks.privates[name])
    return thread_of(row, key)[0].text == TEXT


def readers(code: str) -> list[str]:
    return sorted(str(one) for one in actions.open_by_code(keys=keys_of(code)).readers)


def test_without_a_yes_it_waits_five_days_after_the_reporter_was_told(desks: Desks):
    concern, _code = desks.file()
    with pytest.raises(MayNotForward):
        offer(desks, concern)
    tell(desks, concern)

    with pytest.raises(MayNotForward):
        offer(desks, concern, now=NOW + 4 * DAY)
    assert offer(desks, concern, now=NOW + 5 * DAY).offered_at == NOW + 5 * DAY


def test_until_the_other_desk_says_yes_it_opens_nothing_there(desks: Desks):
    concern, code = desks.file(may_forward=True)

    made = offer(desks, concern)

    assert not opens(desks, "peer", concern)
    assert HandOver.objects.editable_by(desks.member("peer")).get() == made
    assert not HandOver.objects.visible_to(desks.member("outsider")).exists()
    opened = actions.open_by_code(keys=keys_of(code))
    assert (readers(code), opened.waiting.to_desk) == (["North"], desks.desks["south"])


@pytest.mark.parametrize("keeps", [True, False])
def test_the_old_desk_goes_on_reading_only_where_it_is_still_listed(desks: Desks, keeps: bool):
    concern, code = desks.file(may_forward=True)
    author = desks.member("author")
    actions.write_note(member=author, concern=concern, private=desks.privates["author"], text="Ours.", now=NOW)
    made = offer(desks, concern, keeps=keeps)

    actions.accept_concern(member=desks.member("peer"), hand_over=made, now=NOW + DAY)

    assert opens(desks, "peer", concern)
    assert opens(desks, "peer_mate", concern)
    assert opens(desks, "author", concern) is keeps
    assert readers(code) == (["North", "South"] if keeps else ["South"])
    assert Wrap.objects.filter(concern=concern, desk=desks.desks["north"]).exists() is keeps
    assert Note.objects.filter(concern=concern).exists() is keeps
    assert not Note.objects.visible_to(desks.member("peer")).exists()
    actions.write_note(
        member=desks.member("peer"), concern=concern, private=desks.privates["peer"], text="Mine.", now=NOW + DAY
    )
    assert "Mine." not in [one.text for one in actions.open_by_code(keys=keys_of(code)).said]
    with pytest.raises(DoneAlready):
        actions.accept_concern(member=desks.member("peer"), hand_over=made, now=NOW + DAY)


def test_a_desk_that_declines_can_never_open_it(desks: Desks):
    concern, code = desks.file(may_forward=True)
    made = offer(desks, concern)

    actions.decline_concern(member=desks.member("peer"), hand_over=made, now=NOW)

    assert readers(code) == ["North"]
    assert not Wrap.objects.filter(concern=concern, desk=desks.desks["south"]).exists()
    assert opens(desks, "author", concern)


def test_a_no_of_the_reporter_ends_it_also_while_the_other_desk_is_asked(desks: Desks):
    concern, code = desks.file(may_forward=True)
    made = offer(desks, concern)

    actions.object_by_code(keys=keys_of(code), now=NOW)

    assert not Wrap.objects.filter(concern=concern, desk=desks.desks["south"]).exists()
    with pytest.raises(DoneAlready):
        actions.accept_concern(member=desks.member("peer"), hand_over=made, now=NOW)
    with pytest.raises(MayNotForward):
        offer(desks, concern, now=NOW + 30 * DAY)
    with pytest.raises(DoneAlready):
        actions.object_by_code(keys=keys_of(code), now=NOW)


def test_a_yes_of_the_reporter_ends_the_waiting(desks: Desks):
    concern, code = desks.file()
    tell(desks, concern)

    actions.agree_by_code(keys=keys_of(code), now=NOW)

    assert offer(desks, concern).offered_at == NOW


def test_what_cannot_be_offered_is_refused(desks: Desks):
    concern, _code = desks.file(may_forward=True)
    with pytest.raises(SameDesk):
        offer(desks, concern, to="north")
    with pytest.raises(DeskShut):
        offer(desks, concern, to="east")
    with pytest.raises(CannotOpen):
        actions.offer_concern(
            member=desks.member("author"), concern=concern, private=desks.privates["peer"],
            to_desk=desks.desks["south"], keeps=True, now=NOW,
        )  # fmt: skip
    with pytest.raises(NotAtThisDesk):
        actions.offer_concern(
            member=desks.member("peer"), concern=concern, private=desks.privates["peer"],
            to_desk=desks.desks["south"], keeps=True, now=NOW,
        )  # fmt: skip
    made = offer(desks, concern)
    with pytest.raises(HandOverRuns):
        offer(desks, concern)
    with pytest.raises(NotAtThisDesk):
        actions.accept_concern(member=desks.member("outsider"), hand_over=made, now=NOW)
    with pytest.raises(DoneAlready):
        actions.accept_concern(member=desks.member("mate"), hand_over=made, now=NOW)


ACTS = ["tell", "offer", "keep", "accept", "decline", "object", "agree", "back"]


@settings(max_examples=15)
@given(st.lists(st.sampled_from(ACTS), max_size=10))
def test_whatever_happens_who_can_open_it_is_who_the_reporter_sees(desks: Desks, acts: list[str]):
    Concern.objects.all().delete()
    concern, code = desks.file()
    keys, north = keys_of(code), {"member": desks.member("author"), "concern": concern}

    for number, act in enumerate(acts):
        at = NOW + 3 * number * DAY
        made = concern.hand_overs.order_by("-pk").first()
        try:
            if act in {"offer", "keep"}:
                offer(desks, concern, keeps=act == "keep", now=at)
            elif act == "tell":
                tell(desks, concern, now=at)
            elif act in {"accept", "decline"} and made:
                do = actions.accept_concern if act == "accept" else actions.decline_concern
                do(member=desks.member("peer"), hand_over=made, now=at)
            elif act == "back":
                actions.take_back(**north, now=at)
            elif act in {"object", "agree"}:
                (actions.object_by_code if act == "object" else actions.agree_by_code)(keys=keys, now=at)
        except Refusal:
            pass
        seen = readers(code)
        assert seen
        assert seen == sorted({
            place for place, name in (("North", "author"), ("South", "peer")) if opens(desks, name, concern)
        })  # fmt: skip
