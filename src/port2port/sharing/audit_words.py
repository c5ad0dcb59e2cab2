"""What the trail's codes say to the auditor who reads the page; a file keeps the codes, which never change."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ACTS: dict[str, str | Promise] = {
    "accept_concern": _("Took over a company's concern"),
    "accept_clientship": _("Accepted to be a client"),
    "admit_organisation": _("Admitted an organisation"),
    "agree_to_show": _("Agreed to show log and duties"),
    "agree_report": _("Agreed the report of a peer review"),
    "approve_version": _("Approved a version of a catalogue"),
    "approve_derogation": _("Approved a derogation"),
    "ask_derogation": _("Asked for a derogation"),
    "audit.export": _("Took out a register of the audit"),
    "bring_version": _("Brought in a version of a catalogue"),
    "cancel_level": _("Cancelled an announced level"),
    "change_policy": _("Changed the policy of a circle"),
    "change_scope": _("Changed a seat"),
    "close_circle": _("Closed a circle"),
    "confirm_level": _("Confirmed a level"),
    "confirm_tier": _("Confirmed a facility's baseline"),
    "decline_concern": _("Declined to take over a company's concern"),
    "declare": _("Said what binds it to a facility it reviews"),
    "discard_version": _("Took back a draft of a catalogue"),
    "draw_round": _("Drew the reviewers of a round"),
    "edit_organisation": _("Changed an organisation"),
    "end_clientship": _("Ended a clientship"),
    "end_derogation": _("Ended a derogation"),
    "end_handler": _("Took somebody from the concerns desk"),
    "end_level": _("Ended a level"),
    "end_organisation": _("Ended an organisation"),
    "end_seat": _("Ended a seat"),
    "end_service_account": _("Ended a service account"),
    "erase_declaration": _("Erased a Declaration of Security"),
    "export_cameras": _("Took out the register of AI cameras"),
    "export_pickup": _("Took out the roll-out of Certified Pick up"),
    "export_practices": _("Took out practices"),
    "export_questions": _("Took out questions"),
    "export_reports": _("Took out reports"),
    "hand_over": _("Handed over the report of a peer review"),
    "hand_over_circle": _("Handed a circle over"),
    "import_log": _("Imported a logbook"),
    "invite_first_coordinator": _("Invited a first coordinator"),
    "invite_organisation": _("Asked an organisation into a circle"),
    "invite_person": _("Invited a person"),
    "join_circle": _("Joined a circle"),
    "keep_figures": _("Stopped lending figures to the community"),
    "keep_own": _("Published an own copy of a catalogue"),
    "key.revoke": _("Revoked a signing key"),
    "leave_circle": _("Left a circle"),
    "let_handlers_in": _("Let handlers of the desk read a concern"),
    "lend_figures": _("Lent figures to the community"),
    "make_circle": _("Made a circle"),
    "make_handler_key": _("Made a handler's key"),
    "make_service_account": _("Made a service account"),
    "make_token": _("Made a token"),
    "name_client": _("Named a client"),
    "name_handler": _("Named somebody to the concerns desk"),
    "name_known_client": _("Named a client that is here already"),
    "not_personal": _("Said that something found is no personal data"),
    "offer_concern": _("Offered a company's concern to another desk"),
    "open_concern": _("Read a company's concern"),
    "refuse_reviewer": _("Refused a reviewer"),
    "remove_organisation": _("Removed an organisation from a circle"),
    "report_level": _("Recorded a level"),
    "restore_seat": _("Gave a seat back"),
    "revoke_invitation": _("Withdrew an invitation"),
    "revoke_token": _("Revoked a token"),
    "set_tier": _("Set a facility's baseline"),
    "set_form_address": _("Changed where a form is sent"),
    "stop_showing": _("Stopped showing log and duties"),
    "strike_log_import": _("Took back an import of a logbook"),
    "take_out_declarations": _("Took out Declarations of Security"),
    "take_out_duties": _("Took out the duties"),
    "take_out_proof": _("Took out a proof pack"),
    "take_out_log": _("Took out the log"),
    "agree_assessment": _("Agreed an assessment"),
    "change_round": _("Changed a round of assessments"),
    "give_part": _("Gave a part of an assessment to somebody"),
    "move_round": _("Moved a round of assessments"),
    "name_buddy": _("Named who agrees an assessment"),
    "plan_round": _("Planned a round of assessments"),
    "rejoin_round": _("Took part in a round again"),
    "take_part_back": _("Took back a part of an assessment"),
    "take_out_assessment": _("Took out an assessment"),
    "withdraw_assessment": _("Withdrew an assessment from its round"),
    "view_bands": _("Looked at bands of the community"),
}
OUTCOMES: dict[str, str | Promise] = {
    "done": pgettext_lazy("outcome of an act", "done"),
    "refused": pgettext_lazy("outcome of an act", "refused"),
}


def act_words(act: str) -> str:
    """The act in the reader's words; a refused form is on record under the name of its page."""
    return str(ACTS.get(act) or act.replace("_", " "))


def outcome_words(outcome: str) -> str:
    """How it ended, in the reader's words."""
    return str(OUTCOMES.get(outcome, outcome))
