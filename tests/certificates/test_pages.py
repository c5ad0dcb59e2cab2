"""Pages of certificates: mine, one, our staff's, the check; and the paper with its code."""

import json
from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile

from port2port.base.clock import now
from port2port.certificates import actions, paper
from port2port.certificates.limits import CHECKS
from port2port.certificates.models import Certificate
from port2port.members.models import Person
from port2port.pure.badge_check import find_token
from port2port.reports.printing import makes_pdf
from port2port.vocabulary.subjects import subjects
from tests.personas import Community

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits():
    CHECKS.forget()


@pytest.fixture
def held(issue) -> Certificate:
    return issue(now=now())


@pytest.fixture
def signed_in(client, community: Community):
    def as_(who: str):
        client.force_login(community.person(who))
        return client

    return as_


def words(response) -> str:
    return response.content.decode()


def test_the_holder_sees_what_was_earned(signed_in, held):
    page = words(signed_in("guard").get("/certificates/"))

    assert "Guard at a port facility" in page
    assert held.get_absolute_url() in page


def test_who_holds_none_reads_what_will_appear(signed_in):
    assert "No certificate yet." in words(signed_in("author").get("/certificates/"))


def test_officer_and_trainer_see_their_staffs_and_nobody_else_does(signed_in, held):
    for who in ("author", "trainer"):
        assert "The guard" in words(signed_in(who).get("/certificates/staff/"))
    assert "The guard" not in words(signed_in("peer").get("/certificates/staff/"))
    for who in ("guard", "coordinator", "secretariat", "auditor"):
        assert signed_in(who).get("/certificates/staff/").status_code == 404


@pytest.mark.parametrize("part", ["", "certificate.jwt", "certificate.pdf", "print/", "revoke/"])
@pytest.mark.parametrize("who", ["peer", "outsider", "client", "coordinator", "secretariat", "auditor"])
def test_a_stranger_finds_no_more_than_a_missing_page(signed_in, held, who, part):
    stranger = signed_in(who)
    hidden = stranger.get(f"/certificates/{held.key}/{part}")
    missing = stranger.get(f"/certificates/{held.subject}/{part}")

    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content


def test_the_list_is_filtered_and_goes_out_as_csv(signed_in, issue):
    issue(now=now(), valid_months=1)
    issue(now=now(), id="all-staff", names={"en": "Everybody in the port"})
    officer = signed_in("author")

    soon = words(officer.get("/certificates/staff/?state=expiring"))
    sheet = words(officer.get("/certificates/staff/export.csv"))

    assert "Guard at a port facility" in soon
    assert "Everybody in the port" not in soon
    assert sheet.count("The guard") == 2
    assert "No certificate matches" in words(officer.get("/certificates/staff/?q=nobody"))


def test_the_officer_revokes_with_a_reason_that_the_check_does_not_tell(signed_in, client, held):
    officer = signed_in("author")
    assert officer.post(f"/certificates/{held.key}/revoke/", {"reason": ""}).status_code == 422
    answer = officer.post(f"/certificates/{held.key}/revoke/", {"reason": "Lent the badge"}, follow=True)
    assert "Lent the badge" in words(answer)

    client.logout()
    checked = words(client.get(f"/certificates/check/{held.check_code}/"))
    assert "Revoked" in checked
    for secret in ("Lent the badge", "The guard", "Port of North", "Security officer"):
        assert secret not in checked


def test_the_check_answers_without_an_account_and_tells_nothing_of_the_holder(client, held):
    by_text = words(client.post("/certificates/check/", {"shown": held.credential}))
    by_code = words(client.get(f"/certificates/check/{held.check_code}/"))

    for page in (by_text, by_code):
        assert "It is genuine" in page
        assert "Guard at a port facility" in page
        for secret in ("The guard", "Port of North", "guard@example.org", str(held.key), held.number):
            assert secret not in page
    assert held.credential not in by_text


def test_a_pasted_address_leads_to_its_answer(client, held):
    answer = client.post("/certificates/check/", {"shown": f" {paper.check_address(held)} "})

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/certificates/check/{held.check_code}/"


def test_an_unknown_code_looks_like_any_missing_page(client, held):
    unknown = client.get(f"/certificates/check/{'0' * 32}/")
    other = client.get("/certificates/check/no-code-at-all/")

    assert unknown.status_code == other.status_code == 404
    assert unknown.content == other.content


