"""The settings in earnest: not those of the tests, read by a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.house.tree import ROOT

PRODUCTION = {
    "PORT2PORT_SITE_URL": "https://ports.example",
    "PORT2PORT_HOSTS": "ports.example",
    "PORT2PORT_SMTP_HOST": "mail.ports.example",
    "PORT2PORT_SECRET_KEY": "a secret that is long enough and never used, 0123456789 abcdefghijklmnopqrstuvwxyz",
}


def run(arguments: list[str], folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PORT2PORT_", "DJANGO_"))}
    own |= {"PORT2PORT_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "port2port.site.settings"} | settings
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=own, capture_output=True, text=True, timeout=120, check=False
    )


def read(folder: Path, names: list[str], **settings: str) -> dict[str, Any]:
    script = (
        f"import json; from django.conf import settings as s; print(json.dumps({{n: getattr(s, n) for n in {names}}}))"
    )
    answer = run(["-c", script], folder, **settings)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_a_production_node_has_nothing_to_be_warned_of(tmp_path: Path):
    answer = run(["manage.py", "check", "--deploy", "--fail-level", "WARNING"], tmp_path, **PRODUCTION)

    assert answer.returncode == 0, answer.stderr


def test_a_password_alone_opens_nothing_outside_the_demo(tmp_path: Path):
    names = ["MFA_REQUIRED", "DEBUG", "DEMO", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "PASSWORD_HASHERS"]

    production = read(tmp_path, names, **PRODUCTION)
    demo = read(tmp_path, names, PORT2PORT_DEMO="yes")

    assert (production["MFA_REQUIRED"], production["DEBUG"], production["DEMO"]) == (True, False, False)
    assert production["SESSION_COOKIE_SECURE"]
    assert production["CSRF_COOKIE_SECURE"]
    assert production["PASSWORD_HASHERS"][0].endswith("Argon2PasswordHasher")
    assert demo["MFA_REQUIRED"] is False


def test_failed_sign_ins_are_counted_by_the_address_before_the_proxy(tmp_path: Path):
    plain = read(tmp_path, ["ALLAUTH_TRUSTED_PROXY_COUNT"], **PRODUCTION)
    behind = read(tmp_path, ["ALLAUTH_TRUSTED_PROXY_COUNT"], PORT2PORT_BEHIND_PROXY="yes", **PRODUCTION)

    # Without a proxy anybody could write the header.
    assert (plain, behind) == ({"ALLAUTH_TRUSTED_PROXY_COUNT": 0}, {"ALLAUTH_TRUSTED_PROXY_COUNT": 1})


def test_no_page_may_run_a_script_that_is_not_ours(tmp_path: Path):
    policy = read(tmp_path, ["SECURE_CSP"], **PRODUCTION)["SECURE_CSP"]

    assert policy["default-src"] == ["'none'"]
    assert not any("unsafe" in source for sources in policy.values() for source in sources)
    assert not any(source.startswith("http") for sources in policy.values() for source in sources)


def test_the_secret_is_made_once_and_read_by_its_owner_only(tmp_path: Path):
    first = read(tmp_path, ["SECRET_KEY"])
    second = read(tmp_path, ["SECRET_KEY"])

    assert first == second
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "settings",
    [
        {"PORT2PORT_DATABASE": "mysql://localhost/x"},
        {"PORT2PORT_DEMO": "perhaps"},
        {"PORT2PORT_SMTP_PORT": "twenty", "PORT2PORT_SMTP_HOST": "localhost"},
    ],
    ids=str,
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, settings: dict[str, str]):
    answer = run(["-c", "from port2port.site.command import main; main(['migrate'])"], tmp_path, **settings)

    assert next(iter(settings)) in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.django_db
def test_the_tables_are_what_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_tests_keep_to_a_folder_of_their_own(settings: Any):
    assert "port2port-test-" in str(settings.VAR)
