"""Our verdict beside that of compliance-trestle: each shipped document, what a proof pack exports, and broken ones.

make trestle
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from port2port.norms import shipped
from port2port.pure.oscal import results
from port2port.pure.oscal.reading import BadOscal, read
from tests.pure.oscal.documents import changed, control, crosswalk, law, profile, written

ROOT = Path(__file__).parents[2]
type Break = Callable[[dict[str, Any]], object]
MUTANTS: dict[str, Break] = {
    "no uuid": lambda body: body.pop("uuid"),
    "a uuid of another form": lambda body: body.update(uuid="1234"),
    "no metadata": lambda body: body.pop("metadata"),
    "no title": lambda body: body["metadata"].pop("title"),
    "no version": lambda body: body["metadata"].pop("version"),
    "no moment": lambda body: body["metadata"].pop("last-modified"),
    "a moment without a zone": lambda body: body["metadata"].update({"last-modified": "2026-11-29T00:00:00"}),
    "groups that are none": lambda body: body.update(groups=[]),
    "a control without a title": lambda body: control(body).pop("title"),
    "a control without an id": lambda body: control(body).pop("id"),
    "an id with a space": lambda body: control(body).update(id="a 14"),
    "a member that nobody knows": lambda body: body.update(colour="blue"),
    "a prop without a value": lambda body: control(body)["props"][0].pop("value"),
}


def files(folder: Path) -> list[Path]:
    """Shipped ones, sound ones of the tests, and the broken ones."""
    made = {"sound catalogue": written(law(), "en"), "sound profile": profile(), "sound crosswalk": crosswalk()}
    made |= exported()
    made |= {name: changed(written(law(), "en"), change) for name, change in MUTANTS.items()}
    for name, data in made.items():
        (folder / f"{name}.json").write_bytes(data)
    return [*shipped.paths(), *sorted(folder.iterdir())]


def exported() -> dict[str, bytes]:
    """The documents of a proof pack, with everything that they can hold."""
    at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    proof = results.Proof("Register", "Safe", "ab" * 32, date(2026, 3, 1))
    told = [
        results.Told(
            "acc-05", "partly", 2, 3, "At night too.", "medium", proofs=(proof, results.Proof("Photo", "Disk"))
        ),
        results.Told("bag-01", "not_applicable", na_reason="No passengers.", is_accepted=True),
    ]
    todo = results.Todo(str(UUID(int=7)), "Mend the fence", "open", date(2026, 9, 1), "acc-05")
    one = results.Assessed(
        str(UUID(int=1)), "Quay: round", "self", "agreed", at, ("baseline.json", "cd" * 32), told, [todo]
    )
    made = {"exported plan": results.plan_of(one), "exported results": results.results_of(one)}
    poam = results.poam_of(one)
    return made | ({"exported actions": poam} if poam else {})


def ours(path: Path) -> bool:
    """Whether we take it."""
    try:
        read(path.read_bytes())
    except BadOscal:
        return False
    return True


def main() -> int:
    """0 when both say the same of every file."""
    with tempfile.TemporaryDirectory() as name:
        paths = files(Path(name))
        command = [str(ROOT / ".venv-trestle/bin/python"), str(ROOT / "tests/norms/trestle_reads.py"), *map(str, paths)]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
        theirs = {one["file"]: not one["refused"] for one in map(json.loads, lines)}
        apart = [path for path in paths if ours(path) != theirs[str(path)]]
        taken = sum(theirs.values())
    for path in apart:
        print(f"{path.name}: we say {not theirs[str(path)]}, trestle says {theirs[str(path)]}")
    print(f"{len(paths)} documents, {taken} taken by both, {len(paths) - taken - len(apart)} refused by both")
    return 1 if apart else 0


if __name__ == "__main__":
    sys.exit(main())
