"""Web and worker as two child processes that live and end together."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

from port2port.site.env import BadSetting

PATIENCE_S = 15


def check_free(host: str, port: int) -> None:
    """Raises BadSetting when something else listens there, or nothing can."""
    if not 0 < port < 65_536:
        raise BadSetting(f"a port is a number between 1 and 65535, not {port}")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, port))
        except OSError as error:
            raise BadSetting(f"cannot listen on {host}:{port} ({error.strerror}); choose another with PORT=…") from None


def run_first(*module: str) -> int:
    """Runs a module to its end in a process of its own, whose memory is free again afterwards; its exit code."""
    # Told to end, `run` ends its child first: nothing is left behind half-way through the making of a demo.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    return subprocess.run([sys.executable, "-m", *module], check=False).returncode  # noqa: S603 - our own modules


def serve(*, host: str, port: int, workers: int, threads: int, when_ready: Callable[[], None]) -> int:
    """Runs the site until it is told to stop; 0 after a wanted end, 1 when a child ended by itself.

    The parent loads no Django: an idle node should cost little memory.
    """
    check_free(host, port)
    listen = ["--interface", "wsgi", "--host", host, "--port", str(port)]
    size = ["--workers", str(workers), "--blocking-threads", str(threads)]
    plain = ["--no-ws", "--log-level", "warning"]
    children = {
        "web": _start(["granian", *listen, *size, *plain, "port2port.site.wsgi:application"]),
        "worker": _start(["port2port.site.commands.work"]),
    }
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    ready = False
    try:
        while not stopping:
            for name, child in children.items():
                if child.poll() is not None:
                    sys.stderr.write(f"the {name} ended by itself with code {child.returncode}\n")
                    return 1
            if not ready and _answers(host, port):
                ready = True
                when_ready()
            time.sleep(0.2)
    finally:
        _end(list(children.values()))
    return 0


def _start(module: list[str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches the parent alone, which then ends both in order.
    return subprocess.Popen([sys.executable, "-m", *module], start_new_session=True)  # noqa: S603


def _answers(host: str, port: int) -> bool:
    own = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        with socket.create_connection((own, port), timeout=1):
            return True
    except OSError:
        return False


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + PATIENCE_S
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
