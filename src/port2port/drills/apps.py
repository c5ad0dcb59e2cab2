from django.apps import AppConfig


class DrillsConfig(AppConfig):
    name = "port2port.drills"
    label = "drills"

    def ready(self) -> None:
        """Say that an event can be the source of an action; its words never name the script."""
        from port2port.drills.access import SOURCE
        from port2port.drills.models import Event
        from port2port.duties import sources

        sources.bring(
            SOURCE,
            rows=lambda member: Event.objects.visible_to(member).with_names(),
            words=lambda row: row.caption,  # type: ignore[attr-defined]
            address=lambda row: row.get_absolute_url(),  # type: ignore[attr-defined]
        )
