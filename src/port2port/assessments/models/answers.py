"""What was answered to each control, where the proof is, which risks a facility sees, and what it plans."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from port2port.assessments.access import Comments, EvidenceRefs, GivenAnswers, PlanItems, RiskScenarios
from port2port.assessments.anchors import VERDICTS
from port2port.assessments.models.rounds import Assessment
from port2port.duties.models import Action
from port2port.members.models import Organisation, Seat
from port2port.pure.conformity import Conformity as ConformityValue
from port2port.pure.maturity import HIGHEST, LOWEST
from port2port.pure.scenario_risk import STEPS, Verdict

_LEVEL = Q(doc=None) | Q(doc__range=(LOWEST, HIGHEST)), Q(impl=None) | Q(impl__range=(LOWEST, HIGHEST))


class Conformity(models.TextChoices):
    MET = ConformityValue.MET.value, pgettext_lazy("conformity", "Met")
    PARTLY = ConformityValue.PARTLY.value, pgettext_lazy("conformity", "Partly met")
    NOT_MET = ConformityValue.NOT_MET.value, pgettext_lazy("conformity", "Not met")
    NOT_APPLICABLE = ConformityValue.NOT_APPLICABLE.value, pgettext_lazy("conformity", "Does not apply")
    NOT_ASSESSED = ConformityValue.NOT_ASSESSED.value, pgettext_lazy("conformity", "Not assessed")


class Confidence(models.TextChoices):
    LOW = "low", pgettext_lazy("confidence", "Low")
    MEDIUM = "medium", pgettext_lazy("confidence", "Medium")
    HIGH = "high", pgettext_lazy("confidence", "High")


class Answer(models.Model):
    """One revision of the answer to one control; it never changes, the next one counts.

    doc, impl        levels 1-5 of instrument B, documented and implemented; none = not rated yet
    na_reason        why the control does not apply; of other answers it is empty
    carried_from     the older answer that was taken over as it stood
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    control = models.CharField(max_length=80)
    revision = models.PositiveIntegerField()
    conformity = models.CharField(max_length=16, choices=Conformity, default=Conformity.NOT_ASSESSED)
    doc = models.PositiveSmallIntegerField(null=True, blank=True)
    impl = models.PositiveSmallIntegerField(null=True, blank=True)
    rationale = models.TextField(max_length=2000, blank=True)
    confidence = models.CharField(max_length=6, choices=Confidence, blank=True)
    na_reason = models.CharField(max_length=500, blank=True)
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    author = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = GivenAnswers.as_manager()

    class Meta:
        ordering = ["assessment", "control", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "control", "revision"], name="one_answer_a_revision"),
            models.CheckConstraint(condition=_LEVEL[0], name="documented_is_a_level"),
            models.CheckConstraint(condition=_LEVEL[1], name="implemented_is_a_level"),
            models.CheckConstraint(
                condition=(Q(conformity="not_applicable") & ~Q(na_reason="") & Q(doc=None, impl=None))
                | (~Q(conformity="not_applicable") & Q(na_reason="")),
                name="what_does_not_apply_says_why_and_has_no_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.control} r{self.revision}"


class Acceptance(models.Model):
    """The agreeing person accepts that a control does not apply; a later revision asks anew."""

    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="acceptance")
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.answer)


class EvidenceRef(models.Model):
    """Where the proof of an answer lies, with its hash; the file stays with its owner.

    sha256   hex, of the file as it lay there; empty where it was not computed
    on       date of the document
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="evidence")
    control = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)
    where_held = models.CharField(max_length=200)
    on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True, blank=True)

    objects = EvidenceRefs.as_manager()

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return self.title


class RiskScenario(models.Model):
    """One scenario at one site, looked up in the tables of `table_version`; private to the facility.

    intent, capability, vulnerability, impact   steps 1-4, 4 the most
    method          code of the modus operandi; may be empty
    treatment       what is done about it; measure   public id of a common measure, may be empty
    review_action   the action that confirms it by review, made once, for low confidence and result C
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="scenarios")
    title = models.CharField(max_length=200)
    method = models.CharField(max_length=20, blank=True)
    intent = models.PositiveSmallIntegerField()
    capability = models.PositiveSmallIntegerField()
    vulnerability = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    confidence = models.CharField(max_length=6, choices=Confidence)
    rationale = models.TextField(max_length=2000, blank=True)
    treatment = models.CharField(max_length=500, blank=True)
    measure = models.CharField(max_length=80, blank=True)
    table_version = models.CharField(max_length=20)
    threat = models.PositiveSmallIntegerField()
    likelihood = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=1, choices=[(one.value, one.value) for one in Verdict])
    revision = models.PositiveIntegerField(default=1)
    review_action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)

    objects = RiskScenarios.as_manager()

    class Meta:
        ordering = ["verdict", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__range": (STEPS[0], STEPS[-1])}), name=f"{name}_is_a_step_from_1_to_4"
            )
            for name in ("intent", "capability", "vulnerability", "impact", "threat", "likelihood")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def verdict_words(self) -> str:
        """What to do about it."""
        return str(VERDICTS[self.verdict])


class Comment(models.Model):
    """What a reader with a say writes beside an answer; it stands as it was written."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="comments")
    control = models.CharField(max_length=80)
    text = models.TextField(max_length=2000)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = Comments.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text


class PlanItem(models.Model):
    """The action that closes the gap of a control: one line of the improvement plan."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="plan")
    control = models.CharField(max_length=80)
    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = PlanItems.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["assessment", "control"], name="plan_by_control")]

    def __str__(self) -> str:
        return f"{self.control}: {self.action}"
