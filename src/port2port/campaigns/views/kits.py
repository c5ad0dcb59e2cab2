"""A kit: its preview with the choice of languages, facility and contact, each piece on paper, the quiz on a screen."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from port2port.base.downloads import download
from port2port.campaigns.access import runs_campaigns
from port2port.campaigns.forms import PrintForm
from port2port.campaigns.kits import kit_named
from port2port.campaigns.sheets import PDF_TYPE, Piece, file_name, languages_in, pdf_of_piece, sheet_context
from port2port.campaigns.views.shared import crumbs, for_readers
from port2port.members.middleware import member_of
from port2port.members.models import Contact, Facility
from port2port.pure.kit import Kit
from port2port.reports.printing import makes_pdf
from port2port.vocabulary.lookup import reader_language

PIECE_WORDS: dict[Piece, str | Promise] = {
    Piece.POSTER_A4: gettext_lazy("Poster A4"),
    Piece.POSTER_A3: gettext_lazy("Poster A3"),
    Piece.CARDS: gettext_lazy("Cards, four on A4"),
    Piece.SLIDE: gettext_lazy("Screen, 16:9"),
    Piece.TALK: gettext_lazy("Toolbox talk"),
    Piece.QUIZ: gettext_lazy("Quiz with answers"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for."""

    languages: list[str]
    facility: Facility | None
    contact: Contact | None


def _kit(slug: str) -> Kit:
    kit = kit_named(slug)
    if kit is None:
        raise Http404
    return kit


def _piece(name: str) -> Piece:
    if name not in Piece:
        raise Http404
    return Piece(name)


def _choice(form: PrintForm) -> Choice:
    """Facilities and contacts of others are none: their form knows only the own ones. Raises Http404."""
    if not form.is_valid():
        raise Http404
    found = form.cleaned_data
    asked = [found.get("language", ""), found.get("second", "")]
    languages = languages_in(asked, otherwise=reader_language())
    return Choice(languages, found.get("facility"), found.get("contact"))


@require_GET
@for_readers
def kit_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The kit as it will be printed."""
    kit, member = _kit(slug), member_of(request)
    form = PrintForm(request.GET, member=member)
    choice = _choice(form)
    previews = [_context(kit, piece, choice) for piece in (Piece.POSTER_A4, Piece.CARDS, Piece.SLIDE)]
    context = {
        "kit": kit,
        "title": kit.title.in_language(reader_language()),
        "form": form,
        "pieces": [(piece.value, words) for piece, words in PIECE_WORDS.items()],
        "previews": [(PIECE_WORDS[Piece(str(one["piece"]))], one) for one in previews],
        "query": request.GET.urlencode(),
        "makes_pdf": makes_pdf(),
        "may_run": runs_campaigns(member),
        "course": _course_address(kit.course),
        "crumbs": crumbs(),
    }
    return render(request, "campaigns/kit.html", context)


def _context(kit: Kit, piece: Piece, choice: Choice) -> dict[str, object]:
    return sheet_context(kit, piece, languages=choice.languages, facility=choice.facility, contact=choice.contact)


def _course_address(course: str) -> str:
    """The page of the course that goes deeper; empty as long as there is none."""
    try:
        return reverse("courses:course", args=[course])
    except NoReverseMatch:
        return ""


@require_GET
@for_readers
def pdf(request: HttpRequest, slug: str, piece: str) -> HttpResponse:
    """One piece as PDF; where this machine makes none, the print page stands in."""
    kit, wanted = _kit(slug), _piece(piece)
    choice = _choice(PrintForm(request.GET, member=member_of(request)))
    content = pdf_of_piece(_context(kit, wanted, choice))
    if content is None:
        return _on_paper(request, kit, wanted, choice)
    return download(content, name=file_name(kit, wanted, choice.languages), media_type=PDF_TYPE)


@require_GET
@for_readers
def on_paper(request: HttpRequest, slug: str, piece: str) -> HttpResponse:
    """One piece as a page that the browser prints."""
    choice = _choice(PrintForm(request.GET, member=member_of(request)))
    return _on_paper(request, _kit(slug), _piece(piece), choice)


def _on_paper(request: HttpRequest, kit: Kit, piece: Piece, choice: Choice) -> HttpResponse:
    context = _context(kit, piece, choice) | {
        "title": kit.title.in_language(choice.languages[0]),
        "back": f"{reverse('campaigns:kit', args=[kit.slug])}?{request.GET.urlencode()}",
        "makes_pdf": makes_pdf(),
    }
    return render(request, "campaigns/print.html", context)


@require_GET
@for_readers
def screen(request: HttpRequest, slug: str) -> HttpResponse:
    """The quiz in the room, one question after the other; hands are counted by who holds the talk."""
    kit = _kit(slug)
    language = languages_in([request.GET.get("language", "")], otherwise=reader_language())[0]
    asked = request.GET.get("question", "1")
    number = int(asked) if asked in {"1", "2", "3"} else 1
    question = kit.quiz[number - 1]
    context = {
        "kit": kit,
        "language": language,
        "number": number,
        "of": len(kit.quiz),
        "next": number + 1 if number < len(kit.quiz) else None,
        "before": number - 1 if number > 1 else None,
        "ask": question.ask.in_language(language),
        "is_many": question.is_many,
        "choices": [(one.text.in_language(language), one.right) for one in question.choices],
        "why": question.why.in_language(language),
        "shows": request.GET.get("answer") == "1",
        "crumbs": [*crumbs(), (reverse("campaigns:kit", args=[slug]), kit.title.in_language(language))],
    }
    with translation.override(language):
        context["kind"] = _("More than one answer may be right.") if question.is_many else _("One answer is right.")
    return render(request, "campaigns/screen.html", context)
