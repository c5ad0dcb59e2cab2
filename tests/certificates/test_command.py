"""The command line: a check without Django, and what the server writes for it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from port2port.base.clock import now
from port2port.certificates import actions, issuer
from port2port.site.command import main

pytestmark = pytest.mark.django_db
# Refuses every socket before the command runs, and says at the end whether Django came in.
CUT = """
import socket, sys
def refuse(*_args, **_kwargs):
    raise SystemExit("a check asked the network")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from port2port.site.command import main
code = main(sys.argv[1:])
sys.exit(99 if "django" in sys.modules else code)
"""


@pytest.fixture
def files(issue, tmp_path: Path) -> tuple[Path, Path]:
    row = issue(now=now())
    token, bundle = tmp_path / "certificate.jwt", tmp_path / "bundle.json"
    token.write_text(row.credential)
    bundle.write_text(json.dumps(issuer.bundle_file(now=now())))
    return token, bundle


def verified(token: Path, bundle: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", CUT, "certificate", "verify", str(token), "--bundle", str(bundle)],
        check=False,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_check_needs_neither_network_nor_django(files):
    code, said = verified(*files)

    assert (code, said.splitlines()[0]) == (0, "valid")
    assert "Guard at a port facility" in said
    assert "ISPS B/18.2.1, ISPS B/18.2.3, ACC-02" in said


def test_of_a_pdf_the_signed_certificate_is_what_was_checked(files, tmp_path):
    token, bundle = files
    paper = tmp_path / "certificate.pdf"
    paper.write_bytes(b"%PDF-1.7\nstream\n" + token.read_bytes() + b"\nendstream\n")

    code, said = verified(paper, bundle)

    assert (code, said.splitlines()[0]) == (0, "valid")
    assert "not the words on the paper" in said


def test_each_answer_has_a_code_of_its_own(issue, author, files, tmp_path, capsys):
    token, bundle = files
    arguments = ["certificate", "verify", str(token), "--bundle", str(bundle)]
    row = issue(now=now())
    token.write_text(row.credential)
    actions.revoke(member=author, certificate=row, reason="Badge lent", now=now())

    assert main(arguments) == 0
    bundle.write_text(json.dumps(issuer.bundle_file(now=now())))
    assert main(arguments) == 3
    bundle.write_text(json.dumps(issuer.bundle_file(now=now()) | {"lists": {}}))
    assert main(arguments) == 5
    token.write_text(row.credential[:-4] + "AAAA")
    assert main(arguments) == 1
    bundle.write_text("{}")
    assert main(arguments) == 2
    assert main([*arguments[:2], str(tmp_path / "missing"), "--bundle", str(bundle)]) == 2
    assert "Badge lent" not in capsys.readouterr().out


def test_the_bundle_is_written_and_the_key_rotated(files, tmp_path, capsys):
    written = tmp_path / "written.json"

    assert main(["certificate", "bundle", str(written)]) == 0
    assert json.loads(written.read_text())["did"] == issuer.did()
    assert main(["certificate", "rotate"]) == 0
    assert main(["certificate", "verify", str(files[0])]) == 0
    assert main(["certificate", "rotate", "--stolen"]) == 0
    assert "believed" in capsys.readouterr().out
