"""What changes the concerns desk."""

from port2port.concerns.actions.drafting import Lesson, draft_lesson
from port2port.concerns.actions.erasing import erase_closed
from port2port.concerns.actions.filing import Wish, file_concern
from port2port.concerns.actions.handing_over import accept_concern, decline_concern, offer_concern, take_back, tell_wish
from port2port.concerns.actions.handling import (
    acknowledge,
    close,
    give_feedback,
    let_handlers_in,
    reply,
    take_up,
    turn_away,
    write_note,
)
from port2port.concerns.actions.keys import change_passphrase, make_handler_key
from port2port.concerns.actions.lapsing import close_silent, remind_of_late
from port2port.concerns.actions.reading import (
    Opened,
    add_by_code,
    agree_by_code,
    object_by_code,
    open_by_code,
    picture_by_code,
)
from port2port.concerns.actions.seats import end_handler, name_handler

__all__ = [
    "Lesson",
    "Opened",
    "Wish",
    "accept_concern",
    "acknowledge",
    "add_by_code",
    "agree_by_code",
    "change_passphrase",
    "close",
    "close_silent",
    "decline_concern",
    "draft_lesson",
    "end_handler",
    "erase_closed",
    "file_concern",
    "give_feedback",
    "let_handlers_in",
    "make_handler_key",
    "name_handler",
    "object_by_code",
    "offer_concern",
    "open_by_code",
    "picture_by_code",
    "remind_of_late",
    "reply",
    "take_back",
    "take_up",
    "tell_wish",
    "turn_away",
    "write_note",
]
