"""What this system cannot promise: ten sentences, on a page that the sign-in page links to."""

from django.utils.translation import gettext_lazy as _

LIMITS = (
    _(
        "Whoever runs the hub can read what the hub can read, without leaving a receipt. Only sealing to members' "
        "nodes would stop that; it costs search and correlation and is not in this version."
    ),
    _("With custodial keys the hub could sign in your name. The log would show it; it would not stop it."),
    _("If the hub holds a matching key, matching is not blind towards the hub. Blind matching needs your own node."),
    _("The log proves that something was said, when, and by whom; not that it is true, nor that all was said."),
    _("Who is active, how often and how much can be estimated by the hub and, less well, by members."),
    _("TLP binds people; software cannot stop a recipient from telling others, and erasing here does not erase there."),
    _("If one party runs all witnesses, the log can be shown differently to different members until they compare."),
    _(
        "Each matching query is one guess for its asker. Quotas make guessing slow, not impossible. A responder can "
        "put false values in its list. A stolen epoch key opens that epoch's list to guessing (2.5 × 10^9 candidates "
        "≈ 37 core-hours, computed)."
    ),
    _(
        "The matching protocol is RFC 9497, but our code of it has had no outside review, and the RFC says that no "
        "analysis of VOPRF with many keys or batches is published."
    ),
    _(
        "Signatures are not safe against a future quantum computer. Our crash tests do not prove survival of a "
        "power cut."
    ),
)
