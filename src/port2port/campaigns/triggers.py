"""What stands: the sums of a campaign, and the talks that went into them."""

from port2port.base.standing import Standing

SUMS = Standing(
    "campaigns_sums",
    (
        "campaign_id", "organisations", "people", "put_up", "before_share", "after_share", "change", "change_low",
        "change_high", "made_at",
    ),
    keys=(("id",), ("campaign_id",)),
)  # fmt: skip
COUNTED = Standing(
    "campaigns_talk",
    (
        "campaign_id", "organisation_id", "held_on", "people", "before_asked", "before_right", "after_asked",
        "after_right", "undone_at", "counted",
    ),
    since="OLD.counted",
)  # fmt: skip
STANDING = (SUMS, COUNTED)
