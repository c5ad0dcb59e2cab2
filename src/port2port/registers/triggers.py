"""Rows of the registers that stand as they were written."""

from port2port.base.standing import Standing

MOVES = Standing("registers_casemove", ("case_id", "before", "after", "why", "by_id", "at"))
STEPS = Standing("registers_pickupstep", ("rollout_id", "before", "after", "ticked", "said", "by_id", "at"))
MONTHS = Standing("registers_pickupmonth", ("month_on", "gave", "frozen_at"), keys=(("id",), ("month_on",)))
CELLS = Standing(
    "registers_pickupcell",
    ("month_id", "name", "lower", "middle", "upper", "floor", "kept", "made_of"),
    keys=(("id",), ("month_id", "name")),
)
