"""`port2port backup`: a copy of what cannot be made again."""

import argparse
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path

from port2port.site.command import start_django
from port2port.site.env import BadSetting

HELP = "Copy database, files and key store into a new folder, also while the site runs."
EXAMPLE = "port2port backup backups"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("folder", type=Path, help="folder in which the copy gets a folder of its own")


def run(options: argparse.Namespace) -> int:
    """Prints the folder of the copy. The key that opens the key store is not in it: keep that elsewhere."""
    start_django()
    from django.conf import settings

    from port2port.base.clock import now

    target = _new_folder(options.folder, now())
    copy_database(settings.DATABASES["default"], target)
    for folder in (Path(settings.MEDIA_ROOT), Path(settings.KEY_FOLDER)):
        if folder.is_dir():
            # What is being written to the key store has another name until it is whole, and may be gone meanwhile.
            shutil.copytree(folder, target / folder.name, ignore=shutil.ignore_patterns("*.key.*.new"))
    print(target)
    return 0


def _new_folder(folder: Path, at: datetime) -> Path:
    target = folder / f"port2port-{at:%Y%m%dT%H%M%SZ}"
    target.mkdir(parents=True, mode=0o700)
    return target


def copy_database(entry: dict[str, object], target: Path) -> None:
    """One consistent state of the database."""
    if str(entry["ENGINE"]).endswith("sqlite3"):
        with (
            closing(sqlite3.connect(f"file:{entry['NAME']}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(target / "port2port.sqlite3")) as copy,
        ):
            source.backup(copy)
        return
    address = {"--host": entry["HOST"], "--port": entry["PORT"], "--username": entry["USER"]}
    options = [f"{option}={value}" for option, value in address.items() if value]
    try:
        subprocess.run(  # noqa: S603
            ["pg_dump", "--format=custom", f"--file={target / 'port2port.dump'}", *options, str(entry["NAME"])],  # noqa: S607
            check=True,
            env={"PGPASSWORD": str(entry["PASSWORD"]), "PATH": "/usr/bin:/bin:/usr/local/bin"},
        )
    except FileNotFoundError:
        raise BadSetting("pg_dump is not here; it comes with the client programs of PostgreSQL") from None
    except subprocess.CalledProcessError:
        raise BadSetting(f"nothing was copied: pg_dump failed, and {target} holds no copy") from None
