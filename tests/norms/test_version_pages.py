"""Bringing in, approving and comparing versions, and the baselines of facilities, as pages."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from port2port.norms import actions
from port2port.norms.models import CatalogueVersion, FacilityTier
from tests.norms.test_versions import brought, catalogue, published
from tests.personas import NOW, Community


def signed_in(community: Community, name: str) -> Client:
    client = Client()
    client.force_login(community.person(name))
    return client


def posted(client: Client, files: dict[str, bytes], **said: str) -> HttpResponse:
    sent = [SimpleUploadedFile(name, data, "application/json") for name, data in files.items()]
    return client.post("/norms/bring/", {"name": "quay-controls", "documents": sent, **said})  # type: ignore[return-value]


def test_only_trying_keeps_nothing_and_says_what_would_change(community: Community) -> None:
    published(community, "1.0")
    client = signed_in(community, "secretariat")
    page = posted(client, catalogue("1.1", without="acc-05", reworded="acc-06"), **{"for_all": "on", "try": "yes"})
    words = page.content.decode()
    assert page.status_code == 200
    assert "Nothing was kept yet" in words
    assert "84 controls" in words
    assert "Ask something else" in words
    assert "No longer asked" in words
    assert CatalogueVersion.objects.filter(state="draft").count() == 0


def test_a_draft_is_kept_read_by_another_and_published(community: Community) -> None:
    client = signed_in(community, "secretariat")
    answer = posted(client, catalogue("1.0"), for_all="on")
    assert answer["Location"] == "/norms/quay-controls/1.0/"
    peer = signed_in(community, "peer")
    page = peer.get("/norms/quay-controls/1.0/").content.decode()
    row = CatalogueVersion.objects.get()
    assert row.seal in page
    assert "I have read it: approve" in page
    assert "I have read it: approve" not in client.get("/norms/quay-controls/1.0/").content.decode()
    peer.post("/norms/quay-controls/1.0/publish/", {"seal": row.seal})
    row.refresh_from_db()
    assert row.state == "published"
    assert peer.get("/norms/quay-controls/1.0/nl.json").content == catalogue("1.0")["nl.json"]


def test_faults_are_said_file_by_file_and_the_form_stays(community: Community) -> None:
    files = catalogue("1.0")
    files["nl.json"] = files["nl.json"].replace(b'"acc-05"', b'"acc-04"', 1)
    files["fr.json"] = b"{"
    page = posted(signed_in(community, "secretariat"), files, for_all="on")
    words = page.content.decode()
    assert page.status_code == 422
    assert "nl.json" in words
    assert "fr.json" in words
    assert "S1" in words
    assert 'value="quay-controls"' in words


def test_without_files_the_form_says_so(community: Community) -> None:
    page = signed_in(community, "author").post("/norms/bring/", {"name": "quay"})
    assert page.status_code == 422
    assert "Bring one file" in page.content.decode()


def test_a_draft_and_an_own_copy_look_missing_to_who_may_not_read_them(community: Community) -> None:
    author = community.member("author")
    row = actions.bring_version(member=author, brought=brought("1.0", "text", for_all=False), now=NOW)
    actions.keep_own(member=author, version=row, seal=row.seal, now=NOW)
    actions.bring_version(member=community.member("secretariat"), brought=brought("2.0"), now=NOW)
    for name, address in [("peer", "/norms/own-text/1.0/"), ("guard", "/norms/quay-controls/2.0/")]:
        client = signed_in(community, name)
        for tail in ("", "nl.json", "acc-05/", "against/1.0/"):
            answer = client.get(address + tail)
            assert answer.status_code == 404, (name, tail)
        assert "own-text" not in signed_in(community, "peer").get("/norms/").content.decode()


def test_two_versions_stand_side_by_side(community: Community) -> None:
    published(community, "1.0")
    published(community, "1.1", reworded="acc-05", without="acc-06")
    page = signed_in(community, "guard").get("/norms/quay-controls/1.0/against/1.1/").content.decode()
    assert "From version 1.0 to 1.1" in page
    assert "Ask something else" in page
    assert page.count("acc-06/") == 1
    both = signed_in(community, "guard").get("/norms/quay-controls/1.1/against/1.1/").content.decode()
    assert "Both ask the same" in both


def test_a_baseline_is_set_and_confirmed_by_pages(community: Community) -> None:
    facility = community.facilities["north"]
    officer = signed_in(community, "author")
    assert "No baseline is set" in officer.get("/norms/facilities/").content.decode()
    address = f"/norms/facilities/{facility.key}/"
    wrong = officer.post(address, {"tier": "L", "cargo": "bulk", "reason": "Small."})
    assert wrong.status_code == 422
    assert "held to the ISPS baseline at least" in wrong.content.decode()
    officer.post(address, {"tier": "I", "cargo": "bulk", "reason": "A bulk quay."})
    assert 'confirm/"' not in officer.get("/norms/facilities/").content.decode()
    coordinator = signed_in(community, "coordinator")
    assert f'{address}confirm/"' in coordinator.get("/norms/facilities/").content.decode()
    held = FacilityTier.objects.get()
    officer.post(address, {"tier": "H", "cargo": "bulk", "reason": "Risk bulk now."})
    stale = coordinator.post(f"{address}confirm/", {"tier": held.pk})
    assert stale.status_code == 409
    coordinator.post(f"{address}confirm/", {"tier": FacilityTier.objects.current().get().pk})
    assert [one.confirmed_at is not None for one in FacilityTier.objects.order_by("pk")] == [False, True]
