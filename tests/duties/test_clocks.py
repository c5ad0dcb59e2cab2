"""The obligation clock reads what was fulfilled, and only who keeps the duties enters it."""

from datetime import date, timedelta

import pytest

from port2port.base.refusal import NotAllowed
from port2port.duties.actions import clocks as act
from port2port.duties.clocks import line_of, lines_of, own_places, place_of, places_in, reckon
from port2port.duties.models import ClockSetting, Derogation, Fulfilment
from port2port.members.actions.agreements import agree_to_show
from port2port.pure.calendar_rules import State
from tests.duties.conftest import TODAY, facility_place, port_officer, rule
from tests.personas import NOW
from tests.waiting import one_waits_for_the_other

REASON = "The quay was closed for works from January to March."


def held(on, **fields):
    return act.Held(on=date.fromisoformat(on), tested=("b15_11.access",), **fields)


def wish(until, **fields):
    return act.Wish(reason=REASON, until_on=date.fromisoformat(until), **fields)


def drill_of(member, place, on="2026-01-15"):
    return act.fulfil(member=member, rule=rule("drill"), place=place, held=held(on), now=NOW)


def test_what_was_never_entered_cannot_be_told(author, quay):
    lines = lines_of(author, today=TODAY)

    drill = next(line for line in lines if line.rule.code == "drill")
    assert drill.clock.state == State.UNKNOWN


def test_a_drill_runs_three_months(author, quay):
    drill_of(author, quay)

    line = line_of(author, rule("drill"), quay, today=TODAY)
    assert (line.clock.due, line.clock.last, line.clock.state) == (date(2026, 4, 15), date(2026, 1, 15), State.FINE)


def test_what_runs_out_first_stands_on_top(author, quay):
    drill_of(author, quay)
    act.fulfil(
        member=author,
        rule=rule("exercise"),
        place=quay,
        held=act.Held(on=date(2024, 9, 1), tested=("b18_6.communication",)),
        now=NOW,
    )

    assert [line.rule.code for line in lines_of(author, today=TODAY)][:2] == ["exercise", "drill"]


def test_taking_back_moves_the_clock_back_and_keeps_the_line(author, quay):
    drill_of(author, quay, "2025-12-01")
    newest = drill_of(author, quay)

    act.undo_fulfilment(member=author, fulfilment=newest, now=NOW)

    assert line_of(author, rule("drill"), quay, today=TODAY).clock.last == date(2025, 12, 1)
    assert Fulfilment.objects.visible_to(author).count() == 2

    act.restore_fulfilment(member=author, fulfilment=newest, now=NOW)
    assert line_of(author, rule("drill"), quay, today=TODAY).clock.last == date(2026, 1, 15)


def test_a_drill_that_tested_nothing_does_not_count(author, quay):
    with pytest.raises(act.NothingTested):
        act.fulfil(member=author, rule=rule("drill"), place=quay, held=act.Held(on=TODAY), now=NOW)
    with pytest.raises(act.NothingTested):
        act.fulfil(
            member=author, rule=rule("exercise"), place=quay, held=act.Held(TODAY, tested=("b15_11.access",)), now=NOW
        )


def test_what_has_not_happened_does_not_count(author, quay):
    with pytest.raises(act.InTheFuture):
        drill_of(author, quay, "2026-03-03")


def test_a_certificate_runs_until_it_says(author, quay):
    with pytest.raises(act.NoEndDate):
        act.fulfil(member=author, rule=rule("soc-certificate"), place=quay, held=act.Held(TODAY), now=NOW)

    act.fulfil(
        member=author,
        rule=rule("soc-certificate"),
        place=quay,
        held=act.Held(TODAY, until=date(2026, 3, 20)),
        now=NOW,
    )

    line = line_of(author, rule("soc-certificate"), quay, today=TODAY)
    assert (line.clock.state, line.clock.due) == (State.SOON, date(2026, 3, 20))


@pytest.mark.parametrize(
    "name", ["guard", "colleague", "trainer", "peer", "client", "secretariat", "auditor", "operator"]
)
def test_only_who_keeps_the_duties_enters_them(community, quay, name):
    with pytest.raises(NotAllowed):
        drill_of(community.member(name), quay)


def test_an_officer_of_one_facility_keeps_that_one(community, author, quay):
    second = community.facilities["second"] = community.facilities["north"].__class__.objects.create(
        organisation=community.organisations["north"],
        port=community.ports["north"],
        name="Second",
        kind="quay",
        isps="inside",
    )
    officer = community.scoped("author", facility="second")
    other = place_of(second, organisation=community.organisations["north"])
    drill_of(author, quay)
    drill_of(officer, other)

    with pytest.raises(NotAllowed):
        drill_of(officer, quay)
    assert {row.facility_id for row in Fulfilment.objects.visible_to(officer)} == {second.pk}
    assert [place.name for place in own_places(officer)] == ["Second"]


