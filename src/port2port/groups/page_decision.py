"""What the list of decisions and the page of one show to one reader."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.safestring import SafeString

from port2port.groups.models import Decision, DecisionText, Proposal, Stance, Task, WorkingGroup
from port2port.members.member import Member
from port2port.pure.markdown import html
from port2port.reports.wording import how_it_came, reason_words
from port2port.sharing import search
from port2port.sharing.audience_index import CAP
from port2port.sharing.models import Delivery

PAGE = 30


@dataclass(frozen=True, slots=True)
class DecisionList:
    """One page of decisions, the newest first, and what the address asks for."""

    rows: list[Decision]
    words: str
    groups: list[WorkingGroup]
    group: str
    all: bool
    older: int


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """Everything the template needs. Stances and tasks are for the group's circle, the rest for every reader."""

    title: str
    text: SafeString
    language: str
    shown: DecisionText | None
    translator: str
    languages: list[str]
    done_with: SafeString
    group: WorkingGroup | None
    runs: bool
    proposal: Proposal | None
    stances: list[Stance]
    tasks: list[Task]
    follows: Decision | None
    before: Decision | None
    receipts: list[Delivery]
    came: list[str]
    is_own: bool
    reason: str


def listed(query: QueryDict, *, member: Member) -> DecisionList:
    """Those in force, or all; by words and by group."""
    rows = Decision.objects.visible_to(member)
    is_all = query.get("state") == "all"
    rows = rows if is_all else rows.in_force_for(member)
    words, group = query.get("q", "")[:200], query.get("group", "")[:36]
    groups = list(WorkingGroup.objects.visible_to(member).order_by("name"))
    if group in {str(one.key) for one in groups}:
        rows = rows.filter(group__key=group)
    if words:
        rows = rows.filter(pk__in=search.find(Decision, member, words, groups=[], limit=CAP).ids)
    number = query.get("page", "1")
    page = max(1, int(number)) if number.isdecimal() and len(number) < 5 else 1
    found = list(
        rows.select_related("originator").order_by("-published_at", "-pk")[(page - 1) * PAGE : page * PAGE + 1]
    )
    return DecisionList(found[:PAGE], words, groups, group, is_all, page + 1 if len(found) > PAGE else 0)


def translator_of(text: DecisionText, *, member: Member) -> str:
    """Whose words these are: an organisation's inside the circle, which knows who sits there; else the group's."""
    decision = text.decision
    known = {decision.originator_id, member.organisation_id}
    if text.organisation_id in known or WorkingGroup.objects.visible_to(member).filter(pk=decision.group_id).exists():
        return text.organisation.name
    return decision.group_name


def decision_page(decision: Decision, *, member: Member, language: str) -> DecisionPage:
    """The page as this reader sees it; `decision` was found by `visible_to`.

    language   in which it is read, where it can be; else as it was decided
    """
    group = WorkingGroup.objects.visible_to(member).filter(pk=decision.group_id).first()
    proposal = Proposal.objects.visible_to(member).filter(pk=decision.proposal_id).first()
    said = (
        Stance.objects.visible_to(member)
        .current()
        .filter(version__proposal=decision.proposal_id, version__n=decision.proposal_version)
    )
    is_own = decision.originator_id == member.organisation_id
    stands = not decision.is_withdrawn
    rows = DecisionText.objects.visible_to(member).newest().filter(decision=decision)
    texts = list(rows.select_related("organisation", "decision")) if stands else []
    shown = next((one for one in texts if one.language == language), None)
    read: Decision | DecisionText = shown or decision
    return DecisionPage(
        title=read.title,
        text=SafeString(html(read.text)) if stands else SafeString(""),
        language=read.language,
        shown=shown,
        translator=translator_of(shown, member=member) if shown else "",
        languages=[decision.language, *(one.language for one in texts)],
        done_with=SafeString(html(decision.done_with)) if stands else SafeString(""),
        group=group,
        runs=WorkingGroup.objects.editable_by(member).filter(pk=decision.group_id).exists(),
        proposal=proposal,
        stances=list(said.select_related("seat__organisation").order_by("seat__organisation__name")),
        tasks=list(Task.objects.visible_to(member).filter(decision=decision).select_related("organisation")),
        follows=Decision.objects.visible_to(member).filter(supersedes=decision).first(),
        before=Decision.objects.visible_to(member).filter(pk=decision.supersedes_id or 0).first(),
        receipts=list(Delivery.objects.visible_to(member).of(decision).select_related("organisation"))
        if is_own
        else [],
        came=how_it_came(decision, member=member),
        is_own=is_own,
        reason=reason_words(decision.withdrawn_reason),
    )
