"""What is refused in a peer review, and what to do instead."""

from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal


class NotNow(Refusal):
    """The review has gone on."""

    status = 409
    words = _("From where the review stands this cannot be done. Open the page anew to see how it stands.")


class NotAPeerRound(Refusal):
    """Only assessments of a peer round are reviewed."""

    words = _("Reviewers come to an assessment of a peer round that runs.")


class AskedAlready(Refusal):
    """One review an assessment."""

    status = 409
    words = _("Reviewers are asked for already.")


class RefusedOnce(Refusal):
    """The facility refuses one reviewer, once."""

    status = 409
    words = _("One reviewer has been refused already; the others stand.")


class RepliesMissing(Refusal):
    """The facility answers what it is told before it agrees."""

    words = _("Reply to each improvement first, were it only that you agree with it.")


class SamePort(Refusal):
    """A reviewer offers itself for a port where its organisation works."""

    words = _("Choose a port that your organisation manages, or in which a facility of yours has a confirmed baseline.")
