"""What stands: what was signed, that something was revoked, what was told, and the public half of every key."""

from port2port.base.standing import Standing

SIGNED = Standing(
    "certificates_certificate",
    (
        "key", "check_code", "subject", "issuer_key_id", "status_index", "person_id", "organisation_id", "achievement",
        "version", "names", "criteria", "codes", "valid_months", "language", "issued_at", "valid_to_on", "credential",
    ),
    keys=(("id",), ("key",), ("check_code",), ("subject",), ("issuer_key_id", "status_index")),
)  # fmt: skip
REVOKED = Standing(
    "certificates_certificate",
    ("revoked_at", "reason"),
    since="OLD.revoked_at IS NOT NULL",
    kept=False,
    name="revocation_stands",
)
SUPERSEDED = Standing(
    "certificates_certificate",
    ("superseded_by_id",),
    since="OLD.superseded_by_id IS NOT NULL",
    kept=False,
    name="renewal_stands",
)
KEYS = Standing(
    "certificates_issuerkey",
    ("number", "keyid", "public", "made_at"),
    keys=(("id",), ("number",), ("keyid",)),
)
ENDED = Standing(
    "certificates_issuerkey",
    ("distrusted_at",),
    since="OLD.distrusted_at IS NOT NULL",
    kept=False,
    name="distrust_stands",
)
TOLD = Standing("certificates_runsout", ("certificate_id", "step"), keys=(("id",), ("certificate_id", "step")))
STANDING = (SIGNED, REVOKED, SUPERSEDED, KEYS, ENDED, TOLD)