def test_duties_are_private_to_the_organisation(community, author, quay):
    drill_of(author, quay)

    for name in (
        "peer",
        "outsider",
        "client",
        "guest",
        "secretariat",
        "guard",
        "trainer",
        "auditor",
        "operator",
        "nobody",
    ):
        assert not Fulfilment.objects.visible_to(community.member(name)).exists(), name
    assert Fulfilment.objects.visible_to(community.member("colleague")).exists()
    assert not Fulfilment.objects.editable_by(community.member("colleague")).exists()


def test_the_ports_officer_sees_a_facility_that_agreed_and_changes_nothing(community, pier):
    outsider, officer = community.member("outsider"), port_officer(community)
    place = place_of(pier, organisation=pier.organisation)
    done = drill_of(outsider, place)

    before = [one.name for one in places_in(community.ports["north"], officer)]
    agree_to_show(member=outsider, facility=pier, now=NOW)
    after = places_in(community.ports["north"], officer)

    assert (before, [one.name for one in after]) == (["Quay north"], ["Pier", "Quay north"])
    assert Fulfilment.objects.visible_to(officer).get() == done
    with pytest.raises(NotAllowed):
        act.undo_fulfilment(member=officer, fulfilment=done, now=NOW)
    with pytest.raises(NotAllowed):
        drill_of(officer, place, "2026-02-01")


def test_a_quay_outside_isps_has_no_isps_duties(community, author):
    facility = community.facilities["north"]
    facility.isps = "outside"
    facility.save()

    codes = {line.rule.code for line in lines_of(author, today=TODAY) if line.place.scope == "facility"}
    assert codes == {"test-call"}
    with pytest.raises(act.WrongPlace):
        drill_of(author, facility_place(community, "north"))


def test_facility_and_port_calendars_are_never_mixed(community, author, quay):
    port = place_of(community.ports["north"], organisation=community.organisations["north"])
    tested = act.Held(date(2026, 1, 2), tested=("b18_6.communication",))

    act.fulfil(member=author, rule=rule("port-exercise"), place=port, held=tested, now=NOW)

    assert line_of(author, rule("exercise"), quay, today=TODAY).clock.state == State.UNKNOWN
    assert line_of(author, rule("port-exercise"), port, today=TODAY).clock.due == date(2027, 7, 2)
    with pytest.raises(act.WrongPlace):
        act.fulfil(member=author, rule=rule("exercise"), place=port, held=tested, now=NOW)


def test_only_the_ports_manager_keeps_the_ports_duties(community, pier):
    port = place_of(community.ports["north"], organisation=community.organisations["east"])

    with pytest.raises(NotAllowed):
        act.fulfil(
            member=community.member("outsider"),
            rule=rule("port-exercise"),
            place=port,
            held=act.Held(TODAY, tested=("b18_6.communication",)),
            now=NOW,
        )


def setting(**fields):
    return ClockSetting(**fields)


def test_a_duty_of_the_facilitys_own_rhythm_runs_once_its_period_is_set(author, quay):
    round_of = rule("a17-04")
    act.fulfil(member=author, rule=round_of, place=quay, held=act.Held(date(2026, 2, 10)), now=NOW)
    before = {line.rule.code for line in lines_of(author, today=TODAY)}

    act.set_clock(member=author, rule=round_of, place=quay, setting=setting(months=1), now=NOW)

    assert "a17-04" not in before
    assert line_of(author, round_of, quay, today=TODAY).clock.due == date(2026, 3, 10)
    assert "a17-04" in {line.rule.code for line in lines_of(author, today=TODAY)}


@pytest.mark.parametrize(("code", "months"), [("drill", 6), ("a17-04", 0), ("a17-04", 121)])
def test_a_period_is_set_only_where_it_is_the_facilitys(author, quay, code, months):
    with pytest.raises(act.NoPeriod):
        act.set_clock(member=author, rule=rule(code), place=quay, setting=setting(months=months), now=NOW)


def test_a_major_change_asks_for_the_review_at_once(author, quay):
    review = rule("pfsa-review")
    act.fulfil(member=author, rule=review, place=quay, held=act.Held(date(2025, 1, 1)), now=NOW)

    act.set_clock(member=author, rule=review, place=quay, setting=setting(changed_on=date(2026, 3, 1)), now=NOW)

    assert line_of(author, review, quay, today=TODAY).clock.state == State.OVERDUE


