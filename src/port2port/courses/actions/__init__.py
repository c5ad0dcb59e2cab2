"""What changes courses and training records."""

from port2port.courses.actions.assigning import (
    ProofText,
    add_proof,
    assign,
    set_role,
    waive,
    wish,
    withdraw_proof,
)
from port2port.courses.actions.counting import count_people
from port2port.courses.actions.earning import is_owed, issue_owed
from port2port.courses.actions.keeping import erase_answers, erase_records
from port2port.courses.actions.starting import load_starting
from port2port.courses.actions.taking import hand_in, may_try_from, read_lesson, start
from port2port.courses.actions.writing import (
    DraftText,
    begin_course,
    begin_version,
    discard,
    may_release,
    offer,
    put_off,
    release,
    retire,
    save_draft,
)

__all__ = [
    "DraftText",
    "ProofText",
    "add_proof",
    "assign",
    "begin_course",
    "begin_version",
    "count_people",
    "discard",
    "erase_answers",
    "erase_records",
    "hand_in",
    "is_owed",
    "issue_owed",
    "load_starting",
    "may_release",
    "may_try_from",
    "offer",
    "put_off",
    "read_lesson",
    "release",
    "retire",
    "save_draft",
    "set_role",
    "start",
    "waive",
    "wish",
    "withdraw_proof",
]
