"""What a start must not load: what takes much memory and time waits until somebody asks for it."""

import subprocess
import sys

STARTED = """
import sys
from port2port.site.command import start_django
start_django()
from django.urls import get_resolver
get_resolver().url_patterns
print(*sorted({".".join(name.split(".")[:2]) for name in sys.modules if name.startswith("scipy.")}))
"""
# Tens of megabytes and half a second each; `import scipy` alone fetches them when a name of theirs is used.
HEAVY = {"scipy.optimize", "scipy.special", "scipy.stats", "scipy.linalg", "scipy.sparse"}


def test_a_start_waits_for_no_statistics():
    answer = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True, check=True)

    loaded = set(answer.stdout.split())
    assert loaded, "scipy itself is known"
    assert loaded & HEAVY == set()
