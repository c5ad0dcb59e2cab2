"""The rows of a proposal as the value that the rules of `pure.consent` work on."""

from dataclasses import dataclass, field

from port2port.groups.models import Proposal, ProposalVersion, Resolution, Stance
from port2port.pure.consent import Method, Outcome, Position, Round


@dataclass(slots=True)
class Spoken:
    """Everything that was said about a proposal: versions in order, and the last word of each seat on each."""

    versions: list[ProposalVersion]
    last: dict[int, dict[int, Stance]] = field(default_factory=dict)
    resolved: dict[int, set[int]] = field(default_factory=dict)

    @property
    def current(self) -> ProposalVersion:
        """The wording that counts."""
        return self.versions[-1]

    def carried(self) -> frozenset[int]:
        """Seats whose objection to an earlier version stands."""
        standing: set[int] = set()
        for version in self.versions[:-1]:
            standing = self._left(version, standing)
        return frozenset(standing - self.resolved.get(self.current.pk, set()))

    def _left(self, version: ProposalVersion, before: set[int]) -> set[int]:
        said = self.last.get(version.pk, {})
        objecting = {seat for seat, stance in said.items() if stance.position == Position.OBJECT}
        return objecting | (before - said.keys() - self.resolved.get(version.pk, set()))

    def objection_of(self, seat: int) -> Stance | None:
        """The seat's last objection, in any version."""
        objections = (self.last.get(version.pk, {}).get(seat) for version in reversed(self.versions))
        return next((one for one in objections if one is not None and one.position == Position.OBJECT), None)


def spoken_of(proposal: Proposal) -> Spoken:
    """All that was said, in three queries."""
    found = Spoken(list(ProposalVersion.objects.filter(proposal=proposal).order_by("n")))
    for stance in (
        Stance.objects.filter(version__proposal=proposal).select_related("seat__organisation").order_by("revision")
    ):
        found.last.setdefault(stance.version_id, {})[stance.seat_id] = stance
    for version, seat in Resolution.objects.filter(version__proposal=proposal).values_list("version_id", "seat_id"):
        found.resolved.setdefault(version, set()).add(seat)
    return found


def round_of(proposal: Proposal, spoken: Spoken) -> Round:
    """The current round; a withdrawn proposal has none."""
    version = spoken.current
    said = {seat: Position(stance.position) for seat, stance in spoken.last.get(version.pk, {}).items()}
    return Round(
        places=dict(version.seats.values_list("pk", "port_id")),
        method=Method(proposal.method),
        opens_at=version.opens_at,
        closes_at=version.closes_at,
        version=version.n,
        said=said,
        carried=spoken.carried(),
        extended=version.extended,
        outcome=Outcome(proposal.outcome),
    )
