"""A series lent exactly to a circle, from one moment to another."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.counts.access import LoanNewsSet, Loans
from port2port.counts.models.choices import Outcome
from port2port.counts.models.counts import CountSeries
from port2port.members.models import Circle, Organisation, Port, Seat
from port2port.sharing.models.own_news import OwnNews


class Loan(models.Model):
    """An organisation lends one series to a circle; taken back, nothing new is read by it.

    organisation, port, outcome, category   of the series: a circle has one lender of each
    from_week   the first Monday that is lent
    ended_by    the manager of the port, whose loan of the same count ended this one; then nobody took it back
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    series = models.ForeignKey(CountSeries, on_delete=models.PROTECT, related_name="loans")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    port = models.ForeignKey(Port, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=30, choices=Outcome)
    category = models.CharField(max_length=40, blank=True)
    from_week = models.DateField()
    given_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = Loans.as_manager()

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "port", "outcome", "category"],
                condition=Q(taken_back_at=None),
                name="one_lender_of_a_count_a_circle",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None) | Q(taken_back_at__gte=F("given_at")),
                name="a_loan_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} to {self.circle_id}"


class LoanNews(OwnNews):
    """That a loan ended because the port's manager lends the same count; which one, its page says."""

    news_type: ClassVar[str] = "loan"

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    loan = models.OneToOneField(Loan, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = LoanNewsSet.as_manager()

    class Meta:
        verbose_name_plural = "loan news"

    def __str__(self) -> str:
        return _("A loan of counts ended")

    def get_absolute_url(self) -> str:
        """Leads on to the series; the address itself names nothing."""
        return reverse("counts:loan_news", args=[self.key])

    def headline(self) -> str:
        """That there is one."""
        return _("A loan of counts ended")
