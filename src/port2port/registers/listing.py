"""The register: what an address asks for, and the cases that answer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import ngettext

from port2port.members.member import Member
from port2port.pure.audience import Tlp
from port2port.registers.access import AiUseCases
from port2port.registers.figures import FigureWords, total_of
from port2port.registers.models import AiUseCase, CameraKind, Measurement, State
from port2port.reports.models.wording import with_ancestors
from port2port.vocabulary import lookup

PAGE = 30
# A country has some hundreds of them: purposes lie in a list of codes, and are looked through one by one.
MOST = 2_000
WHOSE = ("own", "others")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what is no filter is left out. No state is everything that is not withdrawn."""

    code: str = ""
    camera: str = ""
    state: str = ""
    org: str = ""
    lang: str = ""
    tlp: str = ""
    whose: str = ""
    page: int = 1

    @property
    def is_everything(self) -> bool:
        """True without any filter."""
        return self == Asked(page=self.page)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the register, how many there are in words, and the numbers of its neighbours."""

    rows: list[AiUseCase]
    count: str
    newer: int = 0
    older: int = 0


def asked_in(query: QueryDict) -> Asked:
    """The filter in an address."""
    page, code = query.get("page", ""), query.get("code", "")
    return Asked(
        code=code if lookup.is_known("methods", code) else "",
        camera=_one_of(query, "camera", CameraKind.values),
        state=_one_of(query, "state", State.values),
        org=query.get("org", "")[:60],
        lang=query.get("lang", "")[:2],
        tlp=_one_of(query, "tlp", [one.stix for one in Tlp if one < Tlp.RED]),
        whose=_one_of(query, "whose", WHOSE),
        page=max(1, int(page)) if page.isdecimal() and len(page) < 5 else 1,
    )


def listed(asked: Asked, *, member: Member) -> Listed:
    """The page that answers."""
    rows = list(rows_of(asked, member))
    first = (asked.page - 1) * PAGE
    return Listed(
        rows=rows[first : first + PAGE],
        count=ngettext("%(n)s use case", "%(n)s use cases", len(rows)) % {"n": len(rows)},
        newer=asked.page - 1,
        older=asked.page + 1 if len(rows) > first + PAGE else 0,
    )


def rows_of(asked: Asked, member: Member) -> Iterator[AiUseCase]:
    """All that the filter asks for, the last changed first."""
    for case in _filtered(asked, member).order_by("-changed_at", "-pk")[:MOST]:
        if not asked.code or any(asked.code in with_ancestors(code) for code in case.purposes):
            yield case


def compared(camera: str, *, member: Member) -> list[tuple[AiUseCase, FigureWords, bool]]:
    """Cases with what they were measured to do, and whether only the own organisation sees that; by kind and name."""
    seen: dict[int, list[Measurement]] = defaultdict(list)
    for one in Measurement.objects.visible_to(member):
        seen[one.case_id].append(one)
    cases = AiUseCase.objects.in_register_of(member).standing().filter(pk__in=seen).exclude(state=State.WITHDRAWN)
    if camera:
        cases = cases.filter(kind=camera)
    found = [(case, total_of(seen[case.pk])) for case in cases.select_related("originator").order_by("kind", "title")]
    return [(case, total, case.is_draft or not case.shows_figures) for case, total in found if total is not None]


def _filtered(asked: Asked, member: Member) -> AiUseCases:
    rows = AiUseCase.objects.in_register_of(member).select_related("originator", "facility__port")
    rows = rows.filter(state=asked.state) if asked.state else rows.exclude(state=State.WITHDRAWN)
    wanted = {"kind": asked.camera, "originator__slug": asked.org, "language": asked.lang}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if asked.tlp:
        rows = rows.filter(tlp=next(one.value for one in Tlp if one.stix == asked.tlp))
    if asked.whose:
        own = {"originator_id": member.organisation_id}
        rows = rows.filter(**own) if asked.whose == "own" else rows.exclude(**own)
    # What is written for oneself alone has no readers, so no label yet.
    return rows.filter(version__gt=0) if asked.tlp else rows


def _one_of(query: QueryDict, name: str, known: Iterable[str]) -> str:
    value = query.get(name, "")
    return value if value in set(known) else ""
