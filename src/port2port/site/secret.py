"""Django's secret: from the environment, or made once and kept in a file that only its owner reads."""

import os
import secrets
from pathlib import Path


def secret_key(var: Path) -> str:
    """The secret that signs sessions and forms."""
    given = os.environ.get("PORT2PORT_SECRET_KEY")
    if given:
        return given
    path = var / "secret.key"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        # O_EXCL: two processes that start together must end with one secret.
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()
