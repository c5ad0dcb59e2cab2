"""Tables are made in less than half the time: a new model is drawn alone, and guards ask for no models at all.

Whenever a migration makes a model, Django draws anew every model that is tied to it, over any number of steps; with two
hundred models that is thirty thousand drawings. Nothing that exists points to a new model, so nothing else need change:
its own fields tie themselves to what they point to. Before an operation that is handed the models, all are drawn anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import router
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython
from django.db.migrations.state import ModelState, ProjectState


class Guarding(RunPython):
    """An operation on triggers: its functions are handed no models, so none are drawn for them."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState | None,
        to_state: ProjectState | None,
    ) -> None:
        """Makes the triggers, where this app's tables are."""
        del from_state, to_state
        if router.allow_migrate(schema_editor.connection.alias, app_label, **self.hints):
            self.code(None, schema_editor)  # type: ignore[arg-type]


@contextmanager
def new_models_alone() -> Iterator[None]:
    """Inside, migrations draw a new model and none of those that it is tied to."""
    as_django = ProjectState.add_model
    ProjectState.add_model = _add_alone  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        ProjectState.add_model = as_django  # type: ignore[method-assign]


def _add_alone(state: ProjectState, model_state: ModelState) -> None:
    key = (model_state.app_label, model_state.name_lower)
    state.models[key] = model_state
    # Nothing public says whether they were looked up.
    if state.__dict__.get("_relations") is not None:
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:
        state.is_delayed = True
        state.apps.render_multiple([model_state])