def test_nothing_and_nonsense_are_said_in_words(client):
    assert client.post("/certificates/check/", {}).status_code == 422
    assert "No certificate was found" in words(client.post("/certificates/check/", {"shown": "hello"}))


def test_a_check_is_bounded(client, held):
    answers = [client.get(f"/certificates/check/{'0' * 32}/").status_code for _ in range(CHECKS.each + 1)]

    assert answers[-2:] == [404, 429]
    assert client.post("/certificates/check/", {"shown": held.credential}).status_code == 429


def test_the_token_leaves_as_it_was_signed(signed_in, held):
    answer = signed_in("guard").get(f"/certificates/{held.key}/certificate.jwt")

    assert answer.content.decode() == held.credential
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.skipif(not makes_pdf(), reason="this machine lacks Pango")
@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_the_papers_code_leads_to_the_check_and_the_file_holds_the_token(client, held, language):
    made = paper.pdf_of_certificate(held, language=language)

    document = pypdfium2.PdfDocument(made)
    picture = document[0].render(scale=3).to_pil()
    assert len(document) == 1
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [paper.check_address(held)]
    text = document[0].get_textpage().get_text_range()
    assert "The guard" in text
    assert find_token(made) == held.credential
    upload = SimpleUploadedFile("certificate.pdf", made, content_type="application/pdf")
    assert "It is genuine" in words(
        client.post("/certificates/check/", {"file": upload}, headers={"accept-language": "en"})
    )


def test_the_secretariat_revokes_what_is_shown_and_sees_nobody(signed_in, held):
    desk = signed_in("secretariat")
    answer = desk.post("/certificates/revoke/", {"shown": held.credential, "reason": "By mistake"}, follow=True)

    held.refresh_from_db()
    assert held.revoked_at is not None
    assert "The guard" not in words(answer)
    assert desk.post("/certificates/revoke/", {"shown": "x", "reason": "By mistake"}).status_code == 422


def test_the_secretariat_rotates_the_key(signed_in, held):
    page = words(signed_in("secretariat").post("/certificates/keys/rotate/", follow=True))

    assert "signs its list alone" in page


def test_what_is_public_is_enough_for_a_check_elsewhere(client, held):
    bundle = json.loads(client.get("/certificates/bundle.json").content)

    assert bundle["document"] == json.loads(client.get("/.well-known/did.json").content)
    assert bundle["document"] == json.loads(client.get("/certificates/did.json").content)
    [(address, listed)] = bundle["lists"].items()
    path = address.removeprefix("http://127.0.0.1:8000")
    assert client.get(path).content.decode() == listed


def test_before_the_first_certificate_there_is_no_issuer(client):
    assert client.get("/.well-known/did.json").status_code == 404
    assert json.loads(client.get("/certificates/bundle.json").content)["lists"] == {}


def test_one_that_ran_out_says_so(client, issue):
    row = issue(now=now() - timedelta(days=100), valid_months=1)
    actions.sign_lists(now=now())

    assert "its last day is over" in words(client.get(f"/certificates/check/{row.check_code}/"))


def test_what_it_covers_is_said_in_words_with_where_it_stands(signed_in, client, issue):
    row = issue(now=now(), alignments=("p2p-money", "b18-2-1", "ACC-02", "gone-1"))
    Person.objects.filter(pk=row.person_id).update(language="nl")

    page = words(signed_in("guard").get(row.get_absolute_url()))
    client.logout()
    checked = words(client.get(f"/certificates/check/{row.check_code}/", headers={"accept-language": "fr"}))

    assert "Wat als iemand mij geld biedt" in page
    assert "p2p-money" not in page
    assert 'Actuele dreigingen en patronen <span class="meta">ISPS B/18.2.1</span>' in page
    assert '<span class="meta">ACC-02</span>' in page
    assert "gone-1" in page
    assert "Et si quelqu’un m’offre de l’argent" in checked


@pytest.mark.skipif(not makes_pdf(), reason="this machine lacks Pango")
@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_the_paper_of_the_longest_course_is_one_sheet(issue, language):
    row = issue(now=now(), alignments=tuple(code for code in subjects() if code.startswith(("b18-1", "p2p"))))

    made = pypdfium2.PdfDocument(paper.pdf_of_certificate(row, language=language))

    assert len(made) == 1
    assert row.number in made[0].get_textpage().get_text_range()
