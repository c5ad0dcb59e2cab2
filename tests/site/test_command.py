"""The command line as an operator meets it: words instead of traces, and nothing loaded that is not needed."""

import argparse
import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from port2port.site import env
from port2port.site.command import COMMANDS, main, prefer_demo
from port2port.site.commands import demo, work
from port2port.site.commands.backup import copy_database
from port2port.site.commands.serving import check_free
from port2port.site.env import BadSetting
from port2port.site.periodic import Periodic

FOUNDING = ["--organisation", "Platform", "--login", "desk", "--name", "Desk", "--email", "desk@ports.example"]


def run(*arguments: str, folder: Path, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PORT2PORT_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-c", "import sys; from port2port.site.command import main; sys.exit(main())", *arguments],
        cwd=folder,
        env=own | settings,
        input=typed,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_helps_with_an_example(command: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    assert ended.value.code == 0
    example = capsys.readouterr().out.partition("Example:\n")[2]
    assert f"port2port {command}" in example


@pytest.mark.anywhere
def test_verify_needs_no_django(tmp_path: Path):
    script = (
        "import sys; sys.modules['django'] = None\n"
        "from port2port.site.command import main\n"
        "sys.exit(main(['verify', '--database', 'sqlite:////nowhere/at/all.sqlite3']))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )

    assert answer.returncode != 0
    assert "Traceback" not in answer.stderr


@pytest.mark.anywhere
def test_a_database_without_tables_is_not_served(tmp_path: Path):
    answer = run("up", "--port", "0", folder=tmp_path)

    assert answer.returncode == 1
    assert "port2port migrate" in answer.stderr


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A node that was founded from nothing, and what was said meanwhile."""
    folder = tmp_path_factory.mktemp("founded")
    return folder, run("init", *FOUNDING, folder=folder, typed="harbour light 42 seagulls\n")


@pytest.mark.anywhere
def test_what_is_refused_is_said_in_words(founded: tuple[Path, subprocess.CompletedProcess[str]]):
    answer = run("token", "create", "--member", "no-such-login", folder=founded[0])

    assert answer.returncode == 1
    assert answer.stderr.startswith("port2port token: ")
    assert "Traceback" not in answer.stderr


@pytest.mark.anywhere
def test_the_first_secretariat_is_founded_once(founded: tuple[Path, subprocess.CompletedProcess[str]]):
    folder, first = founded

    second = run("init", *FOUNDING, folder=folder, typed="harbour light 42 seagulls\n")

    assert first.returncode == 0, first.stderr
    assert "sign in as desk" in first.stdout
    assert second.returncode == 1
    assert "Traceback" not in second.stderr


@pytest.mark.anywhere
def test_a_weak_password_founds_nothing(tmp_path: Path):
    answer = run("init", *FOUNDING, folder=tmp_path, typed="short\n")

    assert answer.returncode == 1
    assert answer.stderr.startswith("port2port init: ")
    assert "Traceback" not in answer.stderr


def test_a_taken_port_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        with pytest.raises(BadSetting, match=str(taken.getsockname()[1])):
            check_free("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"PORT": "eight"}, "PORT takes a whole number, not 'eight'"),
        ({"PORT": "80000"}, "a port is a number between 1 and 65535, not 80000"),
        ({"DEMO_SEED": "x"}, "DEMO_SEED takes a whole number, not 'x'"),
    ],
)
def test_a_wrong_setting_of_others_is_named_too(monkeypatch, tmp_path, settings, words):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "environ", dict(settings))

    with pytest.raises(BadSetting, match=words):
        demo.run(argparse.Namespace(port=None, seed=None, fresh=False))


def test_a_port_of_the_database_that_is_none_is_named():
    with pytest.raises(BadSetting, match="PORT2PORT_DATABASE names a port"):
        env.database("postgresql://someone@db:post/port2port")


def test_a_queue_that_cannot_be_read_is_asked_again():
    class Broken:
        def run(self) -> None:
            raise ValueError("a row of another version")

    work._jobs(Broken())


def test_the_demo_forgets_every_setting_of_a_real_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    real = {"PORT2PORT_DATABASE": "postgresql://real@db/real", "PORT2PORT_SMTP_HOST": "mail.example"}
    monkeypatch.setattr(os, "environ", real | {"PORT2PORT_DEMO_PASSWORD": "kept", "PATH": "kept"})

    demo.settle(tmp_path, 8000)

    assert os.environ == {
        "PATH": "kept",
        "PORT2PORT_DEMO": "yes",
        "PORT2PORT_DEMO_PASSWORD": "kept",
        "PORT2PORT_SITE_URL": "http://127.0.0.1:8000",
        "PORT2PORT_VAR": str(tmp_path),
    }


@pytest.mark.parametrize(("own", "meant"), [(False, "var/demo"), (True, None)])
def test_the_demo_is_meant_only_where_there_is_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: bool, meant: str | None
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "environ", {})
    (tmp_path / "var" / "demo").mkdir(parents=True)
    (tmp_path / "var" / "demo" / "port2port.sqlite3").touch()
    if own:
        (tmp_path / "var" / "port2port.sqlite3").touch()

    prefer_demo()

    assert os.environ.get("PORT2PORT_VAR") == meant


@pytest.mark.django_db(transaction=True)
def test_a_round_that_fails_does_not_keep_the_others_from_running(monkeypatch: pytest.MonkeyPatch):
    rounds_run: list[str] = []

    def fails(*, now: object) -> None:
        raise RuntimeError("on purpose")

    def works(*, now: object) -> None:
        rounds_run.append("works")

    monkeypatch.setattr("port2port.site.periodic.PERIODIC", [Periodic(fails), Periodic(works)])
    rounds = work.Rounds()

    rounds.run_due()
    rounds.run_due()

    assert rounds_run == ["works"]


def test_a_backup_is_one_consistent_database(tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / "source.sqlite3")) as source:
        source.execute("CREATE TABLE one (value)")
        source.execute("INSERT INTO one VALUES (42)")
        source.commit()
    (tmp_path / "copy").mkdir()

    copy_database({"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "source.sqlite3"}, tmp_path / "copy")

    with closing(sqlite3.connect(tmp_path / "copy" / "port2port.sqlite3")) as copy:
        assert copy.execute("SELECT value FROM one").fetchall() == [(42,)]


@pytest.mark.anywhere
def test_a_database_without_tables_is_named_and_what_to_do(tmp_path: Path):
    book = tmp_path / "log.csv"
    book.write_text("Date;Text\n2026-03-01;Hole in the fence\n")

    answer = run("import-log", str(book), "--facility", "Quay", folder=tmp_path)

    assert answer.returncode == 1
    assert "port2port init" in answer.stderr
    assert "Traceback" not in answer.stderr
