"""What we refuse on purpose, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.pure.sanitised import Tell


class NotHeld(Refusal):
    status = 409
    words = _("What was learnt is written when it has been held. Record it first.")


class NotNow(Refusal):
    status = 409
    words = _("From here it cannot go there. Open the page anew to see how it stands.")


class ChangedMeanwhile(Refusal):
    status = 409
    words = _("Somebody changed it meanwhile. What you wrote is kept in the form: compare, and save again.")


class NotAllRated(Refusal):
    words = _("Rate every objective first: P, S, M or U.")


class FindingMissing(Refusal):
    words = _("Every objective with M or U needs an improvement that says what will change.")


class NoText(Refusal):
    words = _("Write in a few lines what happened and what was learnt; that is what participants comment on.")


class BadWindow(Refusal):
    words = _("Comments are open from today on, for fourteen days at most.")


class CommentsClosed(Refusal):
    status = 409
    words = _("Comments are closed.")


class ReadAnew(Refusal):
    status = 409
    words = _("The wording changed since you opened it. Read it anew, then approve.")


class AlreadyApproved(Refusal):
    status = 409
    words = _("This approval has been given already.")


class AlreadyPromised(Refusal):
    status = 409
    words = _("An action came from this already.")


class NotApprovedByAll(Refusal):
    words = _("Every facility that took part approves these words and these readers first.")


class OneLessonAnEvent(Refusal):
    status = 409
    words = _("The lesson of this event is published. Withdraw it before you write another.")


class NothingLearnt(Refusal):
    words = _("Say what helped or what to change: at least one of the two.")


class StillTells(Refusal):
    """The text still tells which exercise, whom or where it was; `found` says what."""

    words = _("The text still tells where, when or who. Change the marked words.")

    def __init__(self, found: Sequence[tuple[str, Tell]]) -> None:
        super().__init__()
        self.found = tuple(found)
