"""Django's `migrate`, in half the time."""

from typing import Any

from django.core.management.commands import migrate

from port2port.base.quick_migrations import new_models_alone


class Command(migrate.Command):
    """Makes the tables; what it makes is what Django's own command makes."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        """Applies what is missing."""
        with new_models_alone():
            return super().handle(*args, **options)
