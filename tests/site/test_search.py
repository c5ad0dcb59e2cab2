"""One box over everything that the reader may see, in any of the four languages, with slips of the fingers."""

import re

import pytest
from django.db import connection
from django.test import Client

from port2port.duties.actions.promises import Promise, promise
from port2port.members.member import Member
from port2port.pure.audience import Tlp
from port2port.reports.actions import compose, withdraw_report
from port2port.reports.fields import Readers
from port2port.reports.models import Kind
from port2port.sharing.models import SearchEntry
from port2port.sharing.reindexing import index_all
from port2port.site.searching.finding import Found, meant, search_everything
from tests.personas import NOW, Community
from tests.reports.conftest import GREEN, amber, said


def found(text: str, member: Member, **more: str) -> Found:
    return search_everything(text, member=member, now=NOW, **more)


def titles(text: str, member: Member, place: str = "reports") -> list[str]:
    answers = {one.place.name: one.hits.hits for one in found(text, member).answers}
    return [re.sub("<.*?>", "", one.title) for one in answers.get(place, [])]


@pytest.fixture
def published(author: Member):
    def one(title: str, *, language: str = "en", readers: Readers = GREEN, member: Member = author, **more: object):
        words = said(Kind.INCIDENT, title=title, language=language, methods=("OTH-WASTE",), facts="", **more)
        return compose(member=member, said=words, readers=readers, now=NOW)

    return one


def test_a_word_finds_what_says_the_same_in_another_language(published, author: Member) -> None:
    published("Effet de déplacement vers les quais fluviaux", language="fr")
    published("Nothing of the kind")
    # The glossary says that the two mean the same; the accent may be left out.
    assert titles("waterbedeffect", author) == ["Effet de déplacement vers les quais fluviaux"]
    assert titles("effet de deplacement", author) == ["Effet de déplacement vers les quais fluviaux"]


def test_who_says_it_in_the_title_comes_first_and_who_says_some_of_it_where_none_says_all(
    published, author: Member
) -> None:
    published("Reefer opened at the quay")
    published("Reefer", place="quay")
    assert titles("reefer quay", author) == ["Reefer opened at the quay", "Reefer"]
    assert titles("how was the reefer opened by whales", author) == ["Reefer opened at the quay", "Reefer"]


def test_what_is_hidden_is_not_found_counted_or_suggested(
    published, community: Community, author: Member, peer: Member, outsider: Member
) -> None:
    published("Quagmire behind the silo", readers=amber(community.circles["both"]))
    named = Readers(tlp=Tlp.RED, named=frozenset({community.person("peer").pk}))
    published("Zeppelin over the lock", readers=named)

    assert titles("quagmire", peer) == ["Quagmire behind the silo"]
    assert found("quagmire", outsider) == Found("quagmire", [])
    # A slip is put right by what the reader sees, never by a title that is hidden from it.
    assert meant("quagmier", member=peer) == "quagmire"
    assert meant("quagmier", member=outsider) == meant("zepelin", member=outsider) == ""
    assert meant("zepelin", member=peer) == "zeppelin"


def test_a_slip_of_the_fingers_still_finds_and_the_page_says_so(
    published, client: Client, community: Community, author: Member
) -> None:
    published("Container behind the silo")
    assert found("contianer silo", author).instead == "container silo"
    client.force_login(community.person("author"))
    page = client.get("/search/", {"q": "contianer silo"}).content.decode()
    assert "contianer silo" in page
    assert "<mark>Container</mark> behind the <mark>silo</mark>" in page


def test_hostile_words_stay_words(published, client: Client, community: Community, author: Member) -> None:
    published("<b>bold</b> & <script>alert(1)</script> container")
    client.force_login(community.person("author"))
    for q in ("container <script>", "alert \x00 ' OR 1=1 --", '"', "*" * 500, "container " * 400):
        answer = client.get("/search/", {"q": q})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
    assert "&lt;b&gt;<mark>bold</mark>" in client.get("/search/", {"q": "bold"}).content.decode()


def test_a_withdrawn_report_is_found_no_more(published, author: Member) -> None:
    report = published("Quagmire")
    withdraw_report(member=author, report=report, reason="Wrong", now=NOW)
    assert titles("quagmire", author) == []


def test_actions_names_and_terms_have_groups_of_their_own(
    community: Community, author: Member, outsider: Member
) -> None:
    promise(member=author, wish=Promise("Mend the gangway light", NOW.date(), "en"), now=NOW)
    assert titles("gangway", author, "actions") == ["Mend the gangway light"]
    assert titles("gangway", outsider, "actions") == []
    assert titles("nort", author, "directory") == ["Port of North", "North", "Quay north"]
    assert "waste" in " ".join(titles("OTH-WASTE", author, "vocabulary"))
    only = found("north", author, place="directory")
    assert {one.place.name for one in only.answers} == {"directory"}


def test_what_an_older_version_filed_is_found_once_it_is_filed_anew(published, author: Member) -> None:
    published("Older one about whales")
    published("Newer one about whales")
    for entry in SearchEntry.objects.all():
        with connection.cursor() as cursor:
            column = "rowid" if connection.vendor == "sqlite" else "id"
            cursor.execute(f"DELETE FROM sharing_searchwords WHERE {column} = %s", [entry.pk])
    assert titles("whales", author) == []

    assert index_all() == 2
    assert index_all() == 2
    assert titles("whales", author) == ["Newer one about whales", "Older one about whales"]
