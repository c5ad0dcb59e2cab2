"""The tags of the look."""

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from port2port.base.templatetags import ui
from port2port.pure.audience import Tlp

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def drawn(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize("label", list(Tlp))
@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_a_tlp_label_is_literal_in_every_language(label: Tlp, language: str):
    with translation.override(language):
        html = drawn("{% tlp label %}", label=label)

    assert f">{label.label}</span>" in html
    assert 'translate="no"' in html


@pytest.mark.parametrize("written", [3, Tlp.AMBER_STRICT, "amber+strict", "AMBER_STRICT", "TLP:AMBER+STRICT"])
def test_a_label_is_understood_however_it_is_written(written: object):
    assert ui.tlp_of(written) is Tlp.AMBER_STRICT


@pytest.mark.parametrize("written", ["", "TLP:PURPLE", 9, None])
def test_a_label_that_is_none_is_refused(written: object):
    with pytest.raises((KeyError, ValueError)):
        ui.tlp_of(written)


@pytest.mark.parametrize("code", ["critical", "high", "medium", "low", "information"])
def test_severity_is_word_shape_and_colour(code: str):
    html = drawn("{% severity code %}", code=code)

    assert f"chip--{code}" in html
    assert ui.SHAPES[code] in html
    assert ui.severity_word(code) in html


def test_an_unknown_severity_stands_for_itself_and_is_escaped():
    assert drawn("{% severity code %}", code="<b>") == '<span class="chip">&lt;b&gt;</span>'


def test_a_level_names_its_scheme():
    assert "ISPS 2" in drawn('{% level "isps" 2 %}')


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=4), "4 min ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=47), "47 hours ago"),
        (timedelta(hours=48), "2 days ago"),
        (timedelta(days=90), "3 months ago"),
        (timedelta(days=800), "2 years ago"),
    ],
)
def test_age_is_said_in_the_largest_unit_that_fits(span: timedelta, words: str):
    assert ui.age_words(span) == words


def test_an_age_carries_the_exact_moment_with_its_zone():
    html = drawn("{% age moment %}", moment=NOW - timedelta(minutes=4), now=NOW)

    assert 'datetime="2026-03-02T09:26:00+00:00"' in html
    assert 'title="2 Mar 2026, 10:26 CET"' in html
    assert ">4 min ago<" in html


def test_a_moment_to_come_is_said_exactly():
    assert "2 Mar 2026, 11:30 CET" in drawn("{% age moment %}", moment=NOW + timedelta(hours=1), now=NOW)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=36500)))
def test_every_age_has_words(span: timedelta):
    assert ui.age_words(span)


class Example(forms.Form):
    title = forms.CharField(help_text="What happened")
    note = forms.CharField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    sure = forms.BooleanField(required=False)
    hidden = forms.CharField(widget=forms.HiddenInput)


def test_a_field_ties_its_label_hint_and_error_to_the_input():
    form = Example(data={})

    html = drawn("{% field form.title %}", form=form)

    assert '<label class="field__label" for="id_title">' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert html.index("<input") < html.index("id_title_error")


def test_an_optional_field_says_so_and_a_required_one_does_not():
    assert "(optional)" in drawn("{% field form.note %}", form=Example())
    assert "(optional)" not in drawn("{% field form.title %}", form=Example())


def test_radio_buttons_stand_in_a_fieldset_with_a_legend():
    html = drawn("{% field form.kind %}", form=Example())

    assert "<fieldset" in html
    assert "<legend>Kind</legend>" in html


def test_a_refused_form_lists_what_to_mend_with_links():
    form = Example(data={})

    html = drawn("{% form_errors form %}", form=form)

    assert 'role="alert"' in html
    assert 'href="#id_title"' in html
    assert "3 things to mend" in html


def test_a_form_without_faults_has_no_summary():
    assert drawn("{% form_errors form %}", form=Example()) == ""


def test_what_people_write_is_escaped_in_a_field():
    form = Example(data={"title": '"><script>alert(1)</script>'})

    assert "<script>" not in str(form)


def test_sorting_starts_at_the_first_page_and_turns_around():
    request = RequestFactory().get("/", {"kind": "alert", "sort": "age", "cursor": "abc"})

    html = drawn('{% sort_link "age" "Age" %}', request=request)

    assert 'href="?kind=alert&amp;sort=-age"' in html
    assert "sorted ascending" in html


def test_one_filter_is_taken_away_and_the_others_stay():
    request = RequestFactory().get("/?port=BEANR&port=BEZEE&kind=alert&cursor=x")

    assert drawn('{% without "port" "BEANR" %}', request=request) == "?port=BEZEE&amp;kind=alert"
    assert drawn('{% without "kind" %}', request=request) == "?port=BEANR&amp;port=BEZEE"


def test_an_icon_is_silent_to_a_screen_reader():
    html = drawn('{% icon "menu" %}')

    assert 'aria-hidden="true"' in html
    assert "style=" not in html
