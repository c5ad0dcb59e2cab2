"""What an organisation has done and helps others with, and the buddy of an inland port."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from port2port.knowledge.access_expertise import Buddies, Expertises, coordinates
from port2port.members.member import Member
from port2port.members.models import Organisation, Seat


class Expertise(models.Model):
    """What one organisation says of itself.

    themes, controls, methods   stored codes
    offers_help                 others may ask it
    note                        one line in `language`
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    themes = models.JSONField(default=list, blank=True)
    controls = models.JSONField(default=list, blank=True)
    methods = models.JSONField(default=list, blank=True)
    offers_help = models.BooleanField(default=True)
    note = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=2)
    changed_at = models.DateTimeField()

    objects = Expertises.as_manager()

    class Meta:
        verbose_name_plural = "expertise"

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class Buddy(models.Model):
    """A larger organisation stands by an inland port: proposed by the secretariat, agreed to by both coordinators."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    small = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    helper = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    proposed_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    small_agreed_at = models.DateTimeField(null=True, blank=True)
    helper_agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Buddies.as_manager()

    class Meta:
        ordering = ["small__name", "id"]
        verbose_name_plural = "buddies"
        constraints = [
            models.UniqueConstraint(fields=["small"], condition=Q(ended_at=None), name="one_buddy_at_a_time"),
            models.CheckConstraint(condition=~Q(small=F("helper")), name="nobody_is_its_own_buddy"),
        ]

    def __str__(self) -> str:
        return f"{self.helper_id} → {self.small_id}"

    @property
    def is_agreed(self) -> bool:
        """By both."""
        return self.small_agreed_at is not None and self.helper_agreed_at is not None

    def waits_for(self, member: Member) -> bool:
        """Whether this coordinator has not agreed to it yet."""
        if not coordinates(member):
            return False
        small = self.small_id == member.organisation_id and self.small_agreed_at is None
        return small or (self.helper_id == member.organisation_id and self.helper_agreed_at is None)
