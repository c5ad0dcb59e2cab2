"""Campaigns as rows: what is offered to whom, who takes part, what each did and counted, and the sums made once."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.campaigns.access import Campaigns, Parts, PutUps, SumsSet, Talks
from port2port.members.models import Circle, Facility, Organisation, Seat
from port2port.pure.reach import Effect, Tally


class Reach(models.TextChoices):
    """Who may take part."""

    OWN = "own", _("Our organisation only")
    CIRCLE = "circle", _("The organisations of a circle")
    COMMUNITY = "community", _("Every member")


class Audience(models.TextChoices):
    """Whom it speaks to; stored, so new ones may come and none may go."""

    ALL_STAFF = "all_staff", pgettext_lazy("audience", "Everybody on site")
    OPERATIONS = "operations", pgettext_lazy("audience", "Terminal and quay staff")
    OFFICE = "office", pgettext_lazy("audience", "Planning, release and office")
    GUARDS = "guards", pgettext_lazy("audience", "Guards")
    DRIVERS = "drivers", pgettext_lazy("audience", "Drivers and skippers")
    TEMPORARY = "temporary", pgettext_lazy("audience", "Temporary workers and contractors")


class Campaign(models.Model):
    """A kit, a period and whom it is offered to. Where it stands follows from its days (pure/reach.state_on).

    language         of the title          languages   in which it is held
    kit, kit_version as the kit was when the campaign was started          mo   codes of the vocabulary
    to_on            its last day; ended early, that day
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    language = models.CharField(max_length=2)
    audience = models.CharField(max_length=12, choices=Audience)
    languages = models.JSONField(default=list)
    kit = models.CharField(max_length=40)
    kit_version = models.PositiveSmallIntegerField()
    mo = models.JSONField(default=list)
    reach = models.CharField(max_length=9, choices=Reach)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    made_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Campaigns.as_manager()

    class Meta:
        ordering = ["-from_on", "-id"]
        indexes = [models.Index(fields=["to_on"], name="campaigns_by_their_last_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(reach="circle", circle__isnull=False) | ~Q(reach="circle") & Q(circle=None),
                name="a_campaign_of_a_circle_names_it",
            ),
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")) | Q(ended_at__isnull=False), name="a_campaign_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the campaign."""
        return reverse("campaigns:campaign", kwargs={"key": self.key})


class Part(models.Model):
    """An organisation that takes part, from when to when."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="parts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    joined_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    left_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)

    objects = Parts.as_manager()

    class Meta:
        ordering = ["joined_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "organisation"], condition=Q(left_at=None), name="one_open_part_a_campaign"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.campaign}"


class _Done(models.Model):
    """Something done in a campaign, by an organisation's own word; taken back, it stays readable."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Talk(_Done):
    """A toolbox talk that was held: how many were there and how many hands were right, never whose.

    before_right, after_right   right hands of each of the three questions; empty where the quiz was not held
    counted                     went into the sums of its campaign
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="talks")
    held_on = models.DateField()
    language = models.CharField(max_length=2)
    people = models.PositiveSmallIntegerField()
    before_asked = models.PositiveSmallIntegerField(default=0)
    before_right = models.JSONField(default=list, blank=True)
    after_asked = models.PositiveSmallIntegerField(default=0)
    after_right = models.JSONField(default=list, blank=True)
    counted = models.BooleanField(default=False)

    objects = Talks.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(people__gte=1), name="a_talk_was_heard"),
            models.CheckConstraint(
                condition=Q(before_asked__lte=F("people"), after_asked__lte=F("people")),
                name="no_more_answer_than_were_there",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on}: {self.people}"

    @property
    def before(self) -> Tally:
        """The quiz before."""
        return Tally(self.before_asked, sum(self.before_right))

    @property
    def after(self) -> Tally:
        """The quiz after."""
        return Tally(self.after_asked, sum(self.after_right))


class Item(models.TextChoices):
    """What can be put up or handed out."""

    POSTER_A4 = "poster_a4", _("Poster A4")
    POSTER_A3 = "poster_a3", _("Poster A3")
    CARD = "card", _("Card")
    SLIDE = "slide", _("Screen")


class PutUp(_Done):
    """Posters, cards and screens that are really there; a download is none."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="put_ups")
    item = models.CharField(max_length=9, choices=Item)
    number = models.PositiveSmallIntegerField()
    put_up_on = models.DateField()

    objects = PutUps.as_manager()

    class Meta:
        ordering = ["-put_up_on", "-id"]
        constraints = [models.CheckConstraint(condition=Q(number__gte=1), name="something_was_put_up")]

    def __str__(self) -> str:
        return f"{self.number} {self.item}"


class Sums(models.Model):
    """What others may see of a campaign, made once when nothing more is written down; None: too few for that."""

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="sums")
    organisations = models.PositiveSmallIntegerField(null=True)
    people = models.PositiveIntegerField(null=True)
    put_up = models.PositiveIntegerField(null=True)
    before_share = models.SmallIntegerField(null=True)
    after_share = models.SmallIntegerField(null=True)
    change = models.SmallIntegerField(null=True)
    change_low = models.SmallIntegerField(null=True)
    change_high = models.SmallIntegerField(null=True)
    made_at = models.DateTimeField()

    objects = SumsSet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name_plural = "sums"

    def __str__(self) -> str:
        return str(self.campaign)

    @property
    def effect(self) -> Effect | None:
        """Shares before and after; None where there were too few answers."""
        shown = (self.before_share, self.after_share, self.change, self.change_low, self.change_high)
        found = [one for one in shown if one is not None]
        return Effect(*found) if len(found) == len(shown) else None
