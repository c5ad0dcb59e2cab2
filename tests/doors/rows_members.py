"""Who opens which page of organisations, ports, people, circles, levels and the own account."""

from datetime import UTC, datetime, timedelta
from typing import Any

from port2port.members.actions.circles import Policy, invite_organisation, make_circle
from port2port.members.actions.clients import name_known_client
from port2port.members.actions.levels import LevelDraft, report_level
from port2port.members.actions.organisations import Reach, save_contact
from port2port.members.actions.people import Offer, end_seat, invite_person
from port2port.members.actions.running_jobs import end_job
from port2port.members.actions.tokens import make_service_account, make_token
from port2port.members.job_kinds import Outcome
from port2port.members.member import Function
from port2port.members.models import Clientship, Facility, Job, LevelAcknowledgement, Organisation
from tests.doors.door import Door, Maker, door
from tests.personas import BEFORE, NOW, Community

SECRET = "a-secret-that-the-test-knows"


def slug(name: str) -> Maker:
    return lambda community: {"slug": community.organisations[name].slug}


def contact(community: Community) -> dict[str, Any]:
    reach = Reach(kind="duty", role="Duty officer", phone="+32 2 555 00 00", around_the_clock=True)
    return {"key": save_contact(member=community.member("coordinator"), contact=None, reach=reach, now=NOW).key}


def job(community: Community) -> dict[str, Any]:
    """A row of the queue, as `start_job` leaves one; what it would do is beside the point of a door."""
    seat = community.person("author").seats.get()
    return {"key": Job.objects.create(seat=seat, kind="unknown", language="en", made_at=NOW).key}


def done_job(community: Community) -> dict[str, Any]:
    """One whose result lies ready: a PDF of an empty log, as far as the door is concerned."""
    found = job(community)
    row = Job.objects.get(**found)
    row.kind = "log_pdf"
    row.save()
    file = Outcome(words="0 entries", file=b"%PDF", file_name="log.pdf", media_type="application/pdf")
    end_job(row, Job.State.DONE, was=Job.State.WAITING, words="0 entries", outcome=file, now=NOW)
    return found


def facility(community: Community) -> dict[str, Any]:
    return {"key": community.facilities["north"].key}


def terminal(community: Community) -> dict[str, Any]:
    """A facility of north in the port of south, whose officer could be shown its records."""
    row = Facility.objects.create(
        organisation=community.organisations["north"], port=community.ports["south"], name="Pier", kind="terminal",
        isps="inside",
    )  # fmt: skip
    return {"key": row.key}


def port(community: Community) -> dict[str, Any]:
    return {"slug": community.ports["north"].slug}


def invitation(community: Community) -> dict[str, Any]:
    offer = Offer(email="new@example.org", function=Function.OFFICER)
    row = invite_person(member=community.member("coordinator"), offer=offer, secret=SECRET, now=NOW)
    return {"key": row.key}


def seat(community: Community) -> dict[str, Any]:
    return {"key": community.seats["guard"].key}


def other_seat(community: Community) -> dict[str, Any]:
    return {"key": community.seats["colleague"].key}


def ended_seat(community: Community) -> dict[str, Any]:
    from port2port.base.clock import now

    end_seat(member=community.member("coordinator"), seat=community.seats["colleague"], now=now())
    return other_seat(community)


def circle(community: Community) -> dict[str, Any]:
    return {"key": community.circles["both"].key}


def asked_circle(community: Community) -> dict[str, Any]:
    """A circle of north that asks south to join."""
    made = make_circle(member=community.member("coordinator"), policy=Policy(name="Gates"), now=NOW)
    south = community.organisations["south"]
    invite_organisation(member=community.member("coordinator"), circle=made, organisation=south, now=NOW)
    return {"key": made.key}


def level(community: Community) -> dict[str, Any]:
    draft = LevelDraft(
        scale="isps",
        value=2,
        valid_from=NOW,
        issued_by="Local committee",
        facility=community.facilities["north"],
    )
    return {"key": report_level(member=community.member("coordinator"), draft=draft, now=NOW).key}


def announced_level(community: Community) -> dict[str, Any]:
    draft = LevelDraft(
        scale="isps",
        value=2,
        valid_from=datetime.now(UTC) + timedelta(days=2),
        issued_by="Local committee",
        facility=community.facilities["north"],
    )
    return {"key": report_level(member=community.member("coordinator"), draft=draft, now=NOW).key}


