"""Nothing is read in a door but what the asker may see: `.objects` is followed at once by the one rule."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import modules, name_of

DOOR_NAME = re.compile(r"(^|_)(views|api|forms|feeds)(_|$)")
# These find out who is asking, before there is anyone whose view could be taken.
BEFORE_THE_DOOR = {"middleware", "adapter"}
GATES = {"visible_to", "editable_by"}
BARE_MANAGERS = {"_default_manager", "_base_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404"}
RAW = {"raw", "cursor"}


def doors() -> list[Path]:
    return [path for path in modules() if _is_door(path)]


def _is_door(path: Path) -> bool:
    places = [path.stem, path.parent.name]
    if BEFORE_THE_DOOR & set(places):
        return False
    return any(DOOR_NAME.search(place) for place in places) or _takes_requests(path)


def _takes_requests(path: Path) -> bool:
    functions = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef))
    return any(argument.arg == "request" for function in functions for argument in function.args.args)


def breaches(source: str) -> list[str]:
    tree = ast.parse(source)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (node.attr in BARE_MANAGERS or _is_raw(node, above)):
            found.append(f"line {node.lineno}: {ast.unparse(node)}")
        if isinstance(node, ast.Attribute) and node.attr == "objects" and not _is_gated(node, above):
            found.append(f"line {node.lineno}: {ast.unparse(node)} without visible_to or editable_by")
        if isinstance(node, ast.Call) and _is_shortcut_on_a_model(node):
            found.append(f"line {node.lineno}: {ast.unparse(node)}")
    return found


def _is_gated(node: ast.Attribute, above: dict[ast.AST, ast.AST]) -> bool:
    step = above.get(node)
    if not isinstance(step, ast.Attribute) or step.attr not in GATES:
        return False
    call = above.get(step)
    return isinstance(call, ast.Call) and call.func is step


def _is_raw(node: ast.Attribute, above: dict[ast.AST, ast.AST]) -> bool:
    """SQL of our own: `raw` or `cursor` called, or a connection's handed on. A field of that name is none."""
    step = above.get(node)
    is_called = isinstance(step, ast.Call) and step.func is node
    return node.attr in RAW and (is_called or "connection" in ast.unparse(node.value))


def _is_shortcut_on_a_model(call: ast.Call) -> bool:
    named = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    first = call.args[0] if call.args else None
    last_name = first.id if isinstance(first, ast.Name) else getattr(first, "attr", "")
    return named in SHORTCUTS and last_name[:1].isupper()


@pytest.mark.parametrize("path", doors(), ids=name_of)
def test_a_door_reads_only_what_the_asker_may_see(path: Path):
    assert breaches(path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    [
        "Report.objects.all()",
        "Report.objects.filter(pk=1).visible_to(member)",
        "models.Report.objects",
        "Report._default_manager.visible_to(member)",
        "get_object_or_404(Report, pk=1)",
        "shortcuts.get_object_or_404(models.Report, pk=1)",
        "Report.objects.visible_to",
        "connection.cursor()",
        "ask = connections['default'].cursor",
        "models.Report.objects.visible_to(member).raw('SELECT 1')",
    ],
)
def test_each_way_round_the_rule_is_seen(source: str):
    assert breaches(source) != []


@pytest.mark.parametrize(
    "source",
    [
        "Report.objects.visible_to(member).get(pk=1)",
        "models.Report.objects.editable_by(request.member)",
        "get_object_or_404(Report.objects.visible_to(member), pk=1)",
        "get_object_or_404(visible, pk=1)",
        "page = self.cursor",
    ],
)
def test_the_rule_itself_passes(source: str):
    assert breaches(source) == []
