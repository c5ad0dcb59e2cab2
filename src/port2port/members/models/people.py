"""People, the seats they act in, service accounts and their tokens."""

from uuid import uuid4

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from port2port.members.access import Invitations, Seats, ServiceAccounts, Tokens
from port2port.members.member import Function as FunctionValue
from port2port.members.models.organisations import Facility, Organisation, Port
from port2port.members.purposes import purpose_words


class Function(models.TextChoices):
    GUARD = FunctionValue.GUARD.value, _("Guard")
    OFFICER = FunctionValue.OFFICER.value, _("Security officer")
    ANALYST = FunctionValue.ANALYST.value, _("Analyst")
    COORDINATOR = FunctionValue.COORDINATOR.value, _("Coordinator")
    TRAINER = FunctionValue.TRAINER.value, _("Trainer")
    SECRETARIAT = FunctionValue.SECRETARIAT.value, _("Secretariat")
    AUDITOR = FunctionValue.AUDITOR.value, _("Auditor")
    OPERATOR = FunctionValue.OPERATOR.value, _("Operator")


class Person(AbstractUser):
    """A login. What it may do is said by its seats, never here."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120, help_text=_("Shown inside your own organisation"))
    language = models.CharField(max_length=2, blank=True)
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    shortcuts = models.BooleanField(default=True)
    active_seat = models.ForeignKey("Seat", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    looked_at = models.DateTimeField(null=True, blank=True)

    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or self.username


class Seat(models.Model):
    """One function of one person in one organisation; its scope is the organisation, a port or a facility."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seats")
    function = models.CharField(max_length=12, choices=Function)
    port = models.ForeignKey(Port, on_delete=models.PROTECT, null=True, blank=True)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, blank=True)
    title = models.CharField(max_length=120, blank=True)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Seats.as_manager()

    class Meta:
        ordering = ["organisation", "function", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(port=None) | Q(facility=None), name="seat_scope_is_organisation_port_or_facility"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_function_display()}, {self.organisation}"

    @property
    def is_open(self) -> bool:
        """True until the seat is ended."""
        return self.ended_at is None

    @property
    def role(self) -> str:
        """The role as it stands on the door, else the function; never a name."""
        return self.title or str(self.get_function_display())


class ServiceAccount(models.Model):
    """A machine that acts for an organisation; it sees RED only where it is itself named, which is never by default."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="service_accounts")
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=12, choices=Function, default=Function.OFFICER)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ServiceAccounts.as_manager()

    class Meta:
        ordering = ["organisation", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(ended_at=None), name="one_open_service_account_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Token(models.Model):
    """A secret for machines, bound to one seat or one service account; only its SHA-256 is kept."""

    class Scope(models.TextChoices):
        READ = "read", _("Read by the API")
        WRITE = "write", _("Read and write by the API")
        FEED = "feed", _("Read feeds")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, null=True, blank=True, related_name="tokens")
    service = models.ForeignKey(ServiceAccount, on_delete=models.CASCADE, null=True, blank=True, related_name="tokens")
    label = models.CharField(max_length=120)
    scope = models.CharField(max_length=6, choices=Scope)
    # Which feed it opens; a token for feeds that was made before there were purposes has none and opens nothing.
    purpose = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = Tokens.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seat=None, service__isnull=False) | Q(seat__isnull=False, service=None),
                name="token_is_of_a_seat_or_a_service_account",
            ),
            models.CheckConstraint(condition=Q(scope="feed") | Q(purpose=""), name="only_a_feed_token_has_a_purpose"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def can(self) -> str:
        """What it opens, in the reader's language."""
        return purpose_words(self.purpose) if self.scope == self.Scope.FEED else str(self.get_scope_display())


class Invitation(models.Model):
    """A seat offered to an address; the link works once, seven days."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, default="en")
    function = models.CharField(max_length=12, choices=Function)
    port = models.ForeignKey(Port, on_delete=models.PROTECT, null=True, blank=True)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    # True when the link went out by mail only, so that who opens it has shown to own the address.
    is_mailed = models.BooleanField(default=False)
    invited_by = models.ForeignKey(Seat, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = Invitations.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.email}, {self.get_function_display()}"