def acknowledgement(community: Community) -> dict[str, Any]:
    level(community)
    return {"key": LevelAcknowledgement.objects.get().key}


def token(community: Community) -> dict[str, Any]:
    row = make_token(
        member=community.member("author"), label="A reader", scope="read", secret=SECRET, now=NOW,
        expires_at=NOW + timedelta(days=300),
    )  # fmt: skip
    return {"key": row.key}


def machine(community: Community) -> dict[str, Any]:
    row = make_service_account(
        member=community.member("coordinator"), name="Gate system", function=Function.OFFICER, now=NOW
    )
    return {"key": row.key}


def clientship(community: Community) -> dict[str, Any]:
    """South's client; the personas hold no coordinator of south or of the client, so nobody may change it."""
    return {"key": Clientship.objects.get().key}


def named(community: Community) -> dict[str, Any]:
    """A client whom north has named and that has not accepted."""
    code = str(community.organisations["forwarder"].key)
    return {"key": name_known_client(member=community.member("coordinator"), code=code, now=NOW).key}


def own_seat(community: Community) -> dict[str, Any]:
    return {"seat": str(community.seats["author"].key)}


def nobody_runs(community: Community) -> dict[str, Any]:
    row = Organisation.objects.create(
        slug="west", name="Port of West", kind="port", standing="member", state="invited", admitted_at=BEFORE
    )
    return {"slug": row.slug}


# Who reads at all: everyone but the auditor, who reads the trail, and the operator, who runs the machine.
READS = {"default": 200, "auditor": 404, "operator": 404}
# Forms that a seat sends without the right are refused and on record: 403, with the same words for all.
RUNS = {"default": 403, "coordinator": 302, "secretariat": 404}
OWN_GET = {"default": 404, "coordinator": 200}

