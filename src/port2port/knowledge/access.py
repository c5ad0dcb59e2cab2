"""Who may see and change practices and what hangs from them; children are seen through their practice only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from port2port.members.member import Act, Function, Member
from port2port.pure.audience import Tlp
from port2port.sharing.access import ShareableSet, held_keys

if TYPE_CHECKING:
    from port2port.knowledge.models import Approval, Practice, PracticeFile, ReviewDue, Revision, Use  # noqa: F401


def _practices() -> Any:
    # Access lies below models, so it asks the registry instead of importing.
    return apps.get_model("knowledge", "Practice").objects


def _given(member: Member) -> Any:
    approvals = apps.get_model("knowledge", "Approval").objects
    return approvals.filter(organisation_id=member.organisation_id or 0)


def _standing(member: Member) -> Any:
    return _practices().visible_to(member).standing().values("pk")


# A guard or trainer gets the text of a practice; who works this way, and what they note of it, is not for the floor.
USE_READERS = frozenset({Function.OFFICER, Function.ANALYST, Function.COORDINATOR, Function.SECRETARIAT})


def reads_uses(member: Member) -> bool:
    """Whether this seat is told who else works this way."""
    return member.function in USE_READERS


class Practices(ShareableSet["Practice"]):
    """Practices a member may see; `visible_to` comes from sharing, the one rule."""

    def approvable_by(self, member: Member) -> Self:
        """Those that this person may approve: of others, and only with a name of one's own to stand behind it."""
        if not member.may(Act.PUBLISH) or member.person_id is None:
            return self.none()
        return self.visible_to(member).standing().exclude(originator_id=member.organisation_id)

    def next_waits_for(self, member: Member) -> Self:
        """Those whose next wording the member's organisation has not approved."""
        given = _given(member).filter(practice=OuterRef("practice"), sha256=OuterRef("sha256"))
        waiting = apps.get_model("knowledge", "Revision")._default_manager.filter(practice=OuterRef("pk"))
        return self.filter(Exists(waiting.exclude(Exists(given))))

    def waits_for(self, member: Member) -> Self:
        """Those whose own wording the member's organisation has not approved."""
        given = _given(member).filter(practice=OuterRef("pk"), sha256=OuterRef("sha256"))
        return self.exclude(Exists(given))


class Revisions(models.QuerySet["Revision"]):
    """The next wording: its authors, and those who may approve the practice that it changes."""

    def visible_to(self, member: Member) -> Self:
        approvable = Q(practice_id__in=_practices().approvable_by(member).values("pk"))
        return self.filter(approvable | Q(practice_id__in=_practices().editable_by(member).values("pk")))

    def editable_by(self, member: Member) -> Self:
        return self.filter(practice_id__in=_practices().editable_by(member).values("pk"))


class Approvals(models.QuerySet["Approval"]):
    """Who approves it says so to all its readers of that day; who makes it reach more does not hand on the names."""

    def visible_to(self, member: Member) -> Self:
        said = Q(audience="") | Q(person_id=member.person_id or 0)
        for key in held_keys(member):
            held = Q(audience__contains=f" {key.token} ")
            said |= held if key.since is None else held & Q(practice__published_at__gte=key.since)
        return self.filter(said, practice_id__in=_standing(member))

    def of_text(self, sha256: str) -> Self:
        """Approvals of exactly this wording."""
        return self.filter(sha256=sha256, step="approved")


class PracticeFiles(models.QuerySet["PracticeFile"]):
    """As the wording that has them: the one that stands, one that waits, a draft."""

    def visible_to(self, member: Member) -> Self:
        waiting: Any = apps.get_model("knowledge", "Revision").objects
        return self.filter(
            Q(stage="stands", practice_id__in=_standing(member))
            | Q(stage="waiting", practice_id__in=waiting.visible_to(member).values("practice_id"))
            | Q(practice_id__in=_practices().editable_by(member).values("pk"))
        )


class ReviewsDue(models.QuerySet["ReviewDue"]):
    """Those who may revise the practice; nobody else is told."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(practice_id__in=_practices().editable_by(member).values("pk"))

    def standing(self) -> Self:
        """That are news still."""
        return self.filter(over_at=None)


class Uses(models.QuerySet["Use"]):
    """By their own handling, never wider than the practice, and for the seats that decide how one works."""

    def visible_to(self, member: Member) -> Self:
        if not reads_uses(member):
            return self.none()
        seen = Q(organisation_id=member.organisation_id) & ~Q(tlp=Tlp.RED)
        for key in held_keys(member):
            held = Q(audience__contains=f" {key.token} ")
            seen |= held if key.since is None else held & Q(at__gte=key.since)
        return self.standing().filter(seen, practice_id__in=_standing(member))

    def editable_by(self, member: Member) -> Self:
        """An organisation takes back what it said."""
        if not member.may(Act.ANSWER):
            return self.none()
        return self.standing().filter(organisation_id=member.organisation_id, practice_id__in=_standing(member))

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)
