"""Rows of the registers that stand as they were written."""

from port2port.base.standing import Standing

MOVES = Standing("registers_casemove", ("case_id", "before", "after", "why", "by_id", "at"))
