"""The page of evaluation is made of parts, and one part can be made anew without the others."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from types import SimpleNamespace

import pytest

from tests.house.tree import ROOT

FOLDER = ROOT / "bench" / "evaluation"


@pytest.fixture
def write(monkeypatch: pytest.MonkeyPatch):
    spec = spec_from_file_location("write", FOLDER / "write.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "PARTS", ("first_part", "second_part"))
    for name in module.PARTS:
        part = SimpleNamespace(TITLE=name.title(), part=lambda name=name: f"Figures of {name}.")
        monkeypatch.setitem(sys.modules, name, part)
    return module


def test_every_part_stands_in_the_page_in_its_order(write, tmp_path):
    page = tmp_path / "page.md"

    assert write.main([], page) == 0

    text = page.read_text()
    assert text.index("# Evaluation") < text.index("## First_Part") < text.index("## Second_Part")
    assert "Figures of first_part." in text


def test_one_part_made_anew_leaves_the_other_as_it_stands(write, tmp_path, monkeypatch):
    page = tmp_path / "page.md"
    write.main([], page)
    for name in ("first_part", "second_part"):
        monkeypatch.setattr(sys.modules[name], "part", lambda: "Newer figures.")

    write.main(["second_part"], page)

    parts = write.sections(page.read_text())
    assert "Figures of first_part." in parts["first_part"]
    assert "Newer figures." in parts["second_part"]
    assert page.read_text() == write.written(parts)


def test_a_part_that_does_not_exist_is_refused_and_nothing_written(write, tmp_path, capsys):
    assert write.main(["third_part"], tmp_path / "page.md") == 2

    assert "no such part: third_part" in capsys.readouterr().err
    assert not (tmp_path / "page.md").exists()


def test_the_page_that_comes_with_the_software_has_every_part():
    spec = spec_from_file_location("write", FOLDER / "write.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    page = module.PAGE.read_text()

    assert set(module.sections(page)) == set(module.PARTS)
    assert page == module.written(module.sections(page)), "run `make evaluate`"
    assert all((FOLDER / f"{name}.py").exists() for name in module.PARTS)
