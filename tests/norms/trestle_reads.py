"""Reads each file with compliance-trestle, in its own environment, and prints a line of JSON: whether it takes it.

.venv-trestle/bin/python tests/norms/trestle_reads.py FILE…
"""

import json
import sys
from importlib import import_module
from pathlib import Path

MODELS = {
    "catalog": ("catalog", "Catalog"),
    "profile": ("profile", "Profile"),
    "mapping-collection": ("mapping", "MappingCollection"),
    "assessment-plan": ("assessment_plan", "AssessmentPlan"),
    "assessment-results": ("assessment_results", "AssessmentResults"),
    "plan-of-action-and-milestones": ("poam", "PlanOfActionAndMilestones"),
}


def takes(path: Path) -> str:
    """Empty when trestle reads it, else the kind of error."""
    try:
        root = next(iter(json.loads(path.read_text(encoding="utf-8"))), "")
        module, name = MODELS.get(root, ("catalog", "Catalog"))
        found = getattr(import_module(f"trestle.oscal.{module}"), name).oscal_read(path)
    except Exception as error:  # noqa: BLE001 - whatever it raises is its verdict
        return type(error).__name__
    return "" if found is not None else "nothing read"


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(json.dumps({"file": argument, "refused": takes(Path(argument))}))
