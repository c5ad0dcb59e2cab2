"""The proof pack: what it holds, who takes it out, and that its documents say the same numbers again."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from port2port.assessments import actions
from port2port.assessments.models import Assessment
from port2port.assessments.pinned import sheet_of
from port2port.assessments.results import lines_of, result_of
from port2port.ledger.models import TrailLine
from port2port.members.member import Member
from port2port.proof.pack import bundle_of, pack_of
from port2port.proof.reading import BadBundle, files_of, numbers_in
from port2port.pure.oscal.reading import read
from port2port.reports.printing import makes_pdf
from port2port.site.command import main
from tests.assessments.conftest import fields
from tests.personas import NOW, PERSONAS, Community


@pytest.fixture
def assessment(community: Community, author: Member) -> Assessment:
    """Of the northern quay, agreed, with proofs and something that does not apply."""
    desk = community.member("secretariat")
    round_ = actions.plan_round(member=desk, said=fields(baseline=("baseline-isps", "1.0")), now=NOW)
    round_ = actions.move_round(member=desk, round=round_, to="open", now=NOW)
    row = actions.start(member=author, round=round_, facility=community.facilities["north"], now=NOW)
    sheet = sheet_of(round_, "en")
    said = [
        actions.Said(control=one, conformity="met", doc=4, impl=3, rationale="Round the clock.", confidence="high")
        for one in sheet.key_ids
    ]
    said += [
        actions.Said(control="bag-01", conformity="not_applicable", na_reason="No passengers."),
        actions.Said(control="gov-02", conformity="partly", doc=2, impl=2),
    ]
    actions.save_answers(member=author, assessment=row, said=said, now=NOW)
    proof = actions.EvidenceFields(
        control="acc-05", title="Fence round", where_held="Safe of the PFSO", sha256="ab" * 32
    )
    actions.add_evidence(member=author, assessment=row, said=proof, now=NOW)
    row = actions.submit(member=author, assessment=row, now=NOW)
    colleague = community.member("colleague")
    actions.take_up(member=colleague, assessment=row, now=NOW)
    return actions.agree_assessment(member=colleague, assessment=row, accepted=["bag-01"], now=NOW)


def test_the_bundle_says_the_same_numbers_again(assessment: Assessment, author: Member) -> None:
    data = bundle_of(pack_of(author, assessment, now=NOW))
    assert data == bundle_of(pack_of(author, assessment, now=NOW))
    sheet = sheet_of(assessment.round, "en")
    result = result_of(lines_of(assessment, sheet), sheet, target=3)
    found = numbers_in(data)
    assert (found.musts.all, found.musts.open) == (result.musts.all, result.musts.open)
    assert found.musts.open > 0
    levels = {one.id: one.stands.level for one in result.families if one.stands.level is not None}
    assert found.levels == levels
    assert levels["acc"] == 3


def test_every_document_of_the_bundle_is_sound_and_holds_no_text_of_a_plan(
    assessment: Assessment, author: Member
) -> None:
    files = files_of(bundle_of(pack_of(author, assessment, now=NOW)))
    assert set(files) == {
        *(f"catalogue/{one}.json" for one in ("nl", "fr", "de", "en")),
        "baseline.json",
        "assessment-plan.json",
        "assessment-results.json",
    }
    for data in files.values():
        read(data)
    results = json.loads(files["assessment-results.json"])
    evidence = results["assessment-results"]["results"][0]["observations"][0]["relevant-evidence"][0]
    assert evidence["description"] == "Fence round: Safe of the PFSO"
    assert {"name": "sha256", "ns": "urn:port2port:oscal:1", "value": "ab" * 32} in evidence["props"]


def test_a_changed_bundle_is_refused(assessment: Assessment, author: Member) -> None:
    data = bundle_of(pack_of(author, assessment, now=NOW))
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, content.replace(b"not-satisfied", b"satisfied"))
    with pytest.raises(BadBundle, match="SHA256SUMS"):
        numbers_in(made.getvalue())
    with pytest.raises(BadBundle, match="not a ZIP"):
        numbers_in(b"x")


def test_the_command_prints_the_numbers(
    assessment: Assessment, author: Member, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(bundle_of(pack_of(author, assessment, now=NOW)))
    assert main(["oscal", "numbers", str(path)]) == 0
    printed = capsys.readouterr().out
    assert "open MUSTs of" in printed
    assert "acc level 3" in printed
    path.write_bytes(b"no")
    assert main(["oscal", "numbers", str(path)]) == 1


def test_only_the_own_organisation_finds_it_and_taking_it_out_is_on_record(
    assessment: Assessment, community: Community
) -> None:
    for tail in ("", "proof.pdf", "oscal.zip"):
        for name in sorted(set(PERSONAS) - {"author", "colleague", "coordinator"}):
            client = Client()
            client.force_login(community.person(name))
            assert client.get(f"/proof/{assessment.key}/{tail}").status_code == 404, (name, tail)
    client = Client()
    client.force_login(community.person("author"))
    assert client.get(f"/proof/{assessment.key}/oscal.zip")["Content-Type"] == "application/zip"
    assert TrailLine.objects.filter(act="take_out_proof").count() == 1


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "open MUST"), ("fr", "MUST"), ("de", "MUST"), ("en", "open MUST")]
)
def test_the_page_is_in_the_language_asked_for(
    assessment: Assessment, community: Community, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.setattr("port2port.proof.views.now", lambda: NOW)
    client = Client()
    client.force_login(community.person("author"))
    page = client.get(f"/proof/{assessment.key}/", {"lang": language}).content.decode()
    assert f'<div lang="{language}">' in page
    assert words in page
    assert "Safe of the PFSO" in page
    assert timezone.localdate(NOW).isoformat()[:4] in page


@pytest.mark.skipif(not makes_pdf(), reason="this machine makes no PDF")
def test_the_paper_is_a_pdf(assessment: Assessment, community: Community) -> None:
    client = Client()
    client.force_login(community.person("author"))
    answer = client.get(f"/proof/{assessment.key}/proof.pdf", {"lang": "de"})
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
