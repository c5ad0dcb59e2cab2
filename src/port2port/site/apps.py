from uuid import UUID

from django.apps import AppConfig

from port2port.members.member import Member


class SiteConfig(AppConfig):
    name = "port2port.site"
    label = "site"

    def ready(self) -> None:
        """Say how rooms find records of each other that they name by public key alone."""
        from port2port.knowledge.models import Practice
        from port2port.measures import rooms
        from port2port.registers import linking
        from port2port.site.measure_rooms import GroupRooms

        def practice(key: UUID, member: Member) -> linking.Link | None:
            row = Practice.objects.visible_to(member).standing().filter(key=key).first()
            return linking.Link(row.title, row.get_absolute_url()) if row else None

        rooms.bring(GroupRooms())
        linking.bring("practice", practice)
