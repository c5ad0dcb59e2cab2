"""Forms about organisations, contacts and facilities."""

from django import forms
from django.utils.translation import gettext_lazy as _

from port2port.members.actions.organisations import Profile, Reach, Site
from port2port.members.forms.shared import language_field
from port2port.members.member import Member, Standing
from port2port.members.models import Contact, Facility, Organisation, Port


class DirectorySearch(forms.Form):
    """The directory's filter."""

    q = forms.CharField(
        required=False, max_length=100, label=_("Name"), widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(
        required=False, label=_("Kind"), choices=[("", _("All kinds")), *Organisation.Kind.choices]
    )


class PortSearch(forms.Form):
    """The filter of the list of ports."""

    q = forms.CharField(
        required=False, max_length=100, label=_("Name or UN/LOCODE"), widget=forms.TextInput(attrs={"type": "search"})
    )
    where = forms.ChoiceField(
        required=False, label=_("Where"), choices=[("", _("Everywhere")), *Port.Geography.choices]
    )


class ProfileForm(forms.Form):
    """What an organisation says about itself."""

    name = forms.CharField(max_length=200, label=_("Name"))
    short_name = forms.CharField(required=False, max_length=40, label=_("Short name"))
    language = language_field()
    website = forms.URLField(required=False, max_length=200, label=_("Website"), assume_scheme="https")
    about = forms.CharField(required=False, max_length=2000, label=_("About"), widget=forms.Textarea(attrs={"rows": 4}))

    def profile(self) -> Profile:
        """The cleaned fields as one value."""
        given = self.cleaned_data
        return Profile(
            name=given["name"],
            short_name=given["short_name"],
            language=given["language"],
            about=given.get("about", ""),
            website=given.get("website", ""),
        )


class ContactForm(forms.Form):
    """How the organisation is reached."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Contact.Kind.choices)
    role = forms.CharField(max_length=120, label=_("Role"), help_text=_("A role, not a name"))
    phone = forms.CharField(required=False, max_length=40, label=_("Telephone"))
    email = forms.EmailField(required=False, max_length=254, label=_("E-mail"))
    around_the_clock = forms.BooleanField(required=False, label=_("Answers day and night, every day"))

    def clean(self) -> dict[str, object]:
        """A contact can be reached by something."""
        given = super().clean() or {}
        if not given.get("phone") and not given.get("email"):
            raise forms.ValidationError(_("Give a telephone number or an e-mail address."))
        return given

    def reach(self) -> Reach:
        """The cleaned fields as one value."""
        return Reach(**self.cleaned_data)


class ContactCheckForm(forms.Form):
    """What came of trying a contact."""

    result = forms.CharField(required=False, max_length=200, label=_("What came of it"))


class FacilityForm(forms.Form):
    """A terminal, quay, lock or gate."""

    port = forms.ModelChoiceField[Port](queryset=None, label=_("Port"), to_field_name="slug")
    name = forms.CharField(max_length=160, label=_("Name"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Facility.Kind.choices)
    isps = forms.ChoiceField(label=_("Standing in ISPS law"), choices=Facility.Isps.choices)
    imo_number = forms.CharField(required=False, max_length=20, label=_("IMO port facility number"))
    is_active = forms.BooleanField(required=False, initial=True, label=_("In use"))

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        port = self.fields["port"]
        if isinstance(port, forms.ModelChoiceField):
            port.queryset = Port.objects.visible_to(member)

    def site(self) -> Site:
        """The cleaned fields as one value."""
        return Site(**{name: value for name, value in self.cleaned_data.items() if name != "port"})


class AdmissionForm(ProfileForm):
    """An organisation that the secretariat admits, and who is to run it."""

    field_order = ["name", "short_name", "kind", "standing", "language", "parent", "website", "email", "person"]
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[choice for choice in Organisation.Kind.choices if choice[0] != Organisation.Kind.SECRETARIAT],
    )
    standing = forms.ChoiceField(
        label=_("Standing"),
        choices=[choice for choice in Organisation.Standing.choices if choice[0] != Standing.CLIENT],
        help_text=_("A guest is a company with a concern: it sees its own concern and what is TLP:CLEAR."),
    )
    parent = forms.ModelChoiceField[Organisation](
        queryset=None, required=False, label=_("Part of"), empty_label=_("No other organisation"), to_field_name="slug"
    )
    email = forms.EmailField(max_length=254, label=_("E-mail of the first coordinator"))
    person = forms.CharField(required=False, max_length=120, label=_("Name of the first coordinator"))

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        del self.fields["about"]
        parent = self.fields["parent"]
        if isinstance(parent, forms.ModelChoiceField):
            parent.queryset = Organisation.objects.visible_to(member).active_members()


class ClientForm(forms.Form):
    """A client that the own organisation names."""

    name = forms.CharField(max_length=200, label=_("Name of the company"))
    language = language_field()
    email = forms.EmailField(max_length=254, label=_("E-mail of its coordinator"))
    person = forms.CharField(required=False, max_length=120, label=_("Name of its coordinator"))


class KnownClientForm(forms.Form):
    """A company that is another member's client already."""

    code = forms.UUIDField(
        label=_("Code of the company"), help_text=_("The company finds it on its own page and gives it to you.")
    )


class FirstCoordinatorForm(forms.Form):
    """Who is to run an organisation that has no coordinator."""

    email = forms.EmailField(max_length=254, label=_("E-mail"))
    person = forms.CharField(required=False, max_length=120, label=_("Name"))
    language = language_field()
