"""`port2port up`: the site in earnest."""

import argparse

from port2port.site import env
from port2port.site.commands.serving import run_first, serve

HELP = "Serve the site: web and worker, until Ctrl-C or SIGTERM."
EXAMPLE = "PORT2PORT_SITE_URL=https://ports.example port2port up --port 8000"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, help="port to listen on (default: PORT or 8000)")
    parser.add_argument("--workers", type=int, help="web processes (default: PORT2PORT_WORKERS or 2)")
    parser.add_argument("--threads", type=int, help="threads in each (default: PORT2PORT_THREADS or 4)")


def run(options: argparse.Namespace) -> int:
    """Looks whether the node is fit to serve, then serves."""
    port = options.port or env.bare_number("PORT", 8000)
    status = run_first("port2port.site.commands.prepare")
    if status:
        return status

    def tell() -> None:
        print(f"Port2Port serves on http://{options.host}:{port}", flush=True)

    return serve(
        host=options.host,
        port=port,
        workers=options.workers or env.number("WORKERS", 2),
        threads=options.threads or env.number("THREADS", 4),
        when_ready=tell,
    )
