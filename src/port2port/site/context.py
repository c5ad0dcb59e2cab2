"""What the frame around every page shows: words of the navigation, seats, language, theme."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.metadata import version

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from port2port.afteraction.models import Lesson
from port2port.concerns.access import is_handler, names_handlers
from port2port.drills.access import takes_part
from port2port.duties.access import reads_duties
from port2port.groups.access import reads_groups
from port2port.knowledge.access_expertise import reads_expertise
from port2port.knowledge.access_floor import proposes
from port2port.levels.access import reads_checklists, reads_declarations
from port2port.log.access import reads_log
from port2port.members.member import NOBODY, Act, Function, Member, Standing
from port2port.members.models import Person
from port2port.members.models.people import Function as SeatFunction
from port2port.members.readers import open_seats_of
from port2port.sharing.inbox import count_unread

THEME_COOKIE = "theme"
MANY = 100
NUMBER = "127.0.0.1"
_OF_A_SEAT = (
    "pk", "key", "function", "organisation__name", "organisation__short_name", "facility__name", "port__name",
)  # fmt: skip
READERS = frozenset({Function.OFFICER, Function.ANALYST, Function.COORDINATOR, Function.SECRETARIAT})


def _anybody(member: Member) -> bool:
    return member.is_known


def _guard(member: Member) -> bool:
    return member.function == Function.GUARD and member.may(Act.LOG)


def _reader(member: Member) -> bool:
    return member.function in READERS


def _member_reader(member: Member) -> bool:
    return _reader(member) and member.standing == Standing.MEMBER


def _guest(member: Member) -> bool:
    return member.standing == Standing.GUEST


def _learner(member: Member) -> bool:
    return _reader(member) or member.function == Function.TRAINER


def _asker(member: Member) -> bool:
    return _learner(member) and member.may(Act.READ)


def _reads_lessons(member: Member) -> bool:
    return member.may(Act.READ) and member.function in Lesson.readers


def _assigned(member: Member) -> bool:
    """Seats that read no duties and can be given an action all the same."""
    return member.may(Act.READ) and member.standing != Standing.GUEST and not reads_duties(member)


def _may(act: Act) -> Callable[[Member], bool]:
    return lambda member: member.may(act)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the navigation: where it leads and which seats can use it.

    shortcut   the key that goes there after `g`; none for most
    also       where other pages of the same word begin
    below      words that stand as tabs on each other's pages; the word itself leads to the first that the seat can use
    """

    word: str | Promise
    icon: str
    name: str
    usable: Callable[[Member], bool] = _anybody
    shortcut: str = ""
    also: tuple[str, ...] = ()
    below: tuple["Word", ...] = ()


