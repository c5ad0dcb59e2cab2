"""What changes games, answers, plans and rosters."""

from port2port.allocation.actions.answering import start_answer
from port2port.allocation.actions.entering import (
    RouteFields,
    ScenarioFields,
    lend,
    remove_route,
    remove_scenario,
    save_port,
    save_route,
    save_scenario,
)
from port2port.allocation.actions.importing import (
    bring_routes,
    forget_tried,
    may_undo,
    try_routes,
    undo_routes,
    write_routes,
)
from port2port.allocation.actions.opening import close_game, name_person, open_game, reopen_game, unname
from port2port.allocation.actions.planning import agree_plan, draft_plan, read_answer, read_plan, take_back_draft
from port2port.allocation.actions.rosters import draw_roster
from port2port.allocation.actions.solving import ask_what_if, solve

__all__ = [
    "RouteFields",
    "ScenarioFields",
    "agree_plan",
    "ask_what_if",
    "bring_routes",
    "close_game",
    "draft_plan",
    "draw_roster",
    "forget_tried",
    "lend",
    "may_undo",
    "name_person",
    "open_game",
    "read_answer",
    "read_plan",
    "remove_route",
    "remove_scenario",
    "reopen_game",
    "save_port",
    "save_route",
    "save_scenario",
    "solve",
    "start_answer",
    "take_back_draft",
    "try_routes",
    "undo_routes",
    "unname",
    "write_routes",
]
