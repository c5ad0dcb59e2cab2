"""`make bench` ends, whatever one script does."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from tests.house.tree import ROOT

ENDLESS = """import subprocess, sys, time
if __name__ == "__main__":
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    open(__file__ + ".pid", "w").write(str(child.pid))
    time.sleep(600)
"""


def test_a_script_that_takes_too_long_is_ended_with_what_it_started_and_the_next_one_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = spec_from_file_location("every", ROOT / "bench" / "every.py")
    assert spec is not None
    assert spec.loader is not None
    every = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "every", every)
    spec.loader.exec_module(every)
    monkeypatch.setattr(every, "MINUTES", 2 / 60)
    (tmp_path / "a_endless.py").write_text(ENDLESS)
    (tmp_path / "b_short.py").write_text("if __name__ == '__main__':\n    pass\n")

    assert every.main(tmp_path, []) == 1

    lines = capsys.readouterr().out.splitlines()
    assert "not kept (took more than" in lines[-2]
    assert lines[-1].endswith("kept")
    child = Path("/proc") / (tmp_path / "a_endless.py.pid").read_text() / "cmdline"
    assert not child.exists() or "time.sleep(600)" not in child.read_text()
