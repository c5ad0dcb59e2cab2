"""A select is drawn by the house, as Django would draw it."""

from django import forms


class Choice(forms.Form):
    port = forms.ChoiceField(
        choices=[("", "All"), ("<x>", 'A "B" & C'), ("Group", [("g1", "One"), ("g2", "Two")])],
        widget=forms.Select(attrs={"data-x": "<&>", "autofocus": True, "hidden": False}),
    )
    many = forms.MultipleChoiceField(choices=[("1", "One"), ("2", "Two")], widget=forms.SelectMultiple)


def squeezed(html: str) -> str:
    return "".join(line.strip() for line in html.splitlines())


def test_it_says_what_djangos_own_template_says():
    from django.forms.renderers import DjangoTemplates

    form = Choice({"port": "<x>", "many": ["2"]})

    for name in ("port", "many"):
        ours = str(form[name].as_widget())
        form.renderer, theirs = DjangoTemplates(), ""
        theirs = str(form[name].as_widget())
        form.renderer = forms.renderers.get_default_renderer()

        assert squeezed(ours) == squeezed(theirs)


def test_what_stands_in_it_cannot_leave_it():
    html = str(Choice({"port": "<x>"})["port"])

    assert "<x>" not in html
    assert "&lt;x&gt;" in html
