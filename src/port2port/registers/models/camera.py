"""One use of a camera that watches by itself: what it is for, what the law makes of it, what it was measured to do."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.members.member import Function
from port2port.members.models import Facility, Seat
from port2port.pure import ai_camera
from port2port.pure.ai_camera import Facts, Measured
from port2port.pure.stix import camera_bundle, camera_ref, withdrawal
from port2port.registers.access import AiUseCases, CaseMoves, Measurements
from port2port.registers.models.wording import content_of_row, facets_of, reference, search_texts_of
from port2port.sharing.access import ALL, Reading
from port2port.sharing.models import Shareable


class CameraKind(models.TextChoices):
    """What it looks for; stored, so new ones may come and none may go."""

    LINE = "line", _("Line crossing")
    LOITERING = "loitering", _("Loitering")
    OBJECT_LEFT = "object_left", _("Object left behind")
    OPEN_DOOR = "open_door", _("Open door")
    PEOPLE_COUNT = "people_count", _("People count")
    ANPR = "anpr", _("Number plates")
    BOX_NUMBER = "box_number", _("Container numbers")
    THERMAL = "thermal", _("Thermal image")
    DRONE = "drone", _("Drone")
    OTHER = "other", pgettext_lazy("kind of AI camera", "Other")


class Place(models.TextChoices):
    """Who can come where it looks."""

    PUBLIC = ai_camera.Place.PUBLIC.value, _("Public")
    SEMI_PUBLIC = ai_camera.Place.SEMI_PUBLIC.value, _("Semi-public")
    PRIVATE = ai_camera.Place.PRIVATE.value, pgettext_lazy("place of a camera", "Private")


class Biometric(models.TextChoices):
    """What it tells of people."""

    NONE = ai_camera.Biometric.NONE.value, pgettext_lazy("biometric", "None")
    VERIFICATION = ai_camera.Biometric.VERIFICATION.value, _("Verification, one to one")
    IDENTIFICATION = ai_camera.Biometric.IDENTIFICATION.value, _("Identification, one among many")
    CATEGORISATION = ai_camera.Biometric.CATEGORISATION.value, _("Sorting people into categories")
    EMOTION = ai_camera.Biometric.EMOTION.value, _("Reading emotions")


class AiClass(models.TextChoices):
    """Class of the AI Act."""

    NONE = ai_camera.AiClass.NONE.value, _("No class of its own")
    HIGH_RISK = ai_camera.AiClass.HIGH_RISK.value, _("High risk (Annex III, point 1)")
    PROHIBITED = ai_camera.AiClass.PROHIBITED.value, _("Prohibited (Article 5)")


class State(models.TextChoices):
    """Where it stands."""

    IDEA = ai_camera.State.IDEA.value, _("Idea")
    ASSESSED = ai_camera.State.ASSESSED.value, _("Assessed")
    TRIAL = ai_camera.State.TRIAL.value, _("Trial")
    IN_USE = ai_camera.State.IN_USE.value, _("In use")
    PAUSED = ai_camera.State.PAUSED.value, pgettext_lazy("state of an AI camera", "Paused")
    STOPPED = ai_camera.State.STOPPED.value, pgettext_lazy("state of an AI camera", "Stopped")
    WITHDRAWN = ai_camera.State.WITHDRAWN.value, _("Withdrawn")


_DECIDED = Q(within_s__isnull=False, within_s__gt=0)
_RUNS = Q(state__in=sorted(one.value for one in ai_camera.RUNNING))


class AiUseCase(Shareable):
    """The newest wording; of a shared case every version stands in the ledger.

    title, summary, lessons   in `language`
    purposes                  codes of the methods it looks for
    at_work, is_sensitive     people are watched at their work; they are sorted by race, belief, health …
    provider, model           who made it; name and version
    ai_class                  as computed, or raised by hand
    authority                 an authority's written reference, without which nothing prohibited runs
    decides, switches_off     who decides on an alarm, and who may switch it off: functions, never names
    practice                  public key of a practice, as text
    shows_site, shows_figures what of it goes along when it is shared
    not_personal              what the share guard found and the author said is no personal data
    """

    record_type = "ai_case"
    readers: ClassVar[Mapping[Function, Reading]] = {
        Function.OFFICER: ALL,
        Function.ANALYST: ALL,
        Function.COORDINATOR: ALL,
        Function.SECRETARIAT: ALL,
    }
    filters: ClassVar[tuple[str, ...]] = ("code", "camera", "state", "org", "lang", "tlp")
    pressing: ClassVar[frozenset[str]] = frozenset()
    is_scarce: ClassVar[bool] = True

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=200)
    summary = models.TextField(max_length=4_000, blank=True)
    purposes = models.JSONField(default=list, blank=True)
    kind = models.CharField(max_length=12, choices=CameraKind, default=CameraKind.OTHER)
    place = models.CharField(max_length=11, choices=Place, default=Place.PRIVATE)
    is_real_time = models.BooleanField(default=False)
    biometric = models.CharField(max_length=14, choices=Biometric, default=Biometric.NONE)
    at_work = models.BooleanField(default=False)
    is_sensitive = models.BooleanField(default=False)
    deployer = models.CharField(max_length=160, blank=True)
    provider = models.CharField(max_length=160, blank=True)
    model = models.CharField(max_length=160, blank=True)
    for_law_enforcement = models.BooleanField(default=False)
    legal_basis = models.CharField(max_length=500, blank=True)
    camera_law_declared = models.BooleanField(default=False)
    works_council_consulted = models.BooleanField(default=False)
    dpia = models.CharField(max_length=160, blank=True)
    dpia_on = models.DateField(null=True, blank=True)
    retention_days = models.PositiveSmallIntegerField(null=True, blank=True)
    ai_class = models.CharField(max_length=15, choices=AiClass, default=AiClass.NONE)
    class_reasoning = models.TextField(max_length=2_000, blank=True)
    authority = models.CharField(max_length=160, blank=True)
    decides = models.CharField(max_length=160, blank=True)
    within_s = models.PositiveIntegerField(null=True, blank=True)
    switches_off = models.CharField(max_length=160, blank=True)
    lessons = models.TextField(max_length=4_000, blank=True)
    practice = models.CharField(max_length=80, blank=True)
    contact = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.IDEA)
    shows_site = models.BooleanField(default=False)
    shows_figures = models.BooleanField(default=False)
    not_personal = models.JSONField(default=list, blank=True, editable=False)

    objects = AiUseCases.as_manager()

    class Meta(Shareable.Meta):
        indexes = [models.Index(fields=["originator", "-changed_at"], name="ai_case_of_an_organisation")]
        constraints = [
            *Shareable.Meta.constraints,
            models.CheckConstraint(condition=~Q(title=""), name="ai_case_has_a_title"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="ai_case_stands_somewhere"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(state=State.WITHDRAWN), name="ai_case_taken_back_is_withdrawn"
            ),
            models.CheckConstraint(
                condition=~_RUNS
                | (
                    ~Q(class_reasoning="")
                    & ~Q(decides="")
                    & ~Q(switches_off="")
                    & Q(within_s__isnull=False, within_s__gt=0)
                ),
                name="ai_case_runs_under_oversight",
            ),
            models.CheckConstraint(
                condition=~_RUNS | Q(biometric=Biometric.NONE) | ~Q(dpia=""), name="ai_case_with_biometry_has_a_dpia"
            ),
            models.CheckConstraint(
                condition=~_RUNS | ~Q(ai_class=AiClass.PROHIBITED) | ~Q(authority=""),
                name="ai_case_that_is_prohibited_does_not_run",
            ),
            models.CheckConstraint(condition=Q(tlp__lt=4), name="ai_case_is_for_organisations"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """A short name for telephone and paper; random, so that it tells nothing of other cases."""
        return f"C-{self.key.hex[:8].upper()}"

    @property
    def facts(self) -> Facts:
        """What class and gates hang on; the class that stands counts as raised."""
        return Facts(
            biometric=ai_camera.Biometric(self.biometric),
            place=ai_camera.Place(self.place),
            is_real_time=self.is_real_time,
            for_law_enforcement=self.for_law_enforcement,
            at_work=self.at_work,
            is_sensitive=self.is_sensitive,
            raised=ai_camera.AiClass(self.ai_class),
            reasoning=self.class_reasoning,
            decides=self.decides,
            within_s=self.within_s,
            switches_off=self.switches_off,
            dpia=self.dpia,
            authority=self.authority,
        )

    def as_stix(self, *, modified: datetime, revoked: bool = False) -> list[dict[str, Any]]:
        """The case's STIX 2.1 objects; a withdrawal keeps their ids and says nothing else."""
        first = self.published_at or modified
        content = content_of_row(self, modified=max(modified, first + timedelta(milliseconds=self.version - 1)))
        objects = camera_bundle(content, reference(content))
        if revoked:
            return withdrawal(objects, originator=content.originator, reason=self.withdrawn_reason, at=content.modified)
        return objects

    def facets(self) -> frozenset[str]:
        """Filter words: kind:ai_case, camera, code with its ancestors, state, org, lang, tlp."""
        return facets_of(self)

    def search_texts(self) -> list[tuple[str, str]]:
        """What a search may find: the text, and the site only where the owner ticked it."""
        return search_texts_of(self)

    def get_absolute_url(self) -> str:
        """The page of the case."""
        return reverse("registers:camera", args=[self.key])

    def caption(self) -> str:
        """The title; nothing of a tombstone."""
        return "" if self.is_withdrawn else self.title

    def headline(self) -> str:
        """The kind of record in words; holds no content."""
        return str(_("AI camera"))

    @property
    def stix_id(self) -> str:
        """The id of the course of action."""
        return camera_ref(self.key)


