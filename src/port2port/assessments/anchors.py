"""What each level of instrument B means, in the words of the norm; compatible with CyFun."""

from django.utils.translation import gettext_lazy as _

DOCUMENTED = {
    1: _("Nothing, or in one head"),
    2: _("Partly written, not approved"),
    3: _("Approved, in force, exceptions listed"),
    4: _("Reviewed on schedule, fewer than 5 % exceptions"),
    5: _("Improved from drills, incidents and peers"),
}
IMPLEMENTED = {
    1: _("Not done, or by chance"),
    2: _("Done, but differs by person or shift"),
    3: _("Done as written, evidence for most, fewer than 10 % exceptions"),
    4: _("Measured, and deviations acted upon"),
    5: _("Tested regularly, and improved from the results"),
}
STEPS = {
    "intent": _("Does somebody want this?"),
    "capability": _("Could they do it?"),
    "vulnerability": _("How open is the site to it?"),
    "impact": _("How bad would it be?"),
}
VERDICTS = {"A": _("Mitigate"), "B": _("Consider"), "C": _("Document")}
