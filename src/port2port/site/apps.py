from uuid import UUID

from django.apps import AppConfig

from port2port.members.member import Member


class SiteConfig(AppConfig):
    name = "port2port.site"
    label = "site"

    def ready(self) -> None:
        """Let common measures know the working groups."""
        from port2port.measures.rooms import bring
        from port2port.site.measure_rooms import GroupRooms

        bring(GroupRooms())
        """Say how rooms find records of each other that they name by public key alone."""
        from port2port.knowledge.models import Practice
        from port2port.registers.linking import Link, bring

        def practice(key: UUID, member: Member) -> Link | None:
            row = Practice.objects.visible_to(member).standing().filter(key=key).first()
            return Link(row.title, row.get_absolute_url()) if row else None

        bring("practice", practice)
