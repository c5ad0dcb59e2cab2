"""The pages of the register: filters in the address, errors at the field with the input kept, results in words."""

from datetime import timedelta

import pytest
from django.utils import translation

from port2port.registers import actions
from port2port.registers.models import AiUseCase, Measurement
from port2port.sharing.actions import notify_up_to
from port2port.sharing.models import Publication
from tests.doors.rows_registers import ANSWERS, PERIOD
from tests.personas import NOW, Community
from tests.registers.conftest import measure


@pytest.fixture
def signed_in(client, community: Community):
    client.force_login(community.person("author"))
    return client


def titles(page) -> list[str]:
    return [case.title for case, _kind in page.context["rows"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Plates", "Fence"]),
        ("?camera=anpr", ["Plates"]),
        ("?state=trial", ["Fence"]),
        ("?code=DRG-EXT", ["Fence"]),
        ("?code=DRG-EXT-PIN&camera=anpr", []),
        ("?whose=others", []),
        ("?whose=own", ["Plates", "Fence"]),
        ("?org=north&lang=en", ["Plates", "Fence"]),
        ("?tlp=amber", []),
        ("?camera=nonsense&state=%00&page=zz&code='", ["Plates", "Fence"]),
        ("?state=withdrawn", []),
    ],
)
def test_the_address_says_what_is_listed(signed_in, kept, author, query: str, found: list[str]):
    kept(title="Fence", state="trial")
    later = actions.keep_case(member=author, said=_plates(), now=NOW + timedelta(minutes=1))
    assert later.title == "Plates"

    assert titles(signed_in.get(f"/cameras/{query}")) == found


def _plates():
    from tests.registers.conftest import said

    return said(title="Plates", kind="anpr", purposes=())


def test_the_form_makes_a_case_and_a_wrong_answer_keeps_the_others(signed_in):
    bad = signed_in.post("/cameras/new/", ANSWERS | {"biometric": "emotion", "raised": "none", "summary": "Kept."})
    assert bad.status_code == 422
    assert b"at least high risk" in bad.content
    assert b"Kept." in bad.content

    good = signed_in.post("/cameras/new/", ANSWERS | {"biometric": "emotion", "at_work": "on"})
    case = AiUseCase.objects.get()
    assert (good.status_code, case.ai_class, case.state) == (302, "prohibited_5", "idea")
    assert b"5(1)(f)" in signed_in.get(case.get_absolute_url()).content


def test_a_practice_is_named_by_its_address(signed_in):
    wrong = signed_in.post("/cameras/new/", ANSWERS | {"practice": "the one about fences"})
    assert wrong.status_code == 422

    key = "0f3c2b1a-1111-4222-8333-444455556666"
    signed_in.post("/cameras/new/", ANSWERS | {"practice": f"https://ports.example/practices/{key}/"})
    assert AiUseCase.objects.get().practice == f"practice:{key}"


def test_a_step_that_is_not_open_says_what_is_missing(signed_in, kept):
    case = kept(state="assessed", decides="")
    page = signed_in.get(f"/cameras/{case.key}/").content
    assert b"who may switch it off" in page

    refused = signed_in.post(f"/cameras/{case.key}/move/", {"to": "trial"})
    assert refused.status_code == 422
    assert AiUseCase.objects.get().state == "assessed"


def test_results_are_told_with_their_number_and_interval(signed_in, kept):
    case = kept()
    page = signed_in.get(f"/cameras/{case.key}/").content.decode()

    assert "85 % (77.5–90.3), n = 120" in page
    assert "too few to say (18 of 20)" in page
    assert "3.0" in page


def test_results_speak_the_readers_language(kept):
    from port2port.registers.figures import period_of

    row = kept().measurements.get()
    with translation.override("nl"):
        assert "77,5" in period_of(row).words.false


def test_wrong_counts_are_told_at_their_field(signed_in, kept):
    case = kept(measured=False)
    refused = signed_in.post(f"/cameras/{case.key}/measure/", PERIOD | {"camera_days": 1, "alarms": 1, "true": 2})

    assert refused.status_code == 422
    assert b"more than all alarms" in refused.content
    assert not Measurement.objects.exists()


def test_what_was_taken_away_stands_in_the_form_again(signed_in, kept):
    case = kept()
    page = signed_in.post(f"/cameras/{case.key}/measure/{case.measurements.get().key}/forget/")

    assert page.context["measure"].initial["alarms"] == 120
    assert not Measurement.objects.exists()


def test_an_owner_shares_by_looking_at_the_readers(signed_in, community, kept, peer):
    case = kept()
    circle = str(community.circles["both"].key)
    chosen = signed_in.post(f"/cameras/{case.key}/share/", {"tlp": 2, "circles": [circle], "shows_figures": "on"})
    page = signed_in.get(chosen["Location"])
    assert b"Port of South" in page.content
    assert b"Quay north" not in page.content

    done = signed_in.post(f"/cameras/{case.key}/publish/", {"expected": page.context["preview"].expected})

    assert done.status_code == 302
    assert AiUseCase.objects.visible_to(peer).get().shows_figures


def test_more_readers_are_shown_before_they_get_it(signed_in, shared):
    case = shared()
    asked = signed_in.post(f"/cameras/{case.key}/share/", {"tlp": 0, "version": 1})
    assert asked.status_code == 409
    assert b"Port of East" in asked.content

    kept = dict(asked.context["kept"]) | {"confirmed": asked.context["confirmed"]}
    assert signed_in.post(f"/cameras/{case.key}/share/", kept).status_code == 302
    assert Publication.objects.of(case).count() == 2


def test_readers_of_the_register_are_told(peer, shared, community):
    from port2port.sharing.actions import Wish, subscribe
    from port2port.sharing.models import Channel, Notification, Rhythm

    wish = Wish(name="", rhythm=Rhythm.AT_ONCE, channel=Channel.PAGE)
    subscribe(member=peer, record_type="ai_case", query="camera=line", wish=wish, now=NOW)
    shared()
    notify_up_to(now=NOW + timedelta(minutes=5))

    assert Notification.objects.get().record_type == "ai_case"


def test_the_register_leaves_as_a_file_under_its_strictest_label(signed_in, kept, author):
    measure(author, kept(measured=False))
    csv = signed_in.get("/cameras/export.csv")

    assert "TLP-AMBER+STRICT cameras" in csv["Content-Disposition"]
    assert "Quay north" in csv.content.decode()
    assert signed_in.get("/cameras/export.json").json()[0]["site"]["name"] == "Quay north"
