"""What changes the state of a working group."""

from port2port.groups.actions.announcing import open_meeting_news, tell_meetings
from port2port.groups.actions.asking import Wish, ask, decline, drop_task, take_on
from port2port.groups.actions.closing import decide_by_lead, settle, settle_due
from port2port.groups.actions.filing import add_files, take_out
from port2port.groups.actions.finishing import (
    amend_minutes,
    answer_amendment,
    correct,
    finish,
    prepare,
    save_draft,
)
from port2port.groups.actions.founding import (
    GroupFields,
    change_group,
    end_group,
    end_seat,
    give_seat,
    hand_over,
    name_holders,
    set_up,
    start,
)
from port2port.groups.actions.meetings import (
    ItemFields,
    MeetingFields,
    add_item,
    cancel,
    carry_over,
    change_item,
    change_meeting,
    check_in,
    choose_titles,
    mark_attendance,
    plan,
    remove_item,
)
from port2port.groups.actions.minuting import add_line, change_line
from port2port.groups.actions.proposing import ProposalFields, amend, move_to_majority, propose, withdraw
from port2port.groups.actions.stating import resolve, state
from port2port.groups.actions.telling import Translation, name_measure, translate

__all__ = [
    "GroupFields",
    "ItemFields",
    "MeetingFields",
    "ProposalFields",
    "Translation",
    "Wish",
    "add_files",
    "add_item",
    "add_line",
    "amend",
    "amend_minutes",
    "answer_amendment",
    "ask",
    "cancel",
    "carry_over",
    "change_group",
    "change_item",
    "change_line",
    "change_meeting",
    "check_in",
    "choose_titles",
    "correct",
    "decide_by_lead",
    "decline",
    "drop_task",
    "end_group",
    "end_seat",
    "finish",
    "give_seat",
    "hand_over",
    "mark_attendance",
    "move_to_majority",
    "name_holders",
    "name_measure",
    "open_meeting_news",
    "plan",
    "prepare",
    "propose",
    "remove_item",
    "resolve",
    "save_draft",
    "set_up",
    "settle",
    "settle_due",
    "start",
    "state",
    "take_on",
    "take_out",
    "tell_meetings",
    "translate",
    "withdraw",
]
