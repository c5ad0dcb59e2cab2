"""What changes certificates."""

from port2port.certificates.actions.issuing import issue, issue_anew
from port2port.certificates.actions.keeping import rotate, sign_lists
from port2port.certificates.actions.reminding import open_reminder, tell_certificates
from port2port.certificates.actions.revoking import is_published, revoke, revoke_shown

__all__ = [
    "is_published",
    "issue",
    "issue_anew",
    "open_reminder",
    "revoke",
    "revoke_shown",
    "rotate",
    "sign_lists",
    "tell_certificates",
]
