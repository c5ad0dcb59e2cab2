"""What stands: answers, what was asked of them, plans once agreed, agreements, draws, and who read what."""

from port2port.base.standing import Standing

SOLUTIONS = Standing(
    "allocation_solution",
    ("game_id", "number", "given", "answer", "digests", "dominated", "solved_at"),
    keys=(("id",), ("key",), ("game_id", "number")),
)
ASKED = Standing("allocation_asked", ("game_id", "organisation_id", "solution_id", "fault", "counts", "at"))
WHAT_IFS = Standing(
    "allocation_whatif",
    ("solution_id", "organisation_id", "digest", "asked", "told", "at"),
    keys=(("id",), ("key",), ("solution_id", "organisation_id", "digest")),
)
PLANS = Standing(
    "allocation_plan",
    ("game_id", "solution_id", "from_on", "weeks", "agreed_at"),
    since="OLD.agreed_at IS NOT NULL",
    keys=(("id",), ("key",), ("solution_id", "from_on")),
)
AGREEMENTS = Standing(
    "allocation_agreement",
    ("plan_id", "organisation_id", "person_id", "seat_id", "at"),
    keys=(("id",), ("plan_id", "organisation_id"), ("plan_id", "person_id")),
)
ROSTERS = Standing(
    "allocation_roster",
    ("plan_id", "week", "last_on", "sealed", "commitment", "digest", "drawn_at"),
    keys=(("id",), ("key",), ("plan_id", "week")),
)
READS = Standing("allocation_planread", ("plan_id", "organisation_id", "seat_id", "what", "week", "at"))
STANDING = (SOLUTIONS, ASKED, WHAT_IFS, PLANS, AGREEMENTS, ROSTERS, READS)
