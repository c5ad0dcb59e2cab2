from datetime import timedelta

from port2port.reports.models import Report
from port2port.sharing.actions import publish, record_opening, undo
from tests.personas import NOW, Community


def test_an_undone_red_report_is_known_only_to_who_opened_it(community: Community) -> None:
    author = community.member("author")
    report = Report.objects.create(
        originator_id=author.organisation_id,
        author_id=author.person_id,
        kind="incident",
        title="Named",
        language="en",
        tlp=4,
        made_at=NOW,
        changed_at=NOW,
    )
    report.named.set([community.person("peer"), community.person("outsider")])
    publish(record=report, member=author, now=NOW)
    record_opening(record=report, member=community.member("peer"), now=NOW + timedelta(seconds=2))

    undo(record=report, member=author, now=NOW + timedelta(seconds=5))

    who = {
        name
        for name in ("author", "peer", "outsider", "colleague")
        if Report.objects.visible_to(community.member(name)).filter(pk=report.pk).exists()
    }
    assert who == {"author", "peer"}
