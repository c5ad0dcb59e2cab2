from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection

from port2port.reports.models import Report
from port2port.reports.models.marks import KINDS, LABELS, LANGUAGES, SEVERITIES, SUBSTANCES
from port2port.reports.models.report import Kind, Severity
from port2port.sharing import audience_index
from port2port.sharing.actions import publish
from port2port.sharing.audience_index import entries_of
from port2port.vocabulary import lookup
from tests.personas import NOW, Community


def _publish(community: Community, number: int, **fields: object) -> Report:
    author = community.member("author")
    at = NOW + timedelta(minutes=number)
    report = Report.objects.create(
        originator_id=author.organisation_id,
        author_id=author.person_id,
        language="en",
        title=f"Report {number}",
        made_at=at,
        changed_at=at,
        valid_until=at + timedelta(days=2),
        answer_by=at + timedelta(days=2),
        what_to_do="Look.",
        **{"kind": "incident", "tlp": 1} | fields,
    )
    publish(record=report, member=author, now=at)
    return report


@pytest.mark.parametrize("kind", KINDS)
def test_every_marked_facet_of_a_report_is_in_its_marks(community: Community, kind: str) -> None:
    floor = kind in {"alert", "bulletin"}
    report = _publish(
        community, 1, kind=kind, severity="low", substance="heroin", port=community.ports["north"], for_floor=floor
    )

    marked = {facet: Report.mark(facet) for facet in report.facets()}

    assert {facet for facet, mark in marked.items() if mark} >= {f"kind:{kind}", "port:BENOR", "org:north"}
    assert all(report.marks() & mark[0] == mark[1] for mark in marked.values() if mark)


def test_words_of_the_marks_are_those_of_the_forms() -> None:
    assert set(KINDS) == set(Kind.values)
    assert set(SEVERITIES) == set(Severity.values)
    assert len(LABELS) == 5
    assert set(LANGUAGES) == {"nl", "fr", "de", "en"}
    assert set(SUBSTANCES) <= {term.value for term in lookup.facets("substance")}


def test_several_filters_at_once_find_the_same_as_one_after_the_other(community: Community) -> None:
    wanted = [["kind:alert"], ["port:BENOR", "port:BESOU"], ["code:INT-TRES", "code:CYB"], ["severity:high"]]
    for number, (kind, port, code, severity) in enumerate(
        (kind, port, code, severity)
        for kind in ("alert", "incident")
        for port in ("north", "east")
        for code in ("INT-TRES", "CYB-PHISH", "DRN-SPY")
        for severity in ("high", "low")
    ):
        _publish(community, number, kind=kind, port=community.ports[port], methods=[code], severity=severity)

    found = audience_index.newest(Report, community.member("peer"), groups=wanted)

    by_row = [
        report.pk
        for report in Report.objects.order_by("-published_at")
        if all(set(group) & report.facets() for group in wanted)
    ]
    assert [place.record_id for place in found] == by_row
    assert len(by_row) == 2
    assert audience_index.count_up_to(Report, community.member("peer"), groups=wanted) == 2


@pytest.mark.parametrize("cap", [1, 5, 11, 12, 20, 1000])
def test_a_capped_count_is_exact_up_to_one_more_than_the_cap(community: Community, cap: int) -> None:
    for number in range(12):
        _publish(community, number, tlp=number % 2)

    assert audience_index.count_up_to(Report, community.member("peer"), cap=cap) == min(12, cap + 1)


def test_a_code_and_a_port_are_filed_as_one_word_by_publishing_and_by_the_migration_alike(
    community: Community,
) -> None:
    report = _publish(community, 1, port=community.ports["north"], methods=["INT-TRES"])
    filed = set(entries_of(report).values_list("token", "facet", "at_us", "first_us", "marks"))
    pairs = {entry for entry in filed if "|" in entry[1]}
    assert {facet for _, facet, *_ in pairs} == {"code:INT|port:BENOR", "code:INT-TRES|port:BENOR"}

    entries_of(report).filter(facet__contains="|").delete()
    with connection.cursor() as cursor:
        cursor.execute(import_module("port2port.sharing.migrations.0006_pairs").PAIRS)

    assert set(entries_of(report).values_list("token", "facet", "at_us", "first_us", "marks")) == filed


def test_a_port_whose_name_is_too_long_for_a_pair_is_found_all_the_same(community: Community) -> None:
    port = community.ports["north"]
    port.locode, port.slug = "", "a-quay-with-a-very-long-name-beside-the-lock"
    port.save()
    report = _publish(community, 1, port=port, methods=["INT-TRES"])
    _publish(community, 2, port=community.ports["east"], methods=["INT-TRES"])

    found = audience_index.newest(
        Report, community.member("peer"), groups=[[f"port:{port.slug}"], ["code:INT-TRES", "code:CYB"]]
    )

    assert [place.record_id for place in found] == [report.pk]
