"""Organisations, ports, facilities and the waterways between them."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from port2port.members.access import Clientships, Contacts, Facilities, Organisations, Ports, Waterways
from port2port.members.member import Standing as StandingValue


class Organisation(models.Model):
    """A partner of the cooperation: member, client of a member, or guest."""

    class Kind(models.TextChoices):
        PORT = "port", _("Port authority")
        WATERWAY = "waterway", _("Waterway manager")
        OPERATOR = "operator", _("Terminal operator")
        COMPANY = "company", _("Company")
        POLICE = "police", _("Police")
        CUSTOMS = "customs", _("Customs")
        AUTHORITY = "authority", _("Authority")
        SECRETARIAT = "secretariat", _("Secretariat")

    class Standing(models.TextChoices):
        MEMBER = StandingValue.MEMBER.value, _("Member")
        CLIENT = StandingValue.CLIENT.value, _("Client")
        GUEST = StandingValue.GUEST.value, _("Guest")

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        ACTIVE = "active", _("Active")
        LEFT = "left", _("Left")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    standing = models.CharField(max_length=10, choices=Standing)
    state = models.CharField(max_length=10, choices=State, default=State.INVITED)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    language = models.CharField(max_length=2, default="en")
    about = models.TextField(blank=True, max_length=2000)
    website = models.URLField(blank=True)
    admitted_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = Organisations.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind="secretariat") & ~Q(state="left"),
                name="one_secretariat",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="organisation_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name


class Clientship(models.Model):
    """A client of a member: named by the member's coordinator, accepted by the client's own."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    client = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="clientships")
    member = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="clients")
    named_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Clientships.as_manager()

    class Meta:
        ordering = ["named_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "member"], condition=Q(ended_at=None), name="one_open_clientship_a_pair"
            ),
            models.CheckConstraint(condition=~Q(client=F("member")), name="nobody_is_its_own_client"),
        ]

    def __str__(self) -> str:
        return f"{self.client} → {self.member}"


class Contact(models.Model):
    """How an organisation is reached, day and night, and when that was last tried."""

    class Kind(models.TextChoices):
        DUTY = "duty", _("Duty number, 24/7")
        SECURITY = "security", _("Security office")
        CYBER = "cyber", _("Cyber security")
        GENERAL = "general", _("General")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=10, choices=Kind)
    role = models.CharField(max_length=120, help_text=_("A role, not a name"))
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    around_the_clock = models.BooleanField(default=False)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_result = models.CharField(max_length=200, blank=True)

    objects = Contacts.as_manager()

    class Meta:
        ordering = ["organisation", "-around_the_clock", "kind", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(phone="") | ~Q(email=""), name="contact_has_phone_or_email"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.role}"


class Waterway(models.Model):
    """A river, canal or sea that links ports."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    manager = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="waterways"
    )

    objects = Waterways.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Port(models.Model):
    """A port or inland place; where it lies and its standing in ISPS law are two separate facts."""

    class Geography(models.TextChoices):
        SEA = "sea", _("Sea")
        INLAND = "inland", _("Inland")
        BOTH = "sea+inland", _("Sea and inland")
        OTHER = "other", _("Other place")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    locode = models.CharField(max_length=5, blank=True, help_text=_("UN/LOCODE"))
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    coordinates_note = models.CharField(max_length=400, blank=True)
    geography = models.CharField(max_length=12, choices=Geography)
    is_isps_port_in_belgian_law = models.BooleanField(default=False)
    managing_body = models.CharField(max_length=200, blank=True)
    manager = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="ports")
    waterways = models.ManyToManyField(Waterway, blank=True, related_name="ports")
    is_partner = models.BooleanField(default=False)

    objects = Ports.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["locode"], condition=~Q(locode=""), name="one_port_a_locode"),
        ]

    def __str__(self) -> str:
        return self.name


class Facility(models.Model):
    """A terminal, quay, lock or gate of one organisation in one port."""

    class Kind(models.TextChoices):
        TERMINAL = "terminal", _("Terminal")
        QUAY = "quay", _("Quay")
        LOCK = "lock", _("Lock")
        WAREHOUSE = "warehouse", _("Warehouse")
        DEPOT = "depot", _("Depot")
        OFFICE = "office", _("Office")

    class Isps(models.TextChoices):
        INSIDE = "inside", _("ISPS port facility")
        OUTSIDE = "outside", _("Outside ISPS")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="facilities")
    port = models.ForeignKey(Port, on_delete=models.PROTECT, related_name="facilities")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=Kind)
    isps = models.CharField(max_length=8, choices=Isps)
    imo_number = models.CharField(max_length=20, blank=True, help_text=_("IMO port facility number"))
    is_active = models.BooleanField(default=True)

    objects = Facilities.as_manager()

    class Meta:
        ordering = ["port", "name"]
        verbose_name_plural = "facilities"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "port", "name"], name="one_facility_a_name_and_port"),
        ]

    def __str__(self) -> str:
        return self.name