BUDDIES = ("buddies/",)
OF_DRILLS = ("live/", "after-action/")
INSIGHT = (
    Word(_("Health of the cooperation"), "heart-pulse", "health", _may(Act.PUBLISH)),
    Word(_("Published figures"), "chart-no-axes-column", "figures:list", _asker),
    Word(_("Counts of the ports"), "chart-column", "counts:list", _member_reader),
    Word(_("Studies"), "microscope", "studies:list", _member_reader),
    Word(_("Watch board"), "radar", "earlywarning:board", _member_reader),
    Word(_("Joint allocation"), "split", "allocation:list", _member_reader),
)
OF_GROUPS = ("decisions/", "meetings/", "proposals/", "tasks/")
# The order of design: Now, Log, Reports, Watch, Picture, Measures, Knowledge, Training, Insight. A context adds its
# word when its page exists; a word whose address does not resolve is left out.
NAVIGATION = [
    Word(pgettext_lazy("navigation", "Now"), "compass", "now", shortcut="n"),
    Word(pgettext_lazy("navigation", "Log"), "notebook-pen", "log:list", reads_log, "l"),
    Word(_("Gate form"), "smartphone", "log:gate_start", _guard),
    Word(_("My questions"), "message-circle-question-mark", "knowledge:floor_questions", proposes),
    Word(_("Reports"), "file-text", "reports:list", _reader, "r"),
    Word(
        _("Measures"),
        "list-checks",
        "",
        shortcut="m",
        below=(
            Word(_("Common measures"), "list-checks", "measures:list", _learner),
            Word(_("Assessments"), "clipboard-check", "assessments:list", _learner),
            Word(_("Peer reviews"), "users-round", "reviews:list", _member_reader),
            Word(_("Compare"), "chart-no-axes-column", "assessments:compare", _member_reader),
            Word(_("AI cameras"), "cctv", "registers:cameras", _member_reader),
            Word(_("Certified Pick up"), "container", "registers:pickup", _member_reader),
            Word(_("Norms"), "scale", "norms:catalogues", _learner),
        ),
    ),
    Word(
        pgettext_lazy("navigation", "Knowledge"),
        "lightbulb",
        "",
        shortcut="k",
        below=(
            Word(_("Practices"), "lightbulb", "knowledge:list", _learner, "p"),
            Word(_("Questions"), "message-circle-question-mark", "knowledge:questions", _asker, "q"),
            Word(_("Who has done what"), "hand-helping", "knowledge:expertise", reads_expertise, also=BUDDIES),
            Word(_("Working groups"), "users-round", "groups:list", reads_groups, "w", OF_GROUPS),
            Word(_("Vocabulary"), "book-open", "vocabulary:browse", _learner),
        ),
    ),
    Word(
        pgettext_lazy("navigation", "Training"),
        "graduation-cap",
        "",
        shortcut="t",
        below=(
            Word(_("My courses"), "graduation-cap", "courses:mine", _may(Act.LEARN)),
            Word(_("Courses"), "book-open", "courses:list", _may(Act.LEARN)),
            Word(_("My certificates"), "award", "certificates:mine", _may(Act.LEARN)),
            Word(_("Drills and exercises"), "siren", "drills:list", takes_part, also=OF_DRILLS),
            Word(_("Lessons of exercises"), "book-marked", "afteraction:lessons", _reads_lessons),
            Word(_("People and requirements"), "users", "courses:people", _may(Act.ASSIGN)),
            Word(_("Awareness"), "megaphone", "campaigns:list", _learner),
        ),
    ),
    Word(_("My concerns"), "inbox", "concerns:mine", _guest),
    Word(
        _("Levels"),
        "gauge",
        "",
        below=(
            Word(_("Level board"), "gauge", "members:levels", _member_reader),
            Word(_("What a level asks"), "list-checks", "levels:asks", reads_checklists),
            Word(_("Declarations of Security"), "ship", "levels:declarations", reads_declarations),
        ),
    ),
    Word(
        _("Ports"),
        "anchor",
        "",
        below=(
            Word(_("Ports"), "anchor", "members:ports", _reader),
            Word(_("Organisations"), "building-2", "members:organisations", _reader),
        ),
    ),
    Word(pgettext_lazy("navigation", "Insight"), "chart-no-axes-column", "", below=INSIGHT),
    Word(
        _("Audit"),
        "scroll-text",
        "",
        below=(
            Word(_("Audit"), "scroll-text", "sharing:audit", _may(Act.AUDIT)),
            Word(_("Who read coverage plans"), "eye", "allocation:reads", _may(Act.AUDIT)),
        ),
    ),
]
ACCOUNT_LINKS = [
    Word(_("Duties"), "calendar-clock", "duties:clocks", reads_duties),
    Word(_("My actions"), "list-checks", "duties:promises", _assigned),
    Word(_("Concerns desk"), "inbox", "concerns:desk", is_handler),
    Word(_("Notifications"), "bell", "sharing:notifications", _reader),
    Word(_("Subscriptions"), "rss", "sharing:subscriptions", _reader),
    Word(_("Jobs"), "loader", "members:jobs", _may(Act.READ)),
    Word(_("People of my organisation"), "users", "members:people", _may(Act.MANAGE_PEOPLE)),
    Word(_("Circles"), "users-round", "members:circles", _member_reader),
    Word(_("Clients"), "handshake", "members:clients", _may(Act.MANAGE_CLIENTS)),
    Word(_("Who sits at the concerns desk"), "inbox", "concerns:handlers", names_handlers),
    Word(_("Service accounts"), "bot", "members:machines", _may(Act.MANAGE_TOKENS)),
    Word(_("Admissions"), "door-open", "members:admissions", _may(Act.ADMIT)),
    Word(_("My account"), "settings", "members:account"),
    Word(_("Sign-in protection"), "shield-check", "mfa_index"),
    Word(_("My sessions"), "monitor-smartphone", "usersessions_list"),
]


@dataclass(frozen=True, slots=True)
class Link:
    """A word as it stands on this page; `here` is the value of aria-current, `depth` how much of the path it names."""

    word: str | Promise
    icon: str
    address: str
    here: str = ""
    shortcut: str = ""
    number: int = 0
    depth: int = 0


@dataclass(frozen=True, slots=True)
class SeatChoice:
    """A seat that the person may act from. organisation: its short name where it has one"""

    key: str
    words: str
    organisation: str
    whole_name: str
    where: str
    active: bool


def address_of(name: str) -> str:
    """The address of a named page, or nothing while that page does not exist."""
    return _address(name, get_script_prefix(), get_urlconf())


@cache
def _address(name: str, _prefix: str, urlconf: str | None) -> str:
    # Every page asks for each word of its frame; the answer follows from these three.
    try:
        return reverse(name, urlconf)
    except NoReverseMatch:
        return ""


def links(words: list[Word], member: Member, path: str) -> list[Link]:
    """The words that this seat can use, in order."""
    found, matched = [], [0]
    for word in words:
        if word.below:
            inner = links(list(word.below), member, path)
            if inner:
                here = next((one.here for one in inner if one.here), "")
                first = inner[0]
                found.append(Link(word.word, word.icon, first.address, here and (first.here or "true"), word.shortcut))
            continue
        address = address_of(word.name)
        if not address or not word.usable(member):
            continue
        length = _matched(word, address, path)
        matched.append(length)
        # Of two addresses that both begin this one, the longer is where the reader is.
        here = ("page" if path == address else "true") if length else ""
        found.append(Link(word.word, word.icon, address, here, word.shortcut, depth=length))
    deepest = max(matched)
    return [replace(one, here="") if 0 < one.depth < deepest else one for one in found]


