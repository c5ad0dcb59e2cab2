"""What stands: every step of an event, and which fulfilment came of it."""

from port2port.base.standing import Standing

STEPS = Standing("drills_eventstep", ("event_id", "step", "facility_id", "by_id", "at", "note"))
COUNTED = Standing("drills_counted", ("key", "event_id", "facility_id", "fulfilment_id"))
STANDING = (STEPS, COUNTED)
