"""What other contexts ask of the vocabulary: labels in the reader's language, choices for forms, fixed STIX ids.

Nothing here asks the database. A code that is not known shows as itself, so that an old record stays readable.
"""

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

from port2port.pure import terms
from port2port.pure.fold import Group, expand, query_words
from port2port.pure.stix_objects import reference_id
from port2port.pure.terms import LANGUAGES, SOURCE_LANGUAGE, Register, Term, UnknownCode
from port2port.vocabulary.registers import NAMES, registers, synonyms

type Choice = tuple[str, str | Promise]
type Choices = list[tuple[str | Promise, list[Choice]]]

STIX_TYPES = {"methods": "attack-pattern", "controls": "course-of-action"}
# Where a code without its register is looked up, in this order; their codes never collide.
CODED = ("methods", "controls", "facets", "glossary")
# More words than these nobody asks for; a longer query is cut.
MOST_QUERY_WORDS = 12


def reader_language(language: str | None = None) -> str:
    """The language asked for, else the active one, as one of the four."""
    short = (language or get_language() or SOURCE_LANGUAGE).partition("-")[0].lower()
    return short if short in LANGUAGES else SOURCE_LANGUAGE


def register(name: str) -> Register:
    """The register. Raises UnknownCode."""
    try:
        return registers()[name]
    except KeyError:
        raise UnknownCode("registers", name) from None


def term(code: str) -> Term:
    """The term of this code, whichever register holds it. Raises UnknownCode."""
    for name in CODED:
        if code in registers()[name]:
            return registers()[name].get(code)
    raise UnknownCode("any", code)


def label(code: str, language: str | None = None) -> str:
    """The label of a method, control, facet value (`stage.yard`) or glossary entry; an unknown code as itself."""
    try:
        return term(code).label(reader_language(language))
    except UnknownCode:
        return code


def facet_label(facet_name: str, code: str, language: str | None = None) -> str:
    """The label of a facet's value; an unknown one as itself."""
    found = registers()["facets"].by_code.get(f"{facet_name}.{code}")
    return found.label(reader_language(language)) if found else code


def group_label(name: str, code: str, language: str | None = None) -> str:
    """The label of a facet or of a family of controls; an unknown one as itself."""
    found = register(name).group_by_code.get(code)
    return found.label(reader_language(language)) if found else code


def is_known(name: str, code: str) -> bool:
    """Whether the register, deprecated codes included, or the facet of this name holds the code."""
    if name in NAMES:
        return code in registers()[name]
    return f"{name}.{code}" in registers()["facets"]


def methods() -> tuple[Term, ...]:
    """All methods, first level included."""
    return registers()["methods"].terms


def method(code: str) -> Term:
    """The method. Raises UnknownCode."""
    return registers()["methods"].get(code)


def facets(name: str) -> tuple[Term, ...]:
    """The values of a facet. Raises UnknownCode for a facet that does not exist."""
    if name not in registers()["facets"].group_by_code:
        raise UnknownCode("facets", name)
    return registers()["facets"].of_group(name)


def facet(name: str, code: str) -> Term:
    """The value of a facet. Raises UnknownCode."""
    return registers()["facets"].get(f"{name}.{code}")


def controls() -> tuple[Term, ...]:
    """All controls."""
    return registers()["controls"].terms


def control(code: str) -> Term:
    """The control. Raises UnknownCode."""
    return registers()["controls"].get(code)


def countered_by(code: str) -> tuple[Term, ...]:
    """The methods that a control helps against."""
    return tuple(one for one in methods() if code in one.countermeasures)


def glossary() -> tuple[Term, ...]:
    """All glossary entries."""
    return registers()["glossary"].terms


def search(text: str, *, name: str = "", language: str | None = None) -> tuple[Term, ...]:
    """The terms that answer the text, best first, in one register or in all; synonyms from the glossary count."""
    asked = [register(name)] if name else [registers()[one] for one in NAMES]
    return terms.search(asked, text, reader_language(language), synonyms())


def asked(text: str) -> list[Group]:
    """The groups of words that a text must meet to answer the query, widened by what the glossary says for the same."""
    return expand(query_words(text)[:MOST_QUERY_WORDS], synonyms())


def stix_id(code: str) -> str:
    """The fixed STIX id of a method (attack-pattern) or control (course-of-action). Raises UnknownCode."""
    found = term(code)
    if found.register not in STIX_TYPES:
        raise UnknownCode("methods or controls", code)
    return reference_id(STIX_TYPES[found.register], code)


def choices(name: str, facet: str | None = None, *, keep: str = "") -> Choices:
    """Grouped choices for a form field, labelled in the language of whoever reads the form.

    facet   the facet, for the register `facets`; its values come without the facet's name
    keep    a code that stays in the list although it is deprecated: the one the record holds now
    """
    offered = [one for one in register(name).terms if one.deprecated is None or keep in {one.code, one.value}]
    if name == "methods":
        return [
            (_label(top.code), [_choice(one) for one in offered if top.code in {one.code, one.parent}])
            for top in register(name).roots()
        ]
    groups = register(name).groups
    if not groups:
        return [("", [_choice(one) for one in offered])]
    return [
        (_group_label(name, group.code), [_choice(one) for one in offered if one.group == group.code])
        for group in groups
        if facet in {None, group.code}
    ]


def _choice(one: Term) -> Choice:
    return (
        (one.value, _label(one.code)) if one.register in {"facets", "glossary"} else (one.code, _coded_label(one.code))
    )


def coded_label(code: str, language: str | None = None) -> str:
    """Code and label, as lists show them: "CPU-03 · Haulier and driver proven at the gate"."""
    words = label(code, language)
    return code if words == code else f"{code} · {words}"


_label = lazy(label, str)
_coded_label = lazy(coded_label, str)
_group_label = lazy(group_label, str)
