"""A served demonstration to measure: `port2port demo` on a free port, its community kept in a folder for the next run."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "bench"
PASSWORD = "demo-port2port"
START = "import sys; from port2port.site.command import main; sys.exit(main(['demo']))"
# Making the community takes most of it; a folder that holds one serves within seconds.
PATIENCE_S = 1800


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, int]]:
    """The address of the demonstration, and the process id of its parent."""
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    own = os.environ | {"PORT2PORT_VAR": str(folder.absolute()), "PORT": str(port)}
    own.pop("PORT2PORT_DEMO_PASSWORD", None)
    server = subprocess.Popen([sys.executable, "-c", START], env=own, stdout=subprocess.DEVNULL)
    try:
        _await(address, server)
        yield address, server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def _await(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(f"{address}/accounts/login/", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    sys.exit("the demonstration did not start")
