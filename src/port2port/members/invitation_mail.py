"""The mail that carries an invitation's link; it names the organisation and nothing else."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from port2port.members.models import Invitation

SILENT = ("console.EmailBackend", "dummy.EmailBackend")


def mail_is_delivered() -> bool:
    """Whether this installation sends mail; where it does not, the link is shown once to who invites."""
    backend = str(settings.MAILERS["default"]["BACKEND"])
    return not backend.endswith(SILENT)


def link_of(secret: str) -> str:
    """The address that the invited person opens."""
    base: str = settings.SITE_URL
    return base + reverse("members:invitation", kwargs={"secret": secret})


def send_invitation(*, invitation: Invitation, secret: str) -> bool:
    """Whether the mail left, in the invited person's language."""
    with translation.override(invitation.language):
        subject = _("Invitation to %(community)s") % {"community": settings.COMMUNITY_NAME}
        text = _(
            "%(organisation)s offers you a seat in %(community)s.\n\n"
            "Open this link within seven days; it works once:\n%(link)s\n\n"
            "If you did not expect this, do nothing."
        ) % {
            "organisation": invitation.organisation.name,
            "community": settings.COMMUNITY_NAME,
            "link": link_of(secret),
        }
    try:
        return send_mail(subject, text, None, [invitation.email]) == 1
    except (SMTPException, OSError):
        return False
