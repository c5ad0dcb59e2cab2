"""A proposed buddy, as news to the two coordinators who are asked to agree."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.knowledge.access_expertise import BuddyNewsSet
from port2port.knowledge.models.expertise import Buddy
from port2port.members.models import Organisation
from port2port.sharing.models import OwnNews


class BuddyNews(OwnNews):
    """One organisation is told once that it is proposed as one side of a pair."""

    news_type: ClassVar[str] = "buddy"

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    buddy = models.ForeignKey(Buddy, on_delete=models.CASCADE, related_name="news")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = BuddyNewsSet.as_manager()

    class Meta:
        verbose_name_plural = "buddy news"
        constraints = [
            models.UniqueConstraint(fields=["buddy", "organisation"], name="a_buddy_is_told_once_a_side"),
        ]

    def __str__(self) -> str:
        names = {"helper": self.buddy.helper.name, "name": self.buddy.small.name}
        return _("%(helper)s is proposed to stand by %(name)s") % names

    def get_absolute_url(self) -> str:
        """Leads on to the page of the buddies; the address itself names none."""
        return reverse("knowledge:buddy_news", args=[self.key])

    def headline(self) -> str:
        """The kind alone."""
        return _("Proposed buddy")
