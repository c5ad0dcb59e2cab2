"""What is refused, and in which words; how much a text may hold."""

from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.pure.texts import Room

TEXT = Room(characters=10_000, byte_count=40_000, lines=True, required=True)
NOTE = Room(characters=5_000, byte_count=20_000, lines=True, required=True)
PASSPHRASE_CHARACTERS = (12, 200)
MOST_PICTURES = 5
PICTURE_BYTES = 10 * 1024 * 1024


class UnknownCode(Refusal):
    """A wrong code, one that never was and one whose content is erased: the same words."""

    words = _("No concern answers to this code. Look at each group of four digits again.")


class DeskShut(Refusal):
    status = 409
    words = _(
        "This desk takes nothing at the moment: it needs two people who can open what comes in. Choose another desk."
    )


class ConcernClosed(Refusal):
    status = 409
    words = _("This concern is closed. Begin a new one to go on.")


class NotAtThisDesk(NotAllowed):
    words = _("This concern does not lie at your desk.")


class DoneAlready(Refusal):
    status = 409
    words = _("This was done already. Look at the timeline.")


class Locked(Refusal):
    status = 409
    words = _("Type your passphrase: your key is not unlocked here. What you typed still stands below.")


class CannotOpen(Refusal):
    status = 409
    words = _("Your key does not open this concern: it is older than your key. Ask another handler to let you in.")


class TooManyPictures(Refusal):
    status = 413
    words = _("At most five pictures go with one message.")


class PictureTooLarge(Refusal):
    status = 413
    words = _("A picture may have at most 10 MB. Make it smaller first.")


class NoPicture(Refusal):
    words = _("Only pictures are taken: JPEG, PNG, WebP or HEIC.")


class NotAnswered(Refusal):
    status = 409
    words = _("Give the reporter feedback first, or say that it is not for this desk.")


class MayNotForward(Refusal):
    status = 409
    words = _(
        "The reporter has not agreed. Say that you would like to hand it on; after five days without a no you may."
    )


class HandOverRuns(Refusal):
    status = 409
    words = _("A hand-over of this concern runs already. Wait for its end, or take it back.")


class SameDesk(Refusal):
    words = _("This desk has the concern already. Choose another.")


class NoKeyYet(Refusal):
    status = 409
    words = _("You have no key yet. Make one first.")