def _matched(word: Word, address: str, path: str) -> int:
    """How much of the path is the word's own; 0 where the page is none of its."""
    if address == "/":
        return int(path == address)
    roots = (address, *(get_script_prefix() + one for one in word.also))
    return max((len(root) for root in roots if path.startswith(root)), default=0)


class Frame:
    """Everything the frame asks for; nothing is fetched before a template asks."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.community = settings.COMMUNITY_NAME
        self.demo = settings.DEMO
        self.version = version("port2port")
        self.languages = settings.LANGUAGES
        self.themes = Person.Theme.choices

    @cached_property
    def member(self) -> Member:
        """Who is asking."""
        member: Member = getattr(self._request, "member", NOBODY)
        return member

    @cached_property
    def person(self) -> Person | None:
        """The login, or nobody."""
        user = getattr(self._request, "user", None)
        return user if isinstance(user, Person) else None

    @property
    def language(self) -> str:
        """The language of this page."""
        return get_language() or settings.LANGUAGE_CODE

    @property
    def theme(self) -> str:
        """system, light or dark: the person's choice, else the browser's cookie."""
        chosen = self.person.theme if self.person else self._request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in Person.Theme.values else Person.Theme.SYSTEM.value

    @property
    def shortcuts(self) -> bool:
        """Whether single keys lead somewhere; the person can turn that off."""
        return self.person is not None and self.person.shortcuts

    @cached_property
    def navigation(self) -> list[Link]:
        """The words of the navigation that this seat can use."""
        return links(NAVIGATION, self.member, self._request.path)

    @cached_property
    def tabs(self) -> list[Link]:
        """The pages that stand beside this one under the same word; none on pages further down."""
        for word in NAVIGATION:
            beside = links(list(word.below), self.member, self._request.path)
            if len(beside) > 1 and any(one.here == "page" for one in beside):
                return beside
        return []

    @cached_property
    def section(self) -> Link | None:
        """The list that this address lies under, where the seat can use it; nothing on the list itself."""
        flat = [one for word in NAVIGATION for one in (word.below or (word,))]
        found = links(flat + ACCOUNT_LINKS, self.member, self._request.path)
        return next((one for one in found if one.here == "true"), None)

    @cached_property
    def account_links(self) -> list[Link]:
        """The lines of the account menu."""
        found = links(ACCOUNT_LINKS, self.member, self._request.path)
        waiting = address_of("sharing:notifications")
        return [replace(link, number=self.unread) if link.address == waiting else link for link in found]

    @cached_property
    def seats(self) -> list[SeatChoice]:
        """The person's open seats, when there is a choice."""
        if self.person is None or len(self._open_seats) < 2:
            return []
        return self._open_seats

    @cached_property
    def seat(self) -> SeatChoice | None:
        """The seat that the person acts from now."""
        return next((seat for seat in self._open_seats if seat.active), None)

    @cached_property
    def _open_seats(self) -> list[SeatChoice]:
        if self.person is None:
            return []
        rows = open_seats_of(self.person).values_list(*_OF_A_SEAT)
        return [
            SeatChoice(
                key=str(key),
                words=str(SeatFunction(function).label),
                organisation=short_name or name,
                whole_name=name,
                where=facility or port or "",
                active=pk == self.member.seat_id,
            )
            for pk, key, function, name, short_name, facility, port in rows
        ]

    @property
    def seat_address(self) -> str:
        """Where a change of seat is posted."""
        return address_of("members:switch_seat")

    @property
    def own_seats_address(self) -> str:
        """Where a person sees all their seats and changes to another."""
        return address_of("members:account") + "#seats"

    @property
    def search_address(self) -> str:
        """Where the search form leads; empty for a seat that reads nothing."""
        return address_of("search") if _reader(self.member) else ""

    @property
    def limits_address(self) -> str:
        """The page of honest limits."""
        return address_of("ledger:limits")

    @property
    def concerns_address(self) -> str:
        """Where a company brings a concern, without an account."""
        return address_of("concerns:start")

    @property
    def named_address(self) -> str:
        """The demonstration under a name, for a passkey belongs to a name and never to a number; else empty."""
        host = self._request.get_host()
        return f"http://{host.replace(NUMBER, 'localhost')}/" if self.demo and host.startswith(NUMBER) else ""

    @property
    def demo_logins(self) -> list[str]:
        """The logins of the demonstration, shown on its sign-in page."""
        if not self.demo:
            return []
        # Only the demo needs its own module.
        from port2port.site.demo.community import LOGINS  # noqa: PLC0415

        return [login.name for login in LOGINS]

    @cached_property
    def unread(self) -> int:
        """How many notifications wait, counted up to a hundred."""
        return count_unread(self.member, most=MANY) if _reader(self.member) else 0


def page_frame(request: HttpRequest) -> dict[str, Frame]:
    """The one name that templates know the frame by."""
    return {"frame": Frame(request)}
