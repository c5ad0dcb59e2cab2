from django.http import QueryDict
from django.utils import translation

from port2port.reports.forms.filters import FilterBar
from tests.personas import Community


def drawn(community: Community, query: str, *, seat: str = "peer") -> str:
    bar = FilterBar(QueryDict(query), member=community.member(seat))
    return "".join([*bar.first, *bar.more])


def test_what_is_chosen_stands_chosen_and_only_for_who_chose_it(community: Community) -> None:
    chosen = '<option value="north" selected>'

    assert chosen in drawn(community, "org=north&kind=alert")
    assert chosen not in drawn(community, "kind=alert")
    assert '<option value="alert" selected>' in drawn(community, "org=north&kind=alert")


def test_each_language_has_its_own_words(community: Community) -> None:
    with translation.override("nl"):
        dutch = drawn(community, "kind=alert")
    with translation.override("en"):
        english = drawn(community, "kind=alert")

    assert "Alle havens" in dutch
    assert "All ports" in english


def test_what_is_no_choice_chooses_the_first_one(community: Community) -> None:
    assert drawn(community, "kind=nonsense&code=ZZZ&org=nobody&tlp=9") == drawn(community, "")


def test_words_of_the_search_are_escaped(community: Community) -> None:
    assert 'value="&quot;&gt;&lt;script&gt;"' in drawn(community, "q=%22%3E%3Cscript%3E")


def test_a_reader_is_offered_the_organisations_they_know_after_one_who_knows_others(community: Community) -> None:
    member, guest = drawn(community, "", seat="peer"), drawn(community, "", seat="guest")

    assert '<option value="south"' in member
    assert '<option value="south"' not in guest