ROWS: list[Door] = [
    door("members:organisations", **READS),
    door("members:organisations_csv", **READS),
    door("members:organisation", args=slug("east"), **READS | {"client": 404, "guest": 404}),
    door("members:edit_organisation", args=slug("north"), **OWN_GET, secretariat=200),
    door(
        "members:edit_organisation", "post", args=slug("north"), data={"name": "Port of North", "language": "en"},
        **RUNS | {"secretariat": 302},
    ),
    door("members:new_contact", **OWN_GET, secretariat=200),
    door(
        "members:new_contact", "post", data={"kind": "duty", "role": "Duty", "phone": "1"},
        **RUNS | {"secretariat": 302},
    ),
    door("members:edit_contact", args=contact, **OWN_GET),
    door("members:edit_contact", "post", args=contact, data={"kind": "duty", "role": "Duty", "phone": "1"}, **RUNS),
    door("members:check_contact", "post", args=contact, **RUNS),
    door("members:remove_contact", "post", args=contact, **RUNS),
    door("members:new_facility", **OWN_GET, secretariat=200),
    door(
        "members:new_facility", "post",
        data={"port": "north", "name": "Lock", "kind": "lock", "isps": "outside"}, **RUNS | {"secretariat": 302},
    ),
    door("members:edit_facility", args=facility, **OWN_GET),
    door(
        "members:edit_facility", "post", args=facility,
        data={"port": "north", "name": "Quay", "kind": "quay", "isps": "inside"}, **RUNS,
    ),
    door("members:port_officer", args=facility, author=200, coordinator=200),
    door(
        "members:port_officer", "post", args=terminal, default=403, author=302, coordinator=302, peer=404,
        client=404, outsider=404,
    ),
    door(
        "members:stop_showing", "post", args=facility, default=403, author=302, coordinator=302, peer=404,
        client=404, outsider=404,
    ),
    door("members:ports", **READS),
    door("members:port", args=port, **READS),
    door("members:people", **READS),
    door("members:invite_person", **OWN_GET, secretariat=200),
    door(
        "members:invite_person", "post",
        data={"email": "new@example.org", "language": "nl", "function": "coordinator"},
        default=403, coordinator=200, secretariat=200,
    ),
    door("members:revoke_invitation", "post", args=invitation, **RUNS),
    door("members:seat", args=seat, **OWN_GET),
    door("members:seat", "post", args=seat, data={"title": "Gate"}, **RUNS),
    door("members:end_seat", "post", args=other_seat, **RUNS),
    door("members:restore_seat", "post", args=ended_seat, **RUNS),
    door("members:invitation", args={"secret": "no-such-secret"}, nobody=404),
    door("members:invitation", "post", args={"secret": "no-such-secret"}, nobody=404),
    door("members:circles", **READS),
    door("members:circle", args=circle, author=200, guard=200, coordinator=200, trainer=200, peer=200),
    door("members:new_circle", **OWN_GET, secretariat=200),
    door("members:new_circle", "post", data={"name": "New"}, default=403, coordinator=302, secretariat=302),
    door("members:edit_circle", args=circle, **OWN_GET),
    door("members:edit_circle", "post", args=circle, data={"name": "Both"}, **RUNS),
    door("members:invite_organisation", "post", args=circle, data={"organisation": "east"}, **RUNS),
    door("members:join_circle", "post", args=asked_circle, **RUNS | {"coordinator": 403}),
    door("members:leave_circle", "post", args=circle, **RUNS | {"coordinator": 422}),
    door("members:remove_organisation", "post", args=circle, data={"organisation": "south"}, **RUNS),
    door("members:hand_over_circle", "post", args=circle, data={"heir-organisation": "south"}, **RUNS),
    door("members:close_circle", "post", args=circle, **RUNS),
    door("members:levels", **READS),
    door("members:new_level", author=200, coordinator=200, peer=200, outsider=200),
    door(
        "members:new_level", "post", data={"scale": "isps"}, default=403,
        author=422, coordinator=422, peer=422, outsider=422,
    ),
    # The officer of the port confirms; officers of other ports are refused, who cannot see the entry finds none.
    door("members:confirm_level", "post", args=level, default=403, author=302, coordinator=302),
    door("members:end_level", "post", args=level, default=403, author=302, coordinator=302),
    door("members:cancel_level", "post", args=announced_level, default=403, author=302, coordinator=302),
    door(
        "members:acknowledge_level", "post", args=acknowledgement, default=403,
        author=302, coordinator=302, peer=404, outsider=404,
    ),
    door("members:account", default=200),
    # Only a session of the own login is there to be ended.
    door("members:end_session", "post", args={"name": "0" * 32}, default=404),
    door(
        "members:account", "post", data={"name": "A name", "language": "nl", "theme": "dark"}, default=302
    ),
    door("members:switch_seat", "post", data=own_seat, author=302),
    door("members:new_token", **READS),
    door(
        "members:new_token", "post", data={"label": "Mine", "scope": "read", "days": "30"},
        default=200, auditor=403, operator=403,
    ),
    door("members:revoke_token", "post", args=token, author=302, auditor=403, operator=403),
    door("members:jobs", default=200),
    door("members:job", args=job, author=200),
    door("members:job_row", args=job, author=200),
    door("members:cancel_job", "post", args=job, author=302),
    door("members:job_result", args=done_job, author=200),
    door("members:machines", **OWN_GET),
    door(
        "members:machines", "post", data={"name": "Gates", "function": "officer"}, default=403, coordinator=302
    ),
    door("members:new_machine_token", args=machine, **OWN_GET),
    door(
        "members:new_machine_token", "post", args=machine, data={"label": "Gate", "scope": "write", "days": "30"},
        default=403, coordinator=200,
    ),
    door("members:end_machine", "post", args=machine, default=403, coordinator=302),
    door("members:clients", **READS),
    door("members:name_client", **OWN_GET),
    door(
        "members:name_client", "post", data={"name": "Haulier", "language": "fr", "email": "boss@example.org"},
        default=403, coordinator=200,
    ),
    door("members:name_known_client", **OWN_GET),
    door(
        "members:name_known_client", "post",
        data=lambda community: {"code": str(community.organisations["forwarder"].key)}, default=403, coordinator=302,
    ),
    # North named it, so only the client's own coordinator accepts; the secretariat sees every clientship.
    door("members:accept_clientship", "post", args=named, default=403),
    door("members:end_clientship", "post", args=named, default=403, coordinator=302),
    door("members:admissions", secretariat=200),
    door("members:admit", secretariat=200),
    door(
        "members:admit", "post",
        data={
            "name": "Port of West", "kind": "port", "standing": "member", "language": "fr", "email": "west@example.org",
        },
        default=403, secretariat=200,
    ),
    door("members:invite_coordinator", args=nobody_runs, secretariat=200),
    door(
        "members:invite_coordinator", "post", args=nobody_runs, data={"email": "west@example.org", "language": "fr"},
        default=403, secretariat=200,
    ),
    door("members:end_organisation", "post", args=slug("east"), default=403, secretariat=302),
]  # fmt: skip
