"""What each fault of a document means and what to do about it, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from port2port.pure.oscal.faults import Fault

WORDS = {
    "not-strict-json": _("The file is not clean JSON. Write it anew from the program that made it: %(about)s."),
    "not-one-model": _("The file must hold one OSCAL document of a kind that we read; it holds: %(about)s."),
    "not-as-the-schema-says": _("The OSCAL schema refuses this: %(about)s."),
    "unknown-version": _("This version of OSCAL is not known: %(about)s. Known are 1.2.0, 1.2.1 and 1.2.2."),
    "id-twice": _("The id %(about)s stands twice. Give one of them another id."),
    "uuid-twice": _("The uuid %(about)s stands twice. Make a new one for one of them."),
    "uuid-of-another": _("Another document has the same uuid: %(about)s. Make a new one for this document."),
    "points-nowhere": _("A link points at %(about)s, which is not in the document."),
    "no-such-parameter": _("The parameter %(about)s is not there."),
    "id-of-another-form": _(
        "The id %(about)s must begin with a small letter and go on with small letters, digits, full stops or hyphens."
    ),
    "no-label": _("The control %(about)s has no label."),
    "one-obligation": _("The control %(about)s must say exactly one obligation: must, should or may."),
    "unknown-obligation": _("%(about)s is no obligation; say must, should or may."),
    "no-addressee": _("The control %(about)s does not say whom it asks."),
    "unknown-addressee": _("%(about)s is nobody that a control can ask."),
    "no-security-level": _("The control %(about)s does not say at which security levels it holds."),
    "unknown-security-level": _("%(about)s is no security level; there are 1, 2 and 3."),
    "one-tier": _("The control %(about)s must say exactly one tier: L, I or H."),
    "unknown-tier": _("%(about)s is no tier; there are L, I and H."),
    "no-statement": _("The control %(about)s has no statement."),
    "must-without-basis": _("The control %(about)s is a must and does not say by which law."),
    "part-b-not-binding": _(
        "%(about)s stands in part B and is not among the paragraphs that the Regulation makes binding: say should."
    ),
    "include-all": _("A baseline names each control that it takes; this one takes all of a catalogue."),
    "include-by-pattern": _("A baseline names each control that it takes; this one takes them by a pattern."),
    "import-without-hash": _("The import does not say which version it means: give the SHA-256 of the catalogue."),
    "no-such-version": _(
        "The version that is named by its SHA-256 is not here. Import that catalogue first. %(about)s"
    ),
    "no-such-control": _("The catalogue has no control %(about)s."),
    "control-twice": _("The control %(about)s is taken twice."),
    "alters-what-it-takes-not": _("The control %(about)s is altered, but not taken."),
    "author-reviews": _("The author of a crosswalk cannot review it. Name another reviewer."),
    "complete-without-reviewer": _("A complete crosswalk names its reviewer."),
    "unknown-relationship": _("%(about)s is no relationship that a crosswalk can have."),
    "mapped-and-gap": _("%(about)s is answered and stands among the gaps; it can only be one of them."),
    "another-version": _("The languages are not of one version: %(about)s."),
    "one-uuid-for-two": _("Two languages have one uuid; each file has its own: %(about)s."),
    "another-order": _("The languages have their controls in another order: %(about)s."),
    "another-shape": _("More than words differs between the languages: %(about)s."),
    "another-number": _("One language has more controls or parts than the other: %(about)s."),
    "withdrawn-id-again": _("The id %(about)s was withdrawn and comes back with another meaning. Take a new id."),
    "bytes-changed": _("The file is not the one that was published: its SHA-256 differs. %(about)s"),
    "unknown-licence": _("The catalogue does not say whose its words are: eu-law, be-law, own or ids-only. %(about)s"),
    "title-under-licence": _("The words of %(about)s are another's: only the id may stand here."),
    "prose-under-licence": _("The words of %(about)s are another's: no text may stand here."),
}


def said(fault: Fault) -> str:
    """The fault as a sentence."""
    return str(WORDS[fault.word]) % {"about": fault.about}
