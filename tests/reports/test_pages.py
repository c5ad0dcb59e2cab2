"""The pages: who sees what, what the preview promises, what a hidden report leaves behind."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from port2port.base.clock import now
from port2port.members.models import CircleMembership
from port2port.pure.audience import Tlp
from port2port.reports.actions import Upload, answer, compose, reply, revise_report, withdraw_report
from port2port.reports.actions.filters import save_filter
from port2port.reports.fields import Readers, fields_of, readers_of_row
from port2port.reports.models import Answer, Kind, Report, SavedFilter
from tests.personas import NOW
from tests.reports.conftest import GREEN, amber, said
from tests.reports.test_publishing import replaced


@pytest.fixture
def at(client, community):
    """Sign in as a persona and ask."""

    def ask(who, name, *args, post=None, **query):
        client.force_login(community.person(who))
        address = name if name.startswith("/") else reverse(name, args=args)
        return client.get(address, query) if post is None else client.post(address, post)

    return ask


@pytest.fixture
def recent(publish):
    """Publish now, so that what counts from the present holds."""

    def publish_now(kind=Kind.INCIDENT, **more):
        if kind == Kind.ALERT:
            more.setdefault("valid_until", now() + timedelta(days=1))
        return publish(kind, now=now(), **more)

    return publish_now


def form(community, **more):
    return {
        "kind": "incident",
        "title": "Cut fence",
        "language": "en",
        "tlp": str(int(Tlp.AMBER)),
        "circles": [str(community.circles["both"].key)],
        "source_class": "partner",
        "pap": "amber",
        "key": "a-key",
    } | more


def test_a_hidden_report_answers_as_a_missing_one(at, publish):
    report = publish()

    hidden, missing = at("outsider", "reports:report", report.key), at("outsider", "reports:report", uuid4())

    assert (hidden.status_code, hidden.content) == (404, missing.content)


def test_a_hidden_report_is_in_no_list_search_or_count(at, publish):
    publish()

    for query in ({}, {"q": "tampered"}, {"kind": "incident"}, {"code": "DRG-ENT"}):
        body = at("outsider", "reports:list", **query).content.decode()
        assert "Tampered" not in body.replace("tampered", "")
        assert "0 reports" in body


def test_those_in_the_circle_find_it_by_every_filter(at, publish, community):
    publish(port=community.ports["north"])

    for query in (
        {"q": "tampered seals"},
        {"q": "rip-on"},
        {"kind": "incident"},
        {"code": "DRG-ENT"},
        {"code": "DRG-ENT-RIPON"},
        {"tlp": "amber"},
        {"severity": "high"},
        {"port": "BENOR"},
        {"org": "north"},
        {"q": "seal", "kind": "incident", "port": "BENOR"},
    ):
        assert "1 report<" in at("peer", "reports:list", **query).content.decode(), query


def test_a_filter_that_does_not_fit_finds_nothing_and_says_so(at, publish):
    publish()

    body = at("peer", "reports:list", kind="alert").content.decode()

    assert "No report matches." in body


def test_open_alerts_are_those_still_valid(at, recent, publish):
    recent(Kind.ALERT, title="Still on")
    publish(Kind.ALERT, title="Long over")

    body = at("peer", "reports:list", state="open").content.decode()

    assert "Still on" in body
    assert "Long over" not in body


def test_the_pager_goes_down_and_up_again(at, publish, monkeypatch):
    monkeypatch.setattr("port2port.reports.listing.PAGE", 2)
    for number in range(5):
        publish(title=f"Report {number}", now=NOW + timedelta(minutes=number))

    first = at("peer", "reports:list")
    second = at("peer", first.wsgi_request.path + first.context["older"])
    back = at("peer", second.wsgi_request.path + second.context["newer"])

    titles = [[row.title for row in page.context["page"].rows] for page in (first, second, back)]
    assert titles == [["Report 4", "Report 3"], ["Report 2", "Report 1"], ["Report 4", "Report 3"]]
    assert back.context["newer"] == ""


def test_a_cursor_of_another_reader_opens_the_first_page(at, publish, monkeypatch):
    monkeypatch.setattr("port2port.reports.listing.PAGE", 1)
    publish(title="Older")
    publish(title="Newer", now=NOW + timedelta(minutes=1))
    mine = at("peer", "reports:list").context["older"]

    page = at("author", "/reports/" + mine)

    assert [row.title for row in page.context["page"].rows] == ["Newer"]


def test_the_preview_names_exactly_those_who_can_then_open_it(at, community):
    preview = at("author", "reports:preview", post=form(community)).content.decode()
    at("author", "reports:new", post=form(community, do="publish", expected=expected_in(preview)))

    report = Report.objects.get()
    assert report.version == 1
    for who, name in [("peer", "Port of South"), ("client", "Forwarder"), ("outsider", "Port of East")]:
        can_open = at(who, "reports:report", report.key).status_code == 200
        assert can_open == (name in preview), who
    assert "Publish to 2 organisations" in preview


def expected_in(body):
    return body.split('name="expected" value="', 1)[1].split('"', 1)[0]


def test_the_preview_keeps_nothing(at, community):
    at("author", "reports:preview", post=form(community))

    assert not Report.objects.exists()


def test_publishing_to_others_than_those_shown_is_refused(at, community):
    preview = at("author", "reports:preview", post=form(community)).content.decode()

    wider = form(community, do="publish", expected=expected_in(preview), tlp=str(int(Tlp.GREEN)), circles=[])
    response = at("author", "reports:new", post=wider)

    assert response.status_code == 409
    assert not Report.objects.exists()


def test_without_script_the_readers_are_a_page_of_their_own(at, community):
    saved = at("author", "reports:new", post=form(community, do="share"))
    page = at("author", saved.url)
    done = at(
        "author", "reports:publish", Report.objects.get().key, post={"expected": expected_in(page.content.decode())}
    )

    assert "Port of South" in page.content.decode()
    assert done.url == Report.objects.get().get_absolute_url()
    assert Report.objects.get().version == 1


def test_the_same_form_twice_publishes_once(at, community):
    preview = at("author", "reports:preview", post=form(community)).content.decode()
    sent = form(community, do="publish", expected=expected_in(preview))

    first, second = at("author", "reports:new", post=sent), at("author", "reports:new", post=sent)

    assert first.url == second.url
    assert Report.objects.count() == 1


def test_one_key_with_other_content_is_a_conflict_in_words(at, community):
    at("author", "reports:new", post=form(community, do="keep"))

    response = at("author", "reports:new", post=form(community, do="keep", title="Other"))

    assert response.status_code == 409
    assert "already sent with other content" in response.content.decode()


@pytest.mark.parametrize("hostile", ["a\0b", "a\u202eb", "x" * 201, "a\ufff9b"])
def test_hostile_text_is_refused_in_words_and_kept_in_the_form(at, community, hostile):
    response = at("author", "reports:new", post=form(community, do="keep", title=hostile))

    assert response.status_code == 422
    assert not Report.objects.exists()


def test_markup_is_shown_as_text(at, recent):
    report = recent(title="<script>alert(1)</script>", facts='<img src=x onerror="alert(1)">')

    body = at("peer", "reports:report", report.key).content.decode()

    assert "<script>alert(1)" not in body
    assert "<img src=x" not in body
    assert "&lt;script&gt;" in body


def test_a_widening_names_who_is_added_before_anything_happens(at, recent, both, community):
    report = recent(readers=amber(both, strict=True))
    sent = form(community, title="Cut fence", version="1", tlp=str(int(Tlp.GREEN)), circles=[])

    asked = at("author", "reports:revise", report.key, post=sent)

    body = asked.content.decode()
    assert asked.status_code == 409
    assert "Port of East" in body
    assert "Port of South" not in body
    assert (
        body.index("Until now") < body.index("TLP:AMBER+STRICT") < body.index("From now on") < body.index("TLP:GREEN")
    )
    assert at("outsider", "reports:report", report.key).status_code == 404
    confirmed = body.split('name="confirmed" value="', 1)[1].split('"', 1)[0]
    done = at("author", "reports:revise", report.key, post=sent | {"confirmed": confirmed})
    assert at("outsider", done.url).status_code == 200


def test_opening_a_report_to_the_public_has_a_page_that_says_so(at, recent, community):
    report = recent(readers=Readers(tlp=Tlp.CLEAR))
    sent = form(community, title="Cut fence", version="1", tlp=str(int(Tlp.CLEAR)), circles=[], openly="on")

    asked = at("author", "reports:revise", report.key, post=sent)

    assert asked.status_code == 409
    assert "Everyone will be able to read this report, without a login" in asked.text
    assert "0 organisations" not in asked.text
    assert 'name="opens" value="yes"' in asked.text
    report.refresh_from_db()
    assert not report.is_open
    done = at("author", "reports:revise", report.key, post=sent | {"confirmed": "", "opens": "yes"})
    assert done.status_code == 302
    report.refresh_from_db()
    assert report.is_open


def test_who_had_a_withdrawn_report_sees_a_tombstone_without_content(at, recent, author):
    report = recent()
    withdraw_report(member=author, report=report, reason="Wrong container.", now=now())

    body = at("peer", "reports:report", report.key).content.decode()

    assert "Wrong container." in body
    assert "Tampered seal" not in body
    assert "seal number differs" not in body
    for address in ("reports:print", "reports:pdf"):
        assert b"seal number differs" not in at("peer", address, report.key).content
    assert at("outsider", "reports:report", report.key).status_code == 404


def test_the_list_shows_no_title_of_a_withdrawn_report(at, recent, author):
    withdraw_report(member=author, report=recent(), reason="Wrong container.", now=now())

    body = at("peer", "reports:list").content.decode()

    assert "Withdrawn report" in body
    assert "Tampered" not in body


def test_a_reader_sees_what_changed_since_its_own_first_version(at, publish, author):
    report = publish(now=now())
    at("peer", "reports:report", report.key)
    revise(author, report, title="Two tampered seals")

    body = at("peer", "reports:report", report.key).content.decode()

    assert "<del>Tampered seal on a reefer</del>" in body


def test_a_report_of_many_versions_asks_the_database_no_more_than_one_of_two(at, publish, author):
    report = publish(now=now())
    at("peer", "reports:report", report.key)

    def statements():
        at("peer", "reports:report", report.key)
        with CaptureQueriesContext(connection) as asked:
            body = at("peer", "reports:report", report.key).text
        return len(asked), body

    report = revise(author, report, title="Two tampered seals")
    two, _ = statements()
    for title in ("Three tampered seals", "Four tampered seals", "Five tampered seals"):
        report = revise(author, report, title=title)
    five, body = statements()

    assert "<del>Tampered seal on a reefer</del>" in body
    assert "<del>Four tampered seals</del>" in body
    assert five <= two


def revise(member, report, *, readers=None, confirmed=frozenset(), **more):
    return revise_report(
        member=member,
        report=report,
        said=replaced(report, **more),
        readers=readers or readers_of_row(report),
        version=report.version,
        confirmed=confirmed,
        now=now(),
    )


def test_a_later_reader_never_sees_what_earlier_readers_had(at, publish, author, both, community):
    report = publish(readers=amber(both, strict=True), facts="The name of our informer.", now=now())
    added = frozenset(community.organisations[name].pk for name in ("east", "desk"))

    revise(author, report, readers=GREEN, confirmed=added, facts="Cleaned.")

    assert "informer" not in at("outsider", "reports:report", report.key).content.decode()
    assert "informer" in at("author", "reports:report", report.key).content.decode()


def test_answers_and_coverage_are_for_the_author_alone(at, recent, peer):
    report = recent(Kind.ALERT)
    answer(member=peer, report=report, state=Answer.State.ACTED, note="Fence mended.", language="en", now=now())

    assert "1 of 2 answered" in at("author", "reports:report", report.key).content.decode()
    assert "Fence mended." in at("peer", "reports:report", report.key).content.decode()
    assert "Fence mended." not in at("client", "reports:report", report.key).content.decode()


def test_a_replier_is_a_recipient_to_others_and_named_in_an_open_circle(at, recent, peer, both):
    report = recent()
    reply(member=peer, report=report, text="Here too.", language="en", now=now())

    closed = at("client", "reports:report", report.key).content.decode()
    both.is_open = True
    both.save()

    assert "A recipient" in closed
    assert "Port of South</strong>" not in closed
    assert "Port of South</strong>" in at("author", "reports:report", report.key).content.decode()


def test_a_reader_learns_its_own_circle_and_nobody_else(at, recent, both, community):
    report = recent()
    CircleMembership.objects.create(
        circle=both, organisation=community.organisations["east"], invited_at=NOW, joined_at=NOW
    )

    body = at("outsider", "reports:report", report.key).content.decode()

    assert "It came through the circle Both." in body
    assert "Port of South" not in body


def test_the_receipt_tells_the_author_an_organisation_and_no_name(at, recent):
    report = recent()
    at("peer", "reports:report", report.key)

    body = at("author", "reports:report", report.key).content.decode()

    assert "Port of South" in body
    assert "The peer" not in body


def test_a_file_is_a_download_and_never_a_page(at, author, both):
    report = compose(
        member=author, said=said(), readers=amber(both), uploads=[Upload("notes.txt", b"Times.")], now=now()
    )
    file = report.attachments.get()

    response = at("peer", "reports:download", report.key, file.key)

    assert response.content == b"Times."
    assert response.headers["Content-Disposition"] == 'attachment; filename="notes.txt"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert at("outsider", "reports:download", report.key, file.key).status_code == 404


def test_a_file_is_found_under_its_own_report_only(at, author, both, recent):
    report = compose(
        member=author, said=said(), readers=amber(both), uploads=[Upload("notes.txt", b"Times.")], now=now()
    )
    other = recent(readers=GREEN)

    assert at("peer", "reports:download", other.key, report.attachments.get().key).status_code == 404


def test_the_pdf_is_made_or_the_print_page_says_what_is_missing(at, recent):
    response = at("peer", "reports:pdf", recent().key)

    assert response.status_code == 200
    assert response.content.startswith(b"%PDF") or b"Pango" in response.content


def test_undo_leads_back_to_the_text(at, recent):
    report = recent()

    response = at("author", "reports:undo", report.key, post={})

    draft = Report.objects.get(version=0)
    assert response.url == reverse("reports:edit", args=[draft.key])
    assert at("peer", "reports:report", report.key).status_code == 404


def test_a_saved_view_is_its_owners(at, community):
    at("peer", "reports:save_view", post={"name": "Alerts", "query": "kind=alert&cursor=x"})

    saved = SavedFilter.objects.get()
    assert saved.query == "kind=alert"
    assert "Alerts</a>" in at("peer", "reports:list").content.decode()
    assert at("author", "reports:delete_view", saved.key, post={}).status_code == 404
    at("peer", "reports:delete_view", saved.key, post={})
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(("name", "words"), [
    ("", "This field is required"), ("x" * 500, "at most"), ("Alerts\u202e", "cannot be"),
])  # fmt: skip
def test_a_view_with_a_name_that_cannot_be_kept_says_so_and_keeps_what_was_typed(at, name, words):
    response = at("peer", "reports:save_view", post={"name": name, "query": "kind=alert&cursor=x"})

    page = response.content.decode()
    assert response.status_code == 422
    assert '/reports/?kind=alert"' in page
    assert name in page
    assert 'aria-invalid="true"' in page
    assert not SavedFilter.objects.exists()


def test_a_filter_that_is_too_long_is_not_kept_cut_off(at):
    response = at("peer", "reports:save_view", post={"name": "Long", "query": "q=" + "x" * 1_000})

    assert response.status_code == 422
    assert "too long to be kept" in response.content.decode()
    assert not SavedFilter.objects.exists()


def test_one_view_too_many_is_said_in_the_form(at, peer):
    for number in range(50):
        save_filter(member=peer, name=f"View {number}", query="kind=alert", now=now())

    response = at("peer", "reports:save_view", post={"name": "One more", "query": "kind=alert"})

    assert response.status_code == 422
    assert "Fifty saved views are enough" in response.content.decode()
    assert "One more" in response.content.decode()


def test_fields_survive_a_round_through_the_form(at, publish, author, both, community):
    report = compose(
        member=author,
        said=said(
            Kind.ALERT,
            valid_until=now() + timedelta(days=2),
            controls=("SCR-02",),
            indicators=("New bolts",),
            port=community.ports["north"],
            facility=community.facilities["north"],
        ),
        readers=amber(both),
        now=now(),
    )
    page = at("author", "reports:revise", report.key)

    sent = {name: value for name, value in posted(page.context["form"]).items() if value not in (None, "")}
    at("author", "reports:revise", report.key, post=sent | {"do": "revise"})

    again = Report.objects.get(pk=report.pk)
    assert again.version == 2
    before, after = fields_of(report), fields_of(again)
    assert replaced(again, valid_until=None) == replaced(report, valid_until=None), (before, after)


def posted(form):
    values = {"kind": form.kind.value}
    for bound in form:
        value = bound.value()
        if bound.name == "port":
            value = form.before.port.slug
        elif bound.name == "facility":
            value = str(form.before.facility.key)
        elif isinstance(value, tuple):
            value = "\n".join(value)
        elif hasattr(value, "isoformat"):
            value = value.isoformat()[:16]
        elif value is False:
            value = None
        values[bound.name] = value
    return values


def test_a_red_report_shows_the_named_reader_why(at, recent, community):
    report = recent(readers=Readers(tlp=Tlp.RED, named=frozenset({community.person("peer").pk})))

    assert "You are named as a reader." in at("peer", "reports:report", report.key).content.decode()
    assert at("colleague", "reports:report", report.key).status_code == 404


def test_a_part_that_asks_again_gets_nothing_until_something_changes(at, client, recent, peer):
    report = recent()
    first = at("author", "reports:report", report.key)
    ask_again = {"HX-PTag": first.headers["HX-PTag"]}

    unchanged = client.get(report.get_absolute_url(), headers=ask_again)
    reply(member=peer, report=report, text="Here too.", language="en", now=now())
    changed = client.get(report.get_absolute_url(), headers=ask_again)

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert changed.status_code == 200


def test_the_tag_of_the_list_tells_nothing_of_hidden_reports(at, recent):
    before = at("outsider", "reports:list").headers["HX-PTag"]
    recent()

    assert at("outsider", "reports:list").headers["HX-PTag"] == before
    assert at("peer", "reports:list").headers["HX-PTag"] != before
