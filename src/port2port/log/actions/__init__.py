"""What changes the log."""

from port2port.log.actions.addressing import set_form_address
from port2port.log.actions.correcting import AlreadyStruck, ChangedMeanwhile, correct_entry, strike_entry, undo_entry
from port2port.log.actions.following import add_line, close_entry, reopen_entry, strike_line
from port2port.log.actions.gate import report_at_gate
from port2port.log.actions.handing_over import hand_over, take_over
from port2port.log.actions.importing import import_logbook, save_mapping, strike_import
from port2port.log.actions.observing import add_observation, join_entries, strike_observation, take_out_entry
from port2port.log.actions.reporting import fill_form, send_again, send_form, settle_report
from port2port.log.actions.sharing_lesson import LessonExists, share_lesson
from port2port.log.actions.telling import start_clocks
from port2port.log.actions.writing import Phone, add_files, strike_file, write_entry
from port2port.log.actions.zones import add_zone, change_zone

__all__ = [
    "AlreadyStruck",
    "ChangedMeanwhile",
    "LessonExists",
    "Phone",
    "add_files",
    "add_line",
    "add_observation",
    "add_zone",
    "change_zone",
    "close_entry",
    "correct_entry",
    "fill_form",
    "hand_over",
    "import_logbook",
    "join_entries",
    "reopen_entry",
    "report_at_gate",
    "save_mapping",
    "send_again",
    "send_form",
    "set_form_address",
    "settle_report",
    "share_lesson",
    "start_clocks",
    "strike_entry",
    "strike_file",
    "strike_import",
    "strike_line",
    "strike_observation",
    "take_out_entry",
    "take_over",
    "undo_entry",
    "write_entry",
]