class Measurement(models.Model):
    """What was counted in one period; camera_days is the number of cameras times days.

    conditions   day, night, rain      labelled   how an alarm was told true or false
    test_set     pictures or films in a test set, where there was one
    """

    class Condition(models.TextChoices):
        DAY = "day", _("By day")
        NIGHT = "night", _("By night")
        RAIN = "rain", _("In rain")
        FOG = "fog", _("In fog")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey(AiUseCase, on_delete=models.CASCADE, related_name="measurements")
    from_on = models.DateField()
    to_on = models.DateField()
    conditions = models.JSONField(default=list, blank=True)
    labelled = models.CharField(max_length=500, blank=True)
    test_set = models.PositiveIntegerField(null=True, blank=True)
    camera_days = models.PositiveIntegerField(default=0)
    alarms = models.PositiveIntegerField(default=0)
    true = models.PositiveIntegerField(default=0)
    false = models.PositiveIntegerField(default=0)
    staged = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    objects = Measurements.as_manager()

    class Meta:
        ordering = ["case", "from_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="measurement_ends_after_it_began"),
            models.CheckConstraint(condition=Q(alarms__gte=F("true") + F("false")), name="measurement_alarms_hold"),
            models.CheckConstraint(condition=Q(staged__gte=F("found")), name="measurement_finds_what_was_staged"),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.from_on:%Y-%m-%d} – {self.to_on:%Y-%m-%d}"

    @property
    def measured(self) -> Measured:
        """Its counts."""
        return Measured(self.camera_days, self.alarms, self.true, self.false, self.staged, self.found)


class CaseMove(models.Model):
    """One step of a case; it stands. why: for the own organisation's eyes."""

    case = models.ForeignKey(AiUseCase, on_delete=models.PROTECT, related_name="moves")
    before = models.CharField(max_length=9, choices=State, blank=True)
    after = models.CharField(max_length=9, choices=State)
    why = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    objects = CaseMoves.as_manager()

    class Meta:
        ordering = ["case", "at", "id"]

    def __str__(self) -> str:
        return f"{self.case}: {self.after}"
