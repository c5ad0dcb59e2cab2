"""What an owner says of a use case, parsed: the one value that the form, the API and the demo hand to the actions."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from port2port.members.models import Facility, Seat
from port2port.pure.ai_camera import AiClass, Biometric, Facts, Place, computed
from port2port.registers.models import AiUseCase


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFields:
    """Everything an owner may say; names as in the table. raised: the class said by hand, empty where none is."""

    title: str
    summary: str = ""
    language: str = "en"
    facility: Facility | None = None
    purposes: tuple[str, ...] = ()
    kind: str = "other"
    place: str = "private"
    is_real_time: bool = False
    biometric: str = "none"
    at_work: bool = False
    is_sensitive: bool = False
    deployer: str = ""
    provider: str = ""
    model: str = ""
    for_law_enforcement: bool = False
    legal_basis: str = ""
    camera_law_declared: bool = False
    works_council_consulted: bool = False
    dpia: str = ""
    dpia_on: date | None = None
    retention_days: int | None = None
    raised: str = ""
    class_reasoning: str = ""
    authority: str = ""
    decides: str = ""
    within_s: int | None = None
    switches_off: str = ""
    lessons: str = ""
    practice: str = ""
    contact: Seat | None = None

    @property
    def facts(self) -> Facts:
        """What class and gates hang on."""
        return Facts(
            biometric=Biometric(self.biometric),
            place=Place(self.place),
            is_real_time=self.is_real_time,
            for_law_enforcement=self.for_law_enforcement,
            at_work=self.at_work,
            is_sensitive=self.is_sensitive,
            raised=AiClass(self.raised) if self.raised else AiClass.NONE,
            reasoning=self.class_reasoning,
            decides=self.decides,
            within_s=self.within_s,
            switches_off=self.switches_off,
            dpia=self.dpia,
            authority=self.authority,
        )


NAMES = tuple(one.name for one in fields(CaseFields))
# Every other name is a column of the same name.
KEPT = tuple(name for name in NAMES if name != "raised")


def apply(said: CaseFields, case: AiUseCase, *, ai_class: AiClass) -> None:
    """Write what was said into the row; nothing is saved."""
    for name in KEPT:
        value = getattr(said, name)
        setattr(case, name, list(value) if isinstance(value, tuple) else value)
    case.ai_class = ai_class.value


def fields_of(case: AiUseCase) -> CaseFields:
    """What the row says. A class above what its answers compute was raised by hand."""
    values: dict[str, Any] = {name: getattr(case, name) for name in KEPT}
    least = computed(case.facts)
    raised = case.ai_class if AiClass(case.ai_class).weight > least.weight else ""
    return CaseFields(**values | {"purposes": tuple(case.purposes), "raised": raised})
