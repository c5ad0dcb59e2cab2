"""That a result waits for an organisation's approval, as news to the seats that give it."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.members.models import Organisation
from port2port.sharing.models import OwnNews
from port2port.studies.access import ApprovalNewsSet
from port2port.studies.models.results import Widening


class ApprovalNews(OwnNews):
    """One lender is told once of one proposal; of which study, its page says."""

    news_type: ClassVar[str] = "approval"

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    widening = models.ForeignKey(Widening, on_delete=models.CASCADE, related_name="news")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = ApprovalNewsSet.as_manager()

    class Meta:
        verbose_name_plural = "approval news"
        constraints = [
            models.UniqueConstraint(fields=["widening", "organisation"], name="a_lender_is_told_once_of_a_proposal"),
        ]

    def __str__(self) -> str:
        return _("May a result with your counts go further?")

    def get_absolute_url(self) -> str:
        """Leads on to the study; the address itself names none."""
        return reverse("studies:approval_news", args=[self.key])

    def headline(self) -> str:
        """The kind alone."""
        return _("Approval asked")
