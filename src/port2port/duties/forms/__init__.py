"""The forms of duties, actions and notices."""

from port2port.duties.forms.clocks import DerogationForm, DoneForm, FilterForm, SettingForm
from port2port.duties.forms.notices import ProfileForm, TellForm
from port2port.duties.forms.promises import ActionFilter, ActionForm, MoveForm

__all__ = [
    "ActionFilter",
    "ActionForm",
    "DerogationForm",
    "DoneForm",
    "FilterForm",
    "MoveForm",
    "ProfileForm",
    "SettingForm",
    "TellForm",
]
