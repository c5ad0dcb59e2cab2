"""`port2port demo`: a made-up community to try everything in; nothing of it leaves this machine."""

import argparse
import os
import shutil
from hashlib import sha256
from pathlib import Path

from port2port.site import env
from port2port.site.commands.serving import check_free, run_first, serve

HELP = "Serve the demonstration community on this machine, and print its logins."
EXAMPLE = "PORT=8080 port2port demo"
HOST = "127.0.0.1"
PACKAGE = Path(__file__).resolve().parents[2]
# The demo keeps a folder of its own, so that it can be thrown away without a thought.
DEMO = "demo"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and whether to begin anew."""
    parser.add_argument("--port", type=int, help="port to listen on (default: PORT or 8000)")
    parser.add_argument("--seed", type=int, help="seed of the made-up history (default: DEMO_SEED or 1)")
    parser.add_argument("--fresh", action="store_true", help="throw away what was tried before")


def run(options: argparse.Namespace) -> int:
    """Makes the community where it is not there yet, then serves it."""
    port = options.port or env.bare_number("PORT", 8000)
    seed = options.seed or env.bare_number("DEMO_SEED", 1)
    check_free(HOST, port)
    folder = Path(os.environ.get("PORT2PORT_VAR", "var")).absolute() / DEMO
    settle(folder, port)
    made_from = folder / "made-from.txt"
    wanted = _mark(seed)
    if options.fresh or not made_from.exists() or made_from.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        print(f"Making the demonstration community (seed {seed}) …", flush=True)
        status = run_first("port2port.site.commands.load_demo", str(seed))
        if status:
            return status
        # Written last: a demo that was interrupted while it was made is made again.
        made_from.write_text(wanted)
    status = run_first("port2port.site.commands.prepare")
    if status:
        return status

    def tell() -> None:
        print((folder / "logins.txt").read_text())
        print(f"Port2Port's demonstration serves on http://{HOST}:{port}   (Ctrl-C ends it)", flush=True)

    return serve(host=HOST, port=port, workers=1, threads=4, when_ready=tell)


def settle(folder: Path, port: int) -> None:
    """Points every setting at the demo; an operator's own database and mail server are never touched."""
    for name in [name for name in os.environ if name.startswith("PORT2PORT_")]:
        if name not in {"PORT2PORT_DEMO_PASSWORD", "PORT2PORT_LANGUAGE", "PORT2PORT_LOG_LEVEL"}:
            del os.environ[name]
    os.environ["PORT2PORT_DEMO"] = "yes"
    os.environ["PORT2PORT_VAR"] = str(folder)
    os.environ["PORT2PORT_SITE_URL"] = f"http://{HOST}:{port}"


def _mark(seed: int) -> str:
    """What a demo was made from; one of another seed, password, table or story is made again."""
    digest = sha256(os.environ.get("PORT2PORT_DEMO_PASSWORD", "").encode())
    sources = ("*/migrations/*.py", "site/demo/**/*.*", "knowledge/starting/*.yaml", "figures/starting/*.csv")
    for path in sorted(path for pattern in sources for path in PACKAGE.glob(pattern)):
        if path.suffix != ".pyc":
            digest.update(path.read_bytes())
    return f"{seed} {digest.hexdigest()}"
