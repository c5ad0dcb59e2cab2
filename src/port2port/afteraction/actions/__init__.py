"""What changes the state of what was learnt."""

from port2port.afteraction.actions.approving import approve, take_back
from port2port.afteraction.actions.commenting import comment, end_comments, open_comments
from port2port.afteraction.actions.lessons import (
    LessonSaid,
    approve_lesson,
    delete_lesson,
    take_back_lesson,
    to_practice,
    write_lesson,
)
from port2port.afteraction.actions.promising import promise_from
from port2port.afteraction.actions.sharing_lessons import choose_readers, publish_lesson, undo_lesson, withdraw_lesson
from port2port.afteraction.actions.writing import (
    FindingSaid,
    add_finding,
    begin,
    change_finding,
    evaluate,
    rate,
    remove_finding,
    write_text,
)

__all__ = [
    "FindingSaid",
    "LessonSaid",
    "add_finding",
    "approve",
    "approve_lesson",
    "begin",
    "change_finding",
    "choose_readers",
    "comment",
    "delete_lesson",
    "end_comments",
    "evaluate",
    "open_comments",
    "promise_from",
    "publish_lesson",
    "rate",
    "remove_finding",
    "take_back",
    "take_back_lesson",
    "to_practice",
    "undo_lesson",
    "withdraw_lesson",
    "write_lesson",
    "write_text",
]
