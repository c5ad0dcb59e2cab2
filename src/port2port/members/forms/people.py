"""Forms about people, seats, tokens and the own account."""

from datetime import timedelta

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.functional import lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from port2port.members.actions.people import Newcomer, Offer
from port2port.members.forms.shared import ScopeForm, functions_given_by, language_field
from port2port.members.member import Function, Member
from port2port.members.models import Person, Token
from port2port.members.purposes import purposes

LIVES = [("30", _("30 days")), ("90", _("90 days")), ("180", _("180 days")), ("365", _("One year"))]


def _advice() -> str:
    # The validators' list is an HTML list of their own words, none of them typed by a person.
    return SafeString(password_validators_help_text_html())


class InvitationForm(ScopeForm):
    """A seat offered to an address."""

    field_order = ["email", "name", "language", "function", "port", "facility"]
    email = forms.EmailField(max_length=254, label=_("E-mail"))
    name = forms.CharField(required=False, max_length=120, label=_("Name"))
    language = language_field()
    function = forms.ChoiceField(label=_("Function"))

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, member=member, **kwargs)
        del self.fields["title"]
        function = self.fields["function"]
        if isinstance(function, forms.ChoiceField):
            function.choices = functions_given_by(member)

    def offer(self) -> Offer:
        """The cleaned fields as one value."""
        given = dict(self.cleaned_data)
        return Offer(function=Function(given.pop("function")), **given)


class NewcomerForm(forms.Form):
    """Who somebody is that accepts an invitation."""

    name = forms.CharField(max_length=120, label=_("Your name"), help_text=_("Shown inside your own organisation"))
    username = forms.RegexField(
        r"^[\w.@+-]+$", max_length=60, label=_("Login name"), widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    language = language_field()
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=lazy(_advice, str)(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def newcomer(self) -> Newcomer:
        """The cleaned fields as one value."""
        return Newcomer(**self.cleaned_data)


class AccountForm(forms.Form):
    """What a person chooses about the own login."""

    name = forms.CharField(max_length=120, label=_("Name"), help_text=_("Shown inside your own organisation"))
    language = language_field()
    theme = forms.ChoiceField(label=_("Light and dark"), choices=Person.Theme.choices)
    shortcuts = forms.BooleanField(
        required=False, label=_("Single keys lead somewhere: / to search, g n to Now, g r to the reports")
    )


class TokenForm(forms.Form):
    """A token as it is asked for."""

    label = forms.CharField(max_length=120, label=_("What it is for"))
    scope = forms.ChoiceField(label=_("It can"))
    days = forms.ChoiceField(label=_("It ends after"), choices=LIVES, initial="180")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        scope = self.fields["scope"]
        if isinstance(scope, forms.ChoiceField):
            of_the_api = [one for one in Token.Scope.choices if one[0] != Token.Scope.FEED]
            scope.choices = [*of_the_api, *((f"feed:{name}", words) for name, words in purposes().items())]

    def scope_and_purpose(self) -> tuple[str, str]:
        """What the token opens; the purpose is empty but for feeds."""
        scope, _sep, purpose = self.cleaned_data["scope"].partition(":")
        return scope, purpose

    def life(self) -> timedelta:
        """How long the token is to live."""
        return timedelta(days=int(self.cleaned_data["days"]))


class ServiceAccountForm(forms.Form):
    """A machine of the own organisation."""

    name = forms.CharField(max_length=120, label=_("Name"))
    function = forms.ChoiceField(label=_("It acts as"))

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        function = self.fields["function"]
        if isinstance(function, forms.ChoiceField):
            function.choices = [one for one in functions_given_by(member) if one[0] != Function.COORDINATOR]
