"""Who reads and who makes studies.

A study is a record like any other, and stricter by one thing: what its counts are lent to is a circle, so whoever is no
longer in that circle reads nothing of it, its author included, unless the lenders let a result go further. Then those
they agreed to read the sums of that very result over whole windows; other results, and all weeks, stay in the circle.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from port2port.counts.access import lends_counts, reads_counts
from port2port.members.member import Act, Member, Standing
from port2port.pure.audience import Tlp
from port2port.sharing.access import ShareableSet

if TYPE_CHECKING:
    from port2port.studies.models import (  # noqa: F401
        ApprovalNews,
        ResultApproval,
        Study,
        StudyResult,
        Widening,
    )


def _table(name: str, *, of: str = "studies") -> Any:
    # Access lies below models, so it asks the registry instead of importing.
    return apps.get_model(of, name).objects


def makes_studies(member: Member) -> bool:
    """Whether this seat writes studies at all; in which circles, `editable_by` says."""
    return reads_counts(member) and member.may(Act.PUBLISH)


def approves_results(member: Member) -> bool:
    """Whether this seat says for its organisation that a result may go further: as it lends counts."""
    return lends_counts(member)


def _stays(member: Member) -> Any:
    """Stays in a circle of the own organisation that last."""
    stays = _table("CircleMembership", of="members").current()
    return stays.filter(organisation_id=member.organisation_id or 0)


def _in_circle(member: Member, *, circle: str = "circle_id") -> Q:
    """The own organisation, a member, is in the circle now."""
    if member.standing != Standing.MEMBER:
        return Q(pk__in=[])
    return Q(Exists(_stays(member).filter(circle_id=OuterRef(circle))))


def _stays_told(member: Member, *, study: Any, moment: Any) -> Any:
    """As `_stays`, in which a registration or a run of that moment is read."""
    return _stays(member).filter(_was_told(member.organisation_id, study=study, moment=moment))


def _was_told(own: Any, *, study: Any, moment: Any) -> Q:
    """A condition on stays: a circle that keeps its past to itself shows newcomers what came after them, and through no
    study what was lent or declared to it before.

    own             whose stay it is
    study, moment   references to the row that asks, or a key and a time
    """
    told = (
        Q(joined_at__lte=moment)
        & ~Exists(_read_and_lent_before(OuterRef("joined_at"), study=_outer(study), moment=_outer(moment)))
        & ~Exists(_declared_before(own, study=study))
    )
    return Q(circle__shows_history=True) | told


def _outer(asked: Any) -> Any:
    """As one question deeper names it: a reference one row further out, a value as it is."""
    return OuterRef(asked) if isinstance(asked, str | OuterRef) else asked


def _declared_before(own: Any, *, study: Any) -> Any:
    """The study, where another organisation declared its measure or its comparison before the stay that asks began."""
    measure, comparison = (
        Q(**{f"{one}__at__lt": OuterRef("joined_at")}) & ~Q(**{f"{one}__organisation_id": own})
        for one in ("intervention", "comparison")
    )
    return _table("Study").filter(measure | comparison, pk=_outer(study))


def _read_and_lent_before(joined: Any, *, study: Any, moment: Any) -> Any:
    """Loans that a run of that moment read, given to the circle before the reader joined it."""
    read = apps.get_model("studies", "Study").series.through.objects.filter(study_id=_outer(study))
    loans = _table("Loan", of="counts").filter(series_id__in=read.values("countseries_id"), given_at__lt=joined)
    ran = Q(taken_back_at=None) | Q(taken_back_at__gte=moment)
    return loans.filter(ran, circle_id=OuterRef("circle_id"), given_at__lte=moment)


def _let_go_to(member: Member, **same: str) -> Any:
    """Widenings in force that reach the own organisation, tied to the row that asks: {field: field of the row}.

    Where circles were chosen, those organisations alone that were there when the lenders agreed.
    """
    agreed = Q(tlp__lte=Tlp.GREEN) | Q(organisations=member.organisation_id or 0)
    return _in_force().filter(agreed, **{name: OuterRef(field) for name, field in same.items()})


def _in_force() -> Any:
    return _table("Widening").exclude(done_at=None).filter(ended_at=None)


def _let_go_among(organisations: frozenset[int], **same: object) -> set[int]:
    """As `_let_go_to`, of many organisations at once."""
    agreed = list(_in_force().filter(**same).values_list("tlp", "organisations"))
    if any(tlp <= Tlp.GREEN for tlp, _ in agreed):
        return set(organisations)
    return {one for _, one in agreed if one in organisations}


def _told_among(organisations: frozenset[int], study: Study, *moments: datetime) -> set[int]:
    """As `_stays_told`, of many organisations at once: those in the circle that were told at each of these moments."""
    stays = _table("CircleMembership", of="members").current()
    inside = stays.filter(
        circle_id=study.circle_id, organisation__in=organisations, organisation__standing=Standing.MEMBER
    )
    for moment in moments:
        inside = inside.filter(_was_told(OuterRef("organisation_id"), study=study.pk, moment=moment))
    return set(inside.values_list("organisation_id", flat=True))


def versions_read_by(member: Member) -> Q:
    """A condition on publications of studies: what stood in the circle, and beyond it from the widening on.

    Of a run as of its result; the registration, and that a study was withdrawn, as of the study.
    """
    beyond = Q(Exists(_let_go_to(member, result__study_id="record_id").filter(done_at__lte=OuterRef("at"))))
    if member.standing != Standing.MEMBER:
        return beyond
    stood, ran = (
        Exists(_table("Study").filter(_told(member, moment=moment), pk=OuterRef("record_id")))
        for moment in (OuterRef("frozen_at"), OuterRef(OuterRef("at")))
    )
    # Every version holds the registration.
    return beyond | Q(stood) & (Q(ran) | Q(version=1) | Q(step="withdrawn"))


def _told(member: Member, *, moment: Any) -> Q:
    """A condition on studies: the own organisation, a member, is in the circle and was told what stood at the moment.

    The registration names the measure, the comparison with its reason, and the ports that lend: who was told of one of
    them by nothing else is not told by the study.
    """
    if member.standing != Standing.MEMBER:
        return Q(pk__in=[])
    stays = _stays_told(member, study=OuterRef("pk"), moment=moment)
    return Q(Exists(stays.filter(circle_id=OuterRef("circle_id"))))


class Studies(ShareableSet["Study"]):
    """Studies a member may see: the one rule, and its circle as it is now, or those to whom a result was let go."""

    def visible_to(self, member: Member) -> Self:
        return super().visible_to(member).filter(self._beyond(member) | _told(member, moment=OuterRef("frozen_at")))

    def open_among(self, record: Study, organisations: frozenset[int]) -> frozenset[int]:
        let_go = _let_go_among(organisations, result__study=record.pk) if record.is_wide else set()
        told = _told_among(organisations, record, record.frozen_at) if record.frozen_at else set()
        return frozenset(let_go | told)

    def in_reach_of(self, member: Member) -> Self:
        """As `visible_to`, but for what a circle keeps from newcomers: for rows that ask that of the study themselves.

        SQLite reads no question as deep as this one inside three others.
        """
        return super().visible_to(member).filter(self._beyond(member) | Q(_in_circle(member)))

    @staticmethod
    def _beyond(member: Member) -> Q:
        return Q(Exists(_let_go_to(member, result__study_id="pk")), is_wide=True)

    def editable_by(self, member: Member) -> Self:
        """Of the own organisation, as long as it is in the circle."""
        return super().editable_by(member).filter(_in_circle(member)) if makes_studies(member) else self.none()

    def drafted_by(self, member: Member) -> Self:
        """The own drafts."""
        return self.editable_by(member).drafts()

    def with_names(self) -> Self:
        """With all that a line names."""
        return self.select_related("originator", "circle", "intervention__port", "replaces")


class StudyResults(models.QuerySet["StudyResult"]):
    """What runs found: all to the circle, as far back as it shows its past; to others what was let go."""

    def visible_to(self, member: Member) -> Self:
        studies = _table("Study").in_reach_of(member).standing()
        beyond = Q(Exists(_let_go_to(member, result_id="pk")), wide_at__isnull=False)
        return self.filter(study__in=studies.values("pk")).filter(beyond | self._inside(member))

    def with_weeks_for(self, member: Member) -> Self:
        """Those of which this reader sees the weeks: it reads what is lent to the circle, and did when they ran."""
        return self.visible_to(member).filter(self._inside(member)) if reads_counts(member) else self.none()

    @staticmethod
    def open_among(result: StudyResult, organisations: frozenset[int]) -> frozenset[int]:
        """As `visible_to` of their seats that read studies: of these organisations of the circle."""
        study = result.study
        if study.is_withdrawn:
            return frozenset()
        let_go = _let_go_among(organisations, result=result.pk) if result.wide_at else set()
        told = _told_among(organisations, study, study.frozen_at, result.made_at) if study.frozen_at else set()
        return frozenset(let_go | told)

    @staticmethod
    def _inside(member: Member) -> Q:
        if member.standing != Standing.MEMBER:
            return Q(pk__in=[])
        registered, ran = (
            _stays_told(member, study=OuterRef("study_id"), moment=OuterRef(one))
            for one in ("study__frozen_at", "made_at")
        )
        here = {"circle_id": OuterRef("study__circle_id")}
        return Q(Exists(registered.filter(**here)), Exists(ran.filter(**here)))

    def editable_by(self, member: Member) -> Self:
        """Those that this seat may propose to let go further."""
        return self.filter(study__in=_table("Study").editable_by(member).values("pk"))


class Widenings(models.QuerySet["Widening"]):
    """Proposals to let a result go further: known inside the circle."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(result__in=_table("StudyResult").with_weeks_for(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        return self.filter(result__study__in=_table("Study").editable_by(member).values("pk"), done_at=None)

    def open(self) -> Self:
        """Neither done nor given up."""
        return self.filter(done_at=None, ended_at=None)

    def asking(self, member: Member) -> Self:
        """Open ones whose result holds what the own organisation lends or declared, where this seat answers for it."""
        if not approves_results(member):
            return self.none()
        return self.open().filter(result__lenders=member.organisation_id)


class ResultApprovals(models.QuerySet["ResultApproval"]):
    """Who agreed that which result goes further."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(widening__in=_table("Widening").visible_to(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        """The own organisation's."""
        if not approves_results(member):
            return self.none()
        return self.visible_to(member).filter(organisation_id=member.organisation_id, ended_at=None)


class ApprovalNewsSet(models.QuerySet["ApprovalNews"]):
    """That an approval is asked: for the seats that give it, of the organisation that is asked."""

    def visible_to(self, member: Member) -> Self:
        asking = _table("Widening").visible_to(member).asking(member)
        return self.filter(organisation_id=member.organisation_id or 0, widening__in=asking.values("pk"))

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member)

    def standing(self) -> Self:
        """That are news still: the proposal is open, and the organisation has not approved."""
        given = _table("ResultApproval").filter(
            widening_id=OuterRef("widening_id"), organisation_id=OuterRef("organisation_id"), ended_at=None
        )
        return self.filter(~Exists(given), widening__done_at=None, widening__ended_at=None)
