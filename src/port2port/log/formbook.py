"""The forms of the 24-hour report: those that come with the package and those of the operator's own folder."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

from port2port.duties.rulebook import document
from port2port.pure.entries import EntryFault
from port2port.pure.form_template import FormTemplate, template_of

FOLDER = Path(__file__).resolve().parent / "form_templates"
MOST_BYTES = 200_000


def formbook() -> Mapping[str, FormTemplate]:
    """All forms by id; one of the operator's takes the place of a packaged one of the same id. Raises EntryFault."""
    return _read(str(settings.FORMS))


@cache
def _read(own: str) -> Mapping[str, FormTemplate]:
    found: dict[str, FormTemplate] = {}
    for folder in (FOLDER, *([Path(own)] if own else [])):
        found |= read(folder)
    return found


def read(folder: Path) -> dict[str, FormTemplate]:
    """The forms of one folder by id. Raises EntryFault."""
    if not folder.is_dir():
        raise EntryFault(f"{folder}: there is no such folder")
    found: dict[str, FormTemplate] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.stat().st_size > MOST_BYTES:
            raise EntryFault(f"{path.name}: larger than a form can be")
        form = template_of(document(path), path.name)
        if form.id in found:
            raise EntryFault(f"{path.name}: the id {form.id} stands in another file too")
        found[form.id] = form
    return found
