"""One concern at the desk."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.refusal import NotAllowed, Refusal
from port2port.concerns import actions
from port2port.concerns.actions.drafting import CopiedSentences
from port2port.concerns.actions.handling import own_desk, thread_key
from port2port.concerns.actions.telling import open_news
from port2port.concerns.concern_page import page_of
from port2port.concerns.forms.desk import HandOnForm, LessonForm, NoteForm, ReplyForm
from port2port.concerns.memory_uploads import files_in_memory
from port2port.concerns.models import Concern, HandOver, Picture
from port2port.concerns.rules import CannotOpen
from port2port.concerns.shots import shots_of
from port2port.concerns.thread import shot_of
from port2port.concerns.views.shared import crumbs, handlers_only, held_concern, held_key, needed_key
from port2port.members.actions.rights import record_act
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.reports.views.shared import refusals_in, status_of


@require_GET
@handlers_only
def concern(request: HttpRequest, key: UUID) -> HttpResponse:
    """The thread and the notes, where the key is unlocked; else the dates alone."""
    return _page(request, held_concern(request, key))


def _page(
    request: HttpRequest,
    row: Concern,
    *,
    reply_form: ReplyForm | None = None,
    note_form: NoteForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    member, private = member_of(request), held_key(request)
    open_news(member=member, concern=row, now=now())
    page = page_of(row, member=member, private=private, now=now())
    if page.said:
        record_act(member=member, act="open_concern", subject=f"concern {row.key}", now=now())
    shown = [form for form in (reply_form, note_form) if form is not None]
    context = {
        "page": page,
        "concern": row,
        "locked": private is None,
        "reply_form": reply_form or ReplyForm(locked=private is None, auto_id="reply_%s"),
        "note_form": note_form or NoteForm(locked=private is None, auto_id="note_%s"),
        "refused": refused,
        "crumbs": crumbs(),
        "now": now(),
    }
    return render(request, "concerns/concern.html", context, status=status_of(*shown) if shown else status)


@require_POST
@handlers_only
@sensitive_post_parameters()
def act(request: HttpRequest, key: UUID) -> HttpResponse:
    """What takes one press."""
    row, member, at = held_concern(request, key), member_of(request), now()
    try:
        match request.POST.get("do", ""):
            case "acknowledge":
                actions.acknowledge(member=member, concern=row, now=at)
            case "take-up":
                actions.take_up(member=member, concern=row, now=at)
            case "close":
                actions.close(member=member, concern=row, now=at)
            case "take-back":
                actions.take_back(member=member, concern=row, now=at)
            case "let-in":
                actions.let_handlers_in(member=member, concern=row, private=needed_key(request), now=at)
            case _:
                raise Http404
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _page(request, row, refused=str(refusal), status=refusal.status)
    return redirect(row.get_absolute_url())


@files_in_memory
@require_POST
@handlers_only
@sensitive_post_parameters()
def write(request: HttpRequest, key: UUID) -> HttpResponse:
    """A reply, feedback or a turning away."""
    row, member = held_concern(request, key), member_of(request)
    locked = held_key(request) is None
    form = ReplyForm(request.POST, request.FILES, locked=locked, auto_id="reply_%s")
    if form.is_valid():
        with refusals_in(form):
            private, text = needed_key(request), form.cleaned_data["text"]
            match request.POST.get("do", "reply"):
                case "feedback":
                    actions.give_feedback(member=member, concern=row, private=private, text=text, now=now())
                case "turn-away":
                    actions.turn_away(member=member, concern=row, private=private, text=text, now=now())
                case _:
                    shots = shots_of(form.uploads())
                    actions.reply(member=member, concern=row, private=private, text=text, shots=shots, now=now())
            messages.success(request, _("Sealed. The reporter reads it with the code."))
            return redirect(row.get_absolute_url())
    return _page(request, row, reply_form=form)


@require_POST
@handlers_only
@sensitive_post_parameters()
def note(request: HttpRequest, key: UUID) -> HttpResponse:
    """A note that the desk alone reads."""
    row, member = held_concern(request, key), member_of(request)
    form = NoteForm(request.POST, locked=held_key(request) is None, auto_id="note_%s")
    if form.is_valid():
        with refusals_in(form):
            private, text = needed_key(request), form.cleaned_data["text"]
            actions.write_note(member=member, concern=row, private=private, text=text, now=now())
            return redirect(row.get_absolute_url())
    return _page(request, row, note_form=form)


@require_http_methods(["GET", "POST"])
@handlers_only
@sensitive_post_parameters()
def hand_on(request: HttpRequest, key: UUID) -> HttpResponse:
    """To another desk: told to the reporter first, or offered where the reporter has agreed."""
    row, member = held_concern(request, key), member_of(request)
    running = HandOver.objects.visible_to(member).running().filter(concern=row).select_related("to_desk").first()
    locked = held_key(request) is None
    sent = request.POST if request.method == "POST" else None
    initial = {"desk": running.to_desk.key, "keeps": running.keeps} if running else {}
    form = HandOnForm(sent, locked=locked, member=member, concern=row, initial=initial)
    if form.is_valid():
        with refusals_in(form):
            given = form.cleaned_data
            if request.POST.get("do") == "tell":
                actions.tell_wish(member=member, concern=row, to_desk=given["desk"], keeps=given["keeps"], now=now())
                messages.success(request, _("The reporter reads it with the code, and has five days to say no."))
            else:
                private = needed_key(request)
                actions.offer_concern(
                    member=member,
                    concern=row,
                    private=private,
                    to_desk=given["desk"],
                    keeps=given["keeps"],
                    now=now(),
                )
                messages.success(request, _("Offered. It lies there once that desk says yes."))
            return redirect(row.get_absolute_url())
    context = {"form": form, "concern": row, "running": running, "crumbs": crumbs(row)}
    return render(request, "concerns/hand_on.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@handlers_only
@sensitive_post_parameters()
def lesson(request: HttpRequest, key: UUID) -> HttpResponse:
    """What others can learn from it: a draft report, written anew."""
    row, member = held_concern(request, key), member_of(request)
    if not member.may(Act.PUBLISH):
        raise Http404
    locked, copied = held_key(request) is None, list[str]()
    sent = request.POST if request.method == "POST" else None
    form = LessonForm(sent, locked=locked, initial={"language": request.LANGUAGE_CODE})
    if form.is_valid():
        try:
            with refusals_in(form, passing=(CopiedSentences,)):
                draft = actions.draft_lesson(
                    member=member, concern=row, private=needed_key(request), lesson=form.lesson(), now=now()
                )
                messages.success(request, _("The draft is made. Choose who may read it."))
                return redirect("reports:edit", key=draft.key)
        except CopiedSentences as refusal:
            form.add_error(None, str(refusal))
            copied = refusal.sentences
    context = {"form": form, "concern": row, "copied": copied, "crumbs": crumbs(row)}
    return render(request, "concerns/lesson.html", context, status=status_of(form))


@require_GET
@handlers_only
def picture(request: HttpRequest, key: UUID, picture_key: UUID) -> HttpResponse:
    """One picture of the thread; where the key is locked, the page that asks for it."""
    row, member, private = held_concern(request, key), member_of(request), held_key(request)
    rows = Picture.objects.visible_to(member).filter(message__concern=row)
    shown = get_object_or_404(rows, key=picture_key)
    if private is None:
        return redirect(row.get_absolute_url())
    own_desk(member, row)
    try:
        shot = shot_of(shown, thread_key(member, row, private))
    except CannotOpen as shut:
        raise Http404 from shut
    return HttpResponse(shot.content, content_type=shot.media_type)
