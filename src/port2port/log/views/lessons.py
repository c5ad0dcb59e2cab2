"""From an entry to a lesson: what stays, what goes, and the draft."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from port2port.base.clock import now
from port2port.log import actions
from port2port.log.forms.lessons import LessonForm, masked_data
from port2port.log.lesson import lesson_of, photos_of
from port2port.log.views.shared import crumbs, editable_entry, said
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reports.guard import PersonalDataFound
from port2port.reports.views.shared import refusals_in, status_of, ticked
from port2port.reports.wording import finds_shown


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def lesson(request: HttpRequest, key: UUID) -> HttpResponse:
    """What stays and what goes, side by side; one press makes the draft."""
    row, member = editable_entry(request, key), member_of(request)
    standing = lesson_of(row, member=member)
    if row.is_struck or (standing and request.method == "POST"):
        if standing:
            messages.info(request, _("There is a lesson of this entry already. Open that one and go on from there."))
        return redirect("log:lesson" if standing else "log:entry", key=row.key)
    masks = request.POST.get("do") == "mask"
    sent = masked_data(request.POST, row, keep=ticked(request)) if masks else said(request)
    form = LessonForm(sent, row=row, photos=photos_of(row, member=member))
    finds: tuple[object, ...] = ()
    if not masks and form.is_valid():
        try:
            with refusals_in(form, passing=(PersonalDataFound,)):
                draft = actions.share_lesson(
                    member=member, occurrence=row, lesson=form.lesson(ticked(request)), now=now()
                )
                messages.success(request, _("The draft is made. Choose who may read it."))
                return redirect("reports:edit", key=draft.key)
        except PersonalDataFound as refusal:
            form.add_error(None, str(refusal))
            finds = tuple(finds_shown(refusal.finds))
    context = {
        "row": row,
        "form": form,
        "standing": standing,
        "finds": finds,
        "ticked": ticked(request),
        "crumbs": crumbs(row),
    }
    return render(request, "log/lesson.html", context, status=status_of(form))
