"""An alarm: what it means, what was done about it, and what it was."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from port2port.base.clock import now
from port2port.earlywarning import actions
from port2port.earlywarning.access import Alarms
from port2port.earlywarning.alike import odds_of_watch
from port2port.earlywarning.board_page import detector_words, gaps_words
from port2port.earlywarning.drawing import bars_of
from port2port.earlywarning.forms.watches import DoneForm, JudgedForm
from port2port.earlywarning.history import loans_hold
from port2port.earlywarning.models import Alarm, AlarmNews
from port2port.earlywarning.views.shared import board_crumb, for_readers
from port2port.earlywarning.watch_page import is_gone, requests_of, said_of
from port2port.members.middleware import member_of
from port2port.reports.views.shared import refusals_in, status_of
from port2port.vocabulary.lookup import reader_language


@require_GET
@for_readers
def alarm(request: HttpRequest, key: UUID) -> HttpResponse:
    """What it means and does not mean, and what was done."""
    return _show(request, _visible(request, key), DoneForm(), JudgedForm())


@require_GET
@for_readers
def news(request: HttpRequest, key: UUID) -> HttpResponse:
    """From a notification to the alarm."""
    member = member_of(request)
    row = get_object_or_404(AlarmNews.objects.visible_to(member).select_related("alarm"), key=key)
    actions.opened(member=member, news=row, now=now())
    return redirect(row.alarm)


@require_POST
@for_readers
def acknowledge(request: HttpRequest, key: UUID) -> HttpResponse:
    """An organisation says what it did."""
    row, form = _visible(request, key), DoneForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            done = form.cleaned_data["done"]
            language = reader_language()
            actions.acknowledge(member=member_of(request), alarm=row, done=done, language=language, now=now())
            messages.success(request, _("The circle reads what you did."))
            return redirect(row)
    return _show(request, row, form, JudgedForm())


@require_POST
@for_readers
def judge(request: HttpRequest, key: UUID) -> HttpResponse:
    """The watch's organisation says what the alarm was."""
    member = member_of(request)
    rows = _with_names(Alarm.objects.editable_by(member))
    row, form = get_object_or_404(rows, key=key), JudgedForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.judge(
                member=member,
                alarm=row,
                judged=form.cleaned_data["judged"],
                why=form.cleaned_data["why"],
                language=reader_language(),
                now=now(),
            )
            messages.success(request, _("It counts in the record of false alarms."))
            return redirect(row)
    return _show(request, row, DoneForm(), form)


@require_POST
@for_readers
def ask(request: HttpRequest, key: UUID) -> HttpResponse:
    """A draft request for information opens; nothing is sent by itself."""
    row = _visible(request, key)
    draft = actions.ask_about(member=member_of(request), alarm=row, language=reader_language(), now=now())
    return redirect("reports:edit", key=draft.key)


def _visible(request: HttpRequest, key: UUID) -> Alarm:
    """Raises Http404, alike for hidden and missing."""
    return get_object_or_404(_with_names(Alarm.objects.visible_to(member_of(request))), key=key)


def _with_names(rows: Alarms) -> Alarms:
    watch = ("watch__intervention__port", "watch__calibration", "watch__comparison", "watch__circle")
    return rows.select_related(*watch, "loudest")


def _show(request: HttpRequest, row: Alarm, done: DoneForm, judged: JudgedForm) -> HttpResponse:
    watch, member = row.watch, member_of(request)
    said = watch.calibration.for_budget(watch.budget or 0)
    holds = loans_hold(watch)
    context = {
        "alarm": row,
        "watch": watch,
        "said": said_of(row),
        "bars": bars_of(row.directed, row.max_port, said) if holds else (),
        "newest": watch.weeks.order_by("number").last() if holds else None,
        "is_gone": is_gone(row),
        "odds": odds_of_watch(watch),
        "gaps": gaps_words(row.outside_gaps),
        "detectors": detector_words(row.detectors),
        "done": done,
        "judged": judged,
        "acknowledgements": list(row.acknowledgements.select_related("organisation", "by")),
        "judgements": list(row.judgements.select_related("organisation", "by")),
        "requests": requests_of(row, member),
        "is_own": watch.organisation_id == member.organisation_id,
        "crumbs": [board_crumb(), (watch.get_absolute_url(), watch.measure_words)],
    }
    return render(request, "earlywarning/alarm.html", context, status=status_of(done, judged))
