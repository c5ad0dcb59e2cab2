"""What must be true before the first request: tables up to date, static files packed. Run as a process of its own."""

import sys

from port2port.site.command import start_django


def pack_static_files() -> None:
    """Hashed and compressed copies of every static file; pages then name those."""
    from django.conf import settings
    from django.core.management import call_command

    settings.STORAGES["staticfiles"]["BACKEND"] = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)


def missing_migrations() -> list[str]:
    """Migrations that the database does not have yet."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return [str(migration) for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def main() -> int:
    """Prepares; 1 and words when the node cannot serve."""
    start_django()
    missing = missing_migrations()
    if missing:
        sys.stderr.write(f"{len(missing)} migrations are missing from the database; run `port2port migrate` first\n")
        return 1
    pack_static_files()
    return 0


if __name__ == "__main__":
    sys.exit(main())
