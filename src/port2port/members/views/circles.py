"""Circles: who shares with whom."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.members.actions import circles as act
from port2port.members.forms.circles import CircleForm, OrganisationChoice
from port2port.members.forms.shared import said_in
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Circle, CircleMembership, Organisation
from port2port.members.views.shared import needs, show, show_form, tell


@require_GET
@needs(Act.READ)
def circles(request: HttpRequest) -> HttpResponse:
    """The circles that the own organisation is in, owns or is asked to join."""
    member = member_of(request)
    stays = CircleMembership.objects.visible_to(member).filter(
        organisation_id=member.organisation_id or 0, left_at=None
    )
    context = {
        "asked": stays.filter(joined_at=None, circle__closed_at=None).select_related("circle__owner"),
        "circles": Circle.objects.visible_to(member).joined_by(member).select_related("owner").with_size(),
        "closed": Circle.objects.visible_to(member).exclude(closed_at=None),
        "can_manage": member.may(Act.MANAGE_CIRCLES),
    }
    return show(request, "circles.html", context)


@require_GET
@needs(Act.READ)
def circle(request: HttpRequest, key: UUID) -> HttpResponse:
    """One circle: what it is for, who is in it, who was."""
    member = member_of(request)
    row = get_object_or_404(Circle.objects.visible_to(member).select_related("owner"), key=key)
    stays = CircleMembership.objects.visible_to(member).filter(circle=row).select_related("organisation")
    owns = row.owner_id == member.organisation_id and member.may(Act.MANAGE_CIRCLES) and row.closed_at is None
    own = stays.filter(organisation_id=member.organisation_id or 0, left_at=None).first()
    context = {
        "circle": row,
        "inside": stays.filter(joined_at__isnull=False, left_at=None),
        "asked": stays.filter(joined_at=None, left_at=None),
        "gone": stays.exclude(left_at=None),
        "own": own,
        "owns": owns,
        "can_answer": own is not None and member.may(Act.MANAGE_CIRCLES) and row.closed_at is None,
        "invite": OrganisationChoice(member=member, circle=row) if owns else None,
        "heirs": OrganisationChoice(member=member, circle=row, inside=True, prefix="heir") if owns else None,
    }
    return show(request, "circle.html", context)


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_CIRCLES)
def new_circle(request: HttpRequest) -> HttpResponse:
    """A circle of the own organisation."""
    form = CircleForm(request.POST or None)
    if form.is_valid():
        made = act.make_circle(member=member_of(request), policy=form.policy(), now=now())
        return redirect("members:circle", key=made.key)
    return show_form(
        request,
        form,
        title=_("New circle"),
        back=reverse("members:circles"),
        lead=_(
            "Your organisation owns the circle and invites others. Its policy can become stricter later, never wider."
        ),
        submit=_("Make the circle"),
    )


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_CIRCLES)
def edit_circle(request: HttpRequest, key: UUID) -> HttpResponse:
    """Its words, and a stricter policy."""
    member = member_of(request)
    row = get_object_or_404(Circle.objects.editable_by(member), key=key)
    names = ("name", "purpose", "is_open", "shows_history")
    form = CircleForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    if form.is_valid():
        with said_in(form):
            act.change_policy(member=member, circle=row, policy=form.policy(), now=now())
            tell(request, _("Saved."))
            return redirect("members:circle", key=row.key)
    return show_form(
        request,
        form,
        title=row.name,
        back=reverse("members:circle", kwargs={"key": row.key}),
        lead=_("A circle's policy can become stricter, never wider: others have shared under it."),
    )


def _known(request: HttpRequest, key: UUID) -> Circle:
    # Visible, not editable: who knows the circle and may not change it is told so, and is on record.
    return get_object_or_404(Circle.objects.visible_to(member_of(request)), key=key)


def _chosen(request: HttpRequest, name: str = "organisation") -> Organisation:
    members = Organisation.objects.visible_to(member_of(request))
    return get_object_or_404(members, slug=request.POST.get(name, ""))


@require_POST
@needs(Act.MANAGE_CIRCLES)
def invite_organisation(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask an organisation to join."""
    row, other = _known(request, key), _chosen(request)
    act.invite_organisation(member=member_of(request), circle=row, organisation=other, now=now())
    tell(request, _("%(organisation)s is asked to join.") % {"organisation": other.name})
    return redirect("members:circle", key=row.key)


@require_POST
@needs(Act.MANAGE_CIRCLES)
def join_circle(request: HttpRequest, key: UUID) -> HttpResponse:
    """Accept the invitation."""
    row = _known(request, key)
    act.join_circle(member=member_of(request), circle=row, now=now())
    tell(request, _("Your organisation is in the circle."))
    return redirect("members:circle", key=row.key)


@require_POST
@needs(Act.MANAGE_CIRCLES)
def leave_circle(request: HttpRequest, key: UUID) -> HttpResponse:
    """Decline, or leave: access ends at once."""
    row = _known(request, key)
    act.leave_circle(member=member_of(request), circle=row, now=now())
    tell(request, _("Your organisation is out of the circle."))
    return redirect("members:circles")


@require_POST
@needs(Act.MANAGE_CIRCLES)
def remove_organisation(request: HttpRequest, key: UUID) -> HttpResponse:
    """End another organisation's stay."""
    row, other = _known(request, key), _chosen(request)
    act.remove_organisation(member=member_of(request), circle=row, organisation=other, now=now())
    tell(request, _("%(organisation)s is out of the circle.") % {"organisation": other.name})
    return redirect("members:circle", key=row.key)


@require_POST
@needs(Act.MANAGE_CIRCLES)
def hand_over_circle(request: HttpRequest, key: UUID) -> HttpResponse:
    """Another organisation becomes the owner."""
    row, other = _known(request, key), _chosen(request, "heir-organisation")
    act.hand_over_circle(member=member_of(request), circle=row, organisation=other, now=now())
    tell(request, _("%(organisation)s owns the circle now.") % {"organisation": other.name})
    return redirect("members:circle", key=row.key)


@require_POST
@needs(Act.MANAGE_CIRCLES)
def close_circle(request: HttpRequest, key: UUID) -> HttpResponse:
    """Nobody reads by this circle any more."""
    row = _known(request, key)
    act.close_circle(member=member_of(request), circle=row, now=now())
    tell(request, _("The circle is closed."))
    return redirect("members:circles")
