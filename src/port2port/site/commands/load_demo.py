"""Makes the demo's tables and its community, and writes down the logins. Run as a process of its own."""

import sys
from functools import partial
from pathlib import Path

from port2port.site import env
from port2port.site.command import start_django


def main(seed: int) -> int:
    """Loads the community. Raises what the demo raises outside demo mode."""
    start_django()
    from django.conf import settings
    from django.core.management import call_command

    from port2port.base.clock import now
    from port2port.site.demo import load

    call_command("migrate", interactive=False, verbosity=0)
    load(seed=seed, now=now(), tell=partial(print, flush=True))
    (Path(settings.VAR) / "logins.txt").write_text(
        logins(env.text("DEMO_PASSWORD") or "demo-port2port", seed), encoding="utf-8"
    )
    return 0


def logins(password: str, seed: int = 1) -> str:
    """A table of who can sign in."""
    from port2port.members.models import Seat
    from port2port.site.demo.concerned import shown_code

    seats = Seat.objects.open().select_related("person", "organisation").order_by("pk")
    rows = [("login", "seat", "organisation")] + [
        (seat.person.username, seat.function, seat.organisation.name) for seat in seats
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = ["   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    concerned_by = f"receipt code of a made-up concern (/concerns/read/): {shown_code(seed)}"
    password_line = f"password of all, and passphrase of every handler of a concerns desk: {password}"
    return "\n".join([*lines, "", password_line, concerned_by, ""])


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
