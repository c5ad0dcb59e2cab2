from django.apps import AppConfig


class LevelsConfig(AppConfig):
    name = "port2port.levels"
    label = "levels"

    def ready(self) -> None:
        """Say that a declaration can be the source of an action."""
        from port2port.duties import sources
        from port2port.levels.actions.running import SOURCE
        from port2port.levels.models import Dos

        sources.bring(
            SOURCE,
            rows=Dos.objects.visible_to,
            words=str,
            address=lambda row: row.get_absolute_url(),  # type: ignore[attr-defined]
        )
