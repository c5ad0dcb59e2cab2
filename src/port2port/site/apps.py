from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "port2port.site"
    label = "site"

    def ready(self) -> None:
        """Let common measures know the working groups."""
        from port2port.measures.rooms import bring
        from port2port.site.measure_rooms import GroupRooms

        bring(GroupRooms())
