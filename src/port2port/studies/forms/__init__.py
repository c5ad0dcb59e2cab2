"""The forms of a study."""

from port2port.studies.forms.readers import ReadersForm
from port2port.studies.forms.steps import (
    CountedForm,
    MeasureForm,
    OutsideForm,
    RecordingForm,
    SightForm,
    WeeksForm,
)

__all__ = [
    "CountedForm",
    "MeasureForm",
    "OutsideForm",
    "ReadersForm",
    "RecordingForm",
    "SightForm",
    "WeeksForm",
]
