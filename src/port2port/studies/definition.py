"""The definition of a study: canonical JSON, hashed before any count since the measure is read."""

from hashlib import sha256

from port2port.pure.canonical import Json, canonical_json
from port2port.pure.displacement.study import Settings
from port2port.studies.framing import Frame
from port2port.studies.models import Study
from port2port.studies.planning import Plan

FORMAT = "port2port-study-1.0"
METHOD = "ratio study with a comparison from outside (foresight 4.1)"


def definition_of(study: Study, frame: Frame, plan: Plan) -> dict[str, Json]:
    """All that decides what will be compared; shares as text, for a hash of whole numbers is the same everywhere."""
    usual = Settings()
    return {
        "format": FORMAT,
        "study": str(study.key),
        "replaces": str(study.replaces.key) if study.replaces else None,
        "title": study.title,
        "language": study.language,
        "hypothesis": study.hypothesis,
        "circle": str(study.circle.key),
        "measure": _measure(study),
        "outcome": study.outcome,
        "category": study.category,
        "others": [one.port.locode or one.port.slug for one in frame.others],
        "comparison": _comparison(study),
        "first_week": (plan.first or frame.first).isoformat(),
        "weeks_before": study.weeks_before,
        "weeks_after": study.weeks_after,
        "hoped_percent": study.hoped_percent,
        "smallest_share": None if plan.smallest is None else f"{plan.smallest:.3f}",
        "method": METHOD,
        "settings": {
            "level": f"{usual.level:g}",
            "block_weeks": usual.block_weeks,
            "power": f"{usual.power:g}",
            "alpha": f"{usual.alpha:g}",
        },
    }


def _measure(study: Study) -> Json:
    measure = study.intervention
    return {
        "key": str(measure.key),
        "title": measure.title,
        "port": measure.port.locode or measure.port.slug,
        "announced_on": measure.announced_on.isoformat(),
        "starts_on": measure.starts_on.isoformat(),
        "ramp_weeks": measure.ramp_weeks,
    }


def _comparison(study: Study) -> Json:
    one = study.comparison
    return None if one is None else {"key": str(one.key), "title": one.title, "reason": one.reason, "why": one.why}


def hash_of(definition: dict[str, Json]) -> str:
    """SHA-256 of its canonical form (RFC 8785), as hexadecimal digits."""
    return sha256(canonical_json(definition)).hexdigest()
