"""`make bench` runs every script, whichever fails, and says so at the end."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from tests.house.tree import ROOT


@pytest.fixture
def every():
    spec = spec_from_file_location("every", ROOT / "bench" / "every.py")
    module = module_from_spec(spec)
    sys.modules["every"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["every"]


def script(folder: Path, name: str, code: int) -> None:
    (folder / f"{name}.py").write_text(f"import sys\nif __name__ == '__main__':\n    sys.exit({code})\n")


def test_one_that_fails_stops_no_other_and_the_whole_ends_with_1(every, tmp_path, capsys):
    for name, code in (("a_first", 3), ("b_second", 0), ("publishing", 0)):
        script(tmp_path, name, code)
    (tmp_path / "only_a_part.py").write_text("SIZE = 3\n")

    assert every.main(tmp_path, []) == 1

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[-3:]] == ["a_first", "b_second", "publishing"]
    assert "not kept (exit 3)" in lines[-3]
    assert lines[-1].endswith("kept")


def test_when_all_keep_their_promise_it_ends_with_0(every, tmp_path):
    script(tmp_path, "a_first", 0)

    assert every.main(tmp_path, ["first"]) == 0
    assert every.main(tmp_path, ["none of these"]) == 1


def test_every_script_of_the_folder_is_run_the_largest_last(every):
    names = [path.stem for path in every.scripts(ROOT / "bench", [])]
    runnable = {path.stem for path in (ROOT / "bench").glob("*.py") if '"__main__"' in path.read_text()} - {"every"}

    assert set(names) == runnable
    assert names[-1] == "reports_at_scale"
    assert set(every.LAST) <= set(names)
