"""What the page of one practice shows to one reader."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from port2port.knowledge.access import reads_uses
from port2port.knowledge.actions.approving import NEEDED, has_enough, number_of_approvals
from port2port.knowledge.cited import reports_shown
from port2port.knowledge.evidence import Effect, EvidenceWords, effects_of, evidence_words
from port2port.knowledge.fields import apply, fields_of, of_plain
from port2port.knowledge.models import Approval, Practice, Revision, State, Theme, Use
from port2port.knowledge.models.wording import content_of_row
from port2port.knowledge.texts import Shown, ShownFile, files_of, shown
from port2port.knowledge.timeline import Around, around_of, differences, events_of
from port2port.knowledge.usage import sites_in, used_at_words
from port2port.members.member import Act, Member
from port2port.reports.models import Report
from port2port.reports.timeline import Event
from port2port.reports.wording import Difference, how_it_came, reason_words
from port2port.sharing.actions import UNDO_SECONDS
from port2port.sharing.models import Delivery

KINDS = {State.PROPOSED: "information", State.APPROVED: "done", State.DUE: "medium", State.EXPIRED: "high"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """The next wording of an approved practice; `ready` once two organisations stand behind it."""

    revision: Revision
    approvals: list[Approval]
    may_approve: bool
    ready: bool


@dataclass(frozen=True, slots=True)
class PracticePage:
    """Everything the template needs, asked once."""

    practice: Practice
    text: Shown
    state: State
    is_own: bool
    may_edit: bool
    may_approve: bool
    may_confirm: bool
    may_say_use: bool
    undo_seconds: int
    approvals: list[Approval]
    unnamed: int
    missing: int
    waiting: Waiting | None
    own_use: Use | None
    uses: list[Use]
    reads_uses: bool
    used_at: str
    receipts: list[Delivery]
    came: list[str]
    themes: list[tuple[str, str]]
    evidence: EvidenceWords
    tried: list[Effect]
    files: list[ShownFile]
    reports: list[Report]
    events: list[Event]

    @property
    def state_words(self) -> str:
        """Where it stands, in words."""
        return str(self.state.label)

    @property
    def state_kind(self) -> str:
        """The colour and shape that go with the words."""
        return KINDS.get(self.state, "")

    @property
    def reason(self) -> str:
        """Why it was withdrawn."""
        return reason_words(self.practice.withdrawn_reason)


def page_of(practice: Practice, *, member: Member, now: datetime, language: str = "") -> PracticePage:
    """The page as this reader sees it now; `practice` was found by `visible_to`."""
    stands = not practice.is_withdrawn
    around = around_of(practice, member=member)
    state = practice.state_on(timezone.localdate(now))
    may_edit = stands and Practice.objects.editable_by(member).filter(pk=practice.pk).exists()
    may_stand = stands and Practice.objects.approvable_by(member).filter(pk=practice.pk).exists()
    of_text = _of_text(around, practice.sha256)
    number = number_of_approvals(practice, practice.sha256)
    own_use = next((one for one in around.uses if one.organisation_id == member.organisation_id), None)
    is_own = practice.originator_id == member.organisation_id
    return PracticePage(
        practice=practice,
        text=shown(practice, language=language),
        state=state,
        is_own=is_own,
        may_edit=may_edit,
        may_approve=may_stand and practice.approved_at is None and not _gave(of_text, member),
        may_confirm=may_stand and state == State.DUE,
        may_say_use=stands and member.may(Act.ANSWER) and state != State.EXPIRED,
        undo_seconds=undo_seconds(practice, now=now) if may_edit else 0,
        approvals=of_text,
        unnamed=number - len(of_text),
        missing=max(0, NEEDED - number) if practice.approved_at is None else 0,
        waiting=_waiting(practice, around, member, may_stand=may_stand) if stands else None,
        own_use=own_use,
        uses=around.uses,
        reads_uses=reads_uses(member),
        used_at=used_at_words(sites_in(around.uses)),
        receipts=around.deliveries if is_own and stands else [],
        came=how_it_came(practice, member=member),
        themes=theme_words(practice.themes),
        evidence=evidence_words(practice),
        tried=effects_of(practice.tried),
        files=files_of(practice, fields_of(practice).files),
        reports=reports_shown(practice.reports, member=member),
        events=events_of(practice, around, member=member),
    )


def undo_seconds(practice: Practice, *, now: datetime) -> int:
    """How long the proposal can still be taken back."""
    if practice.version != 1 or practice.published_at is None or practice.is_withdrawn:
        return 0
    left = practice.published_at + timedelta(seconds=UNDO_SECONDS) - now
    return max(0, int(left.total_seconds()))


def theme_words(themes: list[str]) -> list[tuple[str, str]]:
    """Each theme with its words."""
    return [(one, str(Theme(one).label)) for one in themes if one in Theme.values]


def crumbs() -> list[tuple[str, str]]:
    """The way back to the list."""
    return [(reverse("knowledge:list"), _("Practices"))]


def _waiting(practice: Practice, around: Around, member: Member, *, may_stand: bool) -> Waiting | None:
    revision = Revision.objects.visible_to(member).filter(practice=practice).first()
    if revision is None:
        return None
    given = _of_text(around, revision.sha256)
    may_approve = may_stand and not _gave(given, member)
    return Waiting(revision, given, may_approve, ready=has_enough(practice, revision.sha256))


def shown_revision(waiting: Waiting) -> Shown:
    """The next wording in the reader's language."""
    return shown(of_plain(waiting.revision.content), of=waiting.revision.practice)


def differences_of(practice: Practice, waiting: Waiting) -> Iterator[Difference]:
    """What the next wording says otherwise."""
    candidate = Practice.objects.get(pk=practice.pk)
    apply(of_plain(waiting.revision.content), candidate)
    at = waiting.revision.at
    return differences(content_of_row(practice, modified=at), content_of_row(candidate, modified=at))


def _of_text(around: Around, sha256: str) -> list[Approval]:
    return [one for one in around.approvals if one.sha256 == sha256 and one.step == Approval.Step.APPROVED]


def _gave(approvals: list[Approval], member: Member) -> bool:
    return any(member.organisation_id == one.organisation_id or member.person_id == one.person_id for one in approvals)
