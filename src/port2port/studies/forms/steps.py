"""One question a page; what was typed stays when a page is refused."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from port2port.counts.categories import category_words
from port2port.counts.models import Comparison, Intervention, Loan, Outcome
from port2port.members.forms.shared import language_field
from port2port.members.member import Member
from port2port.members.models import Circle
from port2port.reports.forms.guarded import Guarded
from port2port.reports.sending import LONGEST_KEY, fresh_key
from port2port.studies.actions.drafting import TITLE
from port2port.studies.fields import MeasureSaid, OutsideSaid, WeeksSaid
from port2port.studies.framing import Frame
from port2port.studies.models import OUTCOMES, Study
from port2port.studies.models.study import EXPECTED, MOST_WEEKS_AFTER, MOST_WEEKS_BEFORE
from port2port.studies.named import comparisons_for
from port2port.studies.refusals import NoComparisonNamed

CHOICES = {"class": "choices"}


class _Form(forms.Form):
    """Without the browser's own refusals: ours are in the reader's language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))

    def offer(self, name: str, offered: list[tuple[str, str]]) -> None:
        """The choices of a field."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = offered


class MeasureForm(_Form):
    """Page 1."""

    intervention = forms.ChoiceField(label=gettext_lazy("Measure"), widget=forms.RadioSelect(attrs=CHOICES))
    circle = forms.ChoiceField(
        label=gettext_lazy("Circle"),
        widget=forms.RadioSelect(attrs=CHOICES),
        help_text=gettext_lazy("Its members lend the counts that are compared, and they alone read the study."),
    )
    title = Guarded(label=gettext_lazy("Title of the study"), room=TITLE)
    hypothesis = forms.ChoiceField(
        label=gettext_lazy("What do you expect?"),
        choices=list(EXPECTED.items()),
        widget=forms.RadioSelect(attrs=CHOICES),
        help_text=gettext_lazy("It stands in the registration, so that nobody expects afterwards what was found."),
    )
    language = language_field()
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_KEY, initial=fresh_key)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        circles = Circle.objects.visible_to(member).choosable_by(member)
        self.is_in_one = circles.exists()
        declared = Q(organisation_id=member.organisation_id) | Q(circle__in=circles.values("pk"))
        rows = Intervention.objects.visible_to(member).standing().filter(declared).select_related("port", "circle")
        self.measures = {str(one.key): one for one in rows}
        # A circle to which nothing is lent and nothing declared has nothing to study.
        lent = Loan.objects.visible_to(member).read_by(member)
        used = Q(pk__in=lent.values("circle")) | Q(pk__in=rows.values("circle"))
        self.circles = {str(one.key): one for one in circles.filter(used)}
        self.offer("circle", [(key, one.name) for key, one in self.circles.items()])
        for name, offered in (("circle", self.circles), ("intervention", self.measures)):
            if len(offered) == 1:
                self.initial.setdefault(name, next(iter(offered)))
        self.offer("intervention", [(key, self._words(one)) for key, one in self.measures.items()])

    @staticmethod
    def _words(measure: Intervention) -> str:
        return f"{measure.title} · {measure.port.name} · {date_format(measure.starts_on, 'DATE_FORMAT')}"

    def said(self) -> MeasureSaid:
        """What the actions take."""
        given = self.cleaned_data
        return MeasureSaid(
            title=given["title"],
            language=given["language"],
            circle=self.circles[given["circle"]],
            intervention=self.measures[given["intervention"]],
            hypothesis=given["hypothesis"],
        )


class CountedForm(_Form):
    """Page 2: what is lent of the port of the measure; kilograms are not among it."""

    counted = forms.ChoiceField(label=gettext_lazy("What is counted"), widget=forms.RadioSelect(attrs=CHOICES))

    def __init__(self, *args: Any, study: Study, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        loans = Loan.objects.visible_to(member).running_in(study.circle).filter(outcome__in=OUTCOMES)
        ports: dict[tuple[str, str], set[int]] = {}
        for outcome, category, port in loans.values_list("outcome", "category", "port_id"):
            ports.setdefault((outcome, category), set()).add(port)
        target = study.intervention.port_id
        self.offered = {f"{one[0]}|{one[1]}": one for one, its in sorted(ports.items()) if target in its}
        self.offer("counted", [(key, self._words(one, len(ports[one]))) for key, one in self.offered.items()])

    @staticmethod
    def _words(one: tuple[str, str], ports: int) -> str:
        lent = _("lent by %(n)s ports") % {"n": ports}
        return f"{Outcome(one[0]).label} · {category_words(one[1])} · {lent}"

    def said(self) -> tuple[str, str]:
        """Outcome and category."""
        return self.offered[self.cleaned_data["counted"]]


class OutsideForm(_Form):
    """Page 3."""

    comparison = forms.ChoiceField(
        label=gettext_lazy("Comparison from outside"),
        widget=forms.RadioSelect(attrs=CHOICES),
        help_text=gettext_lazy("Without one: description only."),
    )

    def __init__(self, *args: Any, study: Study, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.study = study
        self.rows = {str(one.key): one for one in comparisons_for(member, study).order_by("title", "pk")}
        # One is needed for a verdict: only the button for a description goes on without.
        self.fields["comparison"].required = "description" not in self.data
        self.fields["comparison"].error_messages["required"] = str(NoComparisonNamed.words)
        self.offer("comparison", [(key, self._words(one)) for key, one in self.rows.items()])

    @staticmethod
    def _words(one: Comparison) -> str:
        return f"{one.title} · {one.get_reason_display()} · {Outcome(one.outcome).label}"

    def said(self) -> OutsideSaid:
        """The comparison, or none on purpose by its own button."""
        if "description" in self.data:
            return OutsideSaid(is_description=True)
        comparison = self.rows.get(self.cleaned_data["comparison"])
        is_meant = comparison is not None and self._meaning(comparison) in self.data.getlist("is_meant")  # type: ignore[attr-defined]
        return OutsideSaid(comparison=comparison, is_meant=is_meant)

    def ask_whether_meant(self, comparison: Comparison, *, is_said: bool) -> None:
        """Show a box for these very counts and this comparison: of others it is asked anew."""
        meaning = self._meaning(comparison)
        self.fields["is_meant"] = forms.MultipleChoiceField(
            label=_("Is this meant?"),
            choices=[(meaning, _("I know this, and mean it: compare with it all the same."))],
            widget=forms.CheckboxSelectMultiple,
            initial=[meaning] if is_said else [],
        )

    def _meaning(self, comparison: Comparison) -> str:
        return f"{self.study.outcome} {self.study.category} {comparison.key}"


class RecordingForm(_Form):
    """Page 4."""

    is_checked = forms.BooleanField(
        label=gettext_lazy("I asked each port whether it recorded in the same way all the time."), required=False
    )


class WeeksForm(_Form):
    """Page 5."""

    weeks_before = forms.IntegerField(
        label=gettext_lazy("Weeks before the announcement"),
        min_value=1,
        max_value=MOST_WEEKS_BEFORE,
        help_text=gettext_lazy(
            "Whole years, as many as were counted in the same way; three are usual. For a verdict 26 weeks at least."
        ),
    )
    weeks_after = forms.IntegerField(
        label=gettext_lazy("Weeks after the start, at most"),
        min_value=1,
        max_value=MOST_WEEKS_AFTER,
        help_text=gettext_lazy(
            "52 are usual, 26 the least for a verdict. The study can be run before, with the weeks there are."
        ),
    )
    left_out = forms.MultipleChoiceField(
        label=gettext_lazy("Ports that are left out"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=CHOICES),
        help_text=gettext_lazy("Only ports that opened late or were not counted all the time."),
    )

    def __init__(self, *args: Any, frame: Frame, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ports = {str(one.port.key): one.port for one in frame.offered}
        words = [(str(one.port.key), self._words(one.port.name, one.from_week)) for one in frame.offered]
        field = self.fields["left_out"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = words

    @staticmethod
    def _words(name: str, since: Any) -> str:
        lent = _("lent from %(day)s") % {"day": date_format(since, "DATE_FORMAT")}
        return f"{name} · {lent}"

    def said(self) -> WeeksSaid:
        """What the action takes."""
        given = self.cleaned_data
        return WeeksSaid(
            weeks_before=given["weeks_before"],
            weeks_after=given["weeks_after"],
            left_out=frozenset(self.ports[key] for key in given["left_out"]),
        )


class SightForm(_Form):
    """Page 6."""

    hoped_percent = forms.IntegerField(
        label=pgettext_lazy("of a measure", "What you hope that it takes away at its port, in per cent"),
        min_value=1,
        max_value=100,
    )