def test_a_duty_that_does_not_concern_the_place_leaves_the_list_and_stays_in_the_whole(author, quay):
    act.set_clock(
        member=author,
        rule=rule("test-call"),
        place=quay,
        setting=setting(off_reason="The port answers for us."),
        now=NOW,
    )

    assert "test-call" not in {line.rule.code for line in lines_of(author, today=TODAY)}
    whole = reckon(own_places(author), act_entered(author), today=TODAY)
    assert next(line for line in whole if line.rule.code == "test-call").is_off


def act_entered(member):
    from port2port.duties.clocks import entered_for

    return entered_for(member)


def test_a_derogation_with_an_authoritys_letter_moves_the_date_and_stays_visible(author, quay):
    drill_of(author, quay, "2025-12-15")

    made = act.ask_derogation(
        member=author,
        rule=rule("drill"),
        place=quay,
        wish=wish("2026-05-15", approver="Local committee", reference="Letter of 1 March"),
        now=NOW,
    )

    clock = line_of(author, rule("drill"), quay, today=date(2026, 4, 1)).clock
    assert (clock.state, clock.due, clock.original) == (State.DEROGATED, date(2026, 5, 15), date(2026, 3, 15))
    assert line_of(author, rule("drill"), quay, today=date(2026, 5, 16)).clock.state == State.OVERDUE

    act.end_derogation(member=author, derogation=made, now=NOW)
    assert line_of(author, rule("drill"), quay, today=date(2026, 4, 1)).clock.state == State.OVERDUE
    assert Derogation.objects.visible_to(author).get().ended_at == NOW


def test_without_a_letter_the_officer_of_the_port_says_yes_and_nobody_to_the_own_wish(community, author, quay):
    drill_of(author, quay)
    asked = act.ask_derogation(member=author, rule=rule("drill"), place=quay, wish=wish("2026-06-15"), now=NOW)
    before = line_of(author, rule("drill"), quay, today=TODAY).clock

    for member in (author, community.member("coordinator"), community.scoped("author", port="north")):
        with pytest.raises(NotAllowed):
            act.approve_derogation(member=member, derogation=asked, now=NOW)
    act.approve_derogation(member=port_officer(community), derogation=asked, now=NOW)

    assert before.due == date(2026, 4, 15)
    assert line_of(author, rule("drill"), quay, today=TODAY).clock.due == date(2026, 6, 15)


@pytest.mark.parametrize(
    ("until", "refusal"), [("2026-04-15", act.WrongUntil), ("2026-07-16", act.WrongUntil), ("2026-07-15", None)]
)
def test_a_derogation_moves_the_date_by_three_months_at_most(author, quay, until, refusal):
    drill_of(author, quay)

    def ask():
        return act.ask_derogation(member=author, rule=rule("drill"), place=quay, wish=wish(until), now=NOW)

    if refusal is None:
        assert ask().due_on == date(2026, 4, 15)
    else:
        with pytest.raises(refusal):
            ask()


def test_one_derogation_at_a_time_with_a_reason_and_a_whole_approver_and_for_drills_only(author, quay):
    drill_of(author, quay)

    def ask(code="drill", **fields):
        return act.ask_derogation(
            member=author, rule=rule(code), place=quay, wish=act.Wish(**{"reason": REASON} | fields), now=NOW
        )

    until = date(2026, 5, 1)
    with pytest.raises(act.ReasonTooShort):
        ask(reason="busy", until_on=until)
    with pytest.raises(act.NoApprover):
        ask(until_on=until, approver="Local committee")
    with pytest.raises(act.NotDerogable):
        ask("exercise", until_on=until)
    ask(until_on=until)
    with pytest.raises(act.AlreadyDerogated):
        ask(until_on=until + timedelta(days=1))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_one_date_at_once_the_second_is_told(author, quay):
    drill_of(author, quay)
    refused = []

    def ask():
        act.ask_derogation(member=author, rule=rule("drill"), place=quay, wish=wish("2026-06-15"), now=NOW)

    def ask_too():
        try:
            ask()
        except act.AlreadyDerogated as refusal:
            refused.append(refusal)

    one_waits_for_the_other(ask, ask_too)

    assert len(refused) == Derogation.objects.count() == 1


def test_a_drill_that_is_held_ends_what_was_moved(author, quay):
    drill_of(author, quay, "2025-12-15")
    act.ask_derogation(
        member=author,
        rule=rule("drill"),
        place=quay,
        wish=wish("2026-05-15", approver="Local committee", reference="Letter"),
        now=NOW,
    )

    drill_of(author, quay, "2026-03-01")

    line = line_of(author, rule("drill"), quay, today=TODAY)
    assert (line.clock.due, line.derogation) == (date(2026, 6, 1), None)
    act.ask_derogation(member=author, rule=rule("drill"), place=quay, wish=wish("2026-07-01"), now=NOW)
