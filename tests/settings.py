"""The settings under test: the real ones, with a folder of their own for each test process."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# The run's own mark, handed down to the processes that pytest-xdist starts: two runs on one machine never meet.
RUN = os.environ.setdefault("TEST_RUN_OF_PORT2PORT", str(os.getpid()))
KEPT = {"PORT2PORT_TEST_DATABASE", "PORT2PORT_TEST_POSTGRES", "PORT2PORT_COMMUNITIES"}
for name in [name for name in os.environ if name.startswith("PORT2PORT_") and name not in KEPT]:
    del os.environ[name]

FOLDER = Path(tempfile.mkdtemp(prefix="port2port-test-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
# whitenoise warns of a folder that is not there, and a warning fails a test.
(FOLDER / "static").mkdir()
os.environ["PORT2PORT_VAR"] = str(FOLDER)
os.environ["PORT2PORT_MFA_REQUIRED"] = "no"
os.environ["PORT2PORT_KEY_SECRET"] = "the key store of the tests opens with this"
if os.environ.get("PORT2PORT_TEST_DATABASE") == "postgresql":
    os.environ["PORT2PORT_DATABASE"] = os.environ.get(
        "PORT2PORT_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres"
    )

from port2port.site.settings import *  # noqa: E402, F403
from port2port.site.settings import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["TEST"] = {"NAME": f"test_port2port_{RUN}"}
    # A test's database need not survive a power cut; the commits themselves are real.
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
else:
    DATABASES["default"]["TEST"] = {"NAME": str(FOLDER / "test.sqlite3")}

# Slow on purpose in earnest, and beside the point of every test but the one that reads the real settings.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
CONCERN_PASSES, CONCERN_MEMORY_KIB = 1, 8
