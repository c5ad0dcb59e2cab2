"""The 24-hour report: sent as the officer's own mail, or settled otherwise; every step stands in the log."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from port2port.base.downloads import FileGone, content_of
from port2port.base.refusal import Refusal
from port2port.log.access import runs_log
from port2port.log.actions.following import write_line
from port2port.log.actions.telling import tick_sent
from port2port.log.actions.writing import NotYourLog, editable
from port2port.log.filling import Filled, where_of
from port2port.log.models import Line, LogFile, Occurrence, Reported, SentForm
from port2port.log.rules import ACTION, AHEAD, TEXT
from port2port.log.wording import role_of
from port2port.members.invitation_mail import mail_is_delivered
from port2port.members.member import Member
from port2port.members.models import Person, Seat
from port2port.pure.form_template import FormTemplate
from port2port.pure.texts import Room
from port2port.reports.actions.files import files_with_rows, keep_bytes
from port2port.reports.rules import LANGUAGES, BadField, cleaned

ANSWER = Room(characters=500, byte_count=2_000)
ANSWERS = Room(characters=TEXT.characters, byte_count=TEXT.byte_count, lines=True)
# A worker that died while it sent leaves it open whether the mail left; after this long an officer may try again.
LEASE = timedelta(minutes=2)
SETTLED = {Reported.OTHERWISE: Line.Kind.REPORTED, Reported.EXEMPT: Line.Kind.EXEMPT}


class NoAddress(Refusal):
    status = 409
    words = gettext_lazy("This form has no address of its own yet. Set it on the page of forms, then send.")


class NoMailServer(Refusal):
    status = 409
    words = gettext_lazy(
        "This machine has no mail server, so nothing would leave. Take the PDF, send it by your own mail and say here "
        "that it was reported otherwise."
    )


class NotToSendAgain(Refusal):
    status = 409
    words = gettext_lazy("This report was sent, or is just being sent.")


def fill_form(
    *, member: Member, occurrence: Occurrence, form: FormTemplate, said: Mapping[str, str], now: datetime
) -> Filled:
    """The form with these answers, as it would leave now. Raises BadField, NotYourLog, EntryStruck."""
    row = _own(member, occurrence)
    seat = Seat.objects.filter(pk=member.seat_id or 0).first()
    return Filled(form, row, _answers(form, said), role_of(seat), where_of(form, row.facility), now)


def send_form(
    *,
    member: Member,
    occurrence: Occurrence,
    form: FormTemplate,
    said: Mapping[str, str],
    key: str,
    now: datetime,
) -> SentForm:
    """Send a form to the facility's address, as mail with the PDF; the same key a second time sends nothing.

    The row is committed before the mail leaves and what became of it is written after: a mail that left is never
    forgotten, and a failure is a state, not an exception.
    Raises BadField, NoAddress, NoMailServer, NotYourLog, EntryStruck.
    """
    sent, is_new = _kept(member=member, occurrence=occurrence, form=form, said=said, key=key, now=now)
    return _posted(sent, member=member, now=now) if is_new else sent


def send_again(*, member: Member, sent: SentForm, now: datetime) -> SentForm:
    """Try a report again that did not leave, word for word. Raises NotToSendAgain, NoMailServer, NotYourLog."""
    return _posted(_claimed(member=member, sent=sent, now=now), member=member, now=now)


@transaction.atomic
def settle_report(
    *, member: Member, occurrence: Occurrence, how: str, text: str, at: datetime | None, language: str, now: datetime
) -> Occurrence:
    """Say that the report was made otherwise, or that none is needed and why; its clock stops.

    at   when it was reported; now if not said
    Raises BadField, NotYourLog, EntryStruck.
    """
    row = _own(member, occurrence)
    if how not in SETTLED:
        raise BadField("how", gettext_lazy("Choose one of the values offered."))
    words = cleaned("text", text, ACTION)
    if not words:
        raise BadField("text", gettext_lazy("Say how it was reported, or why no report is needed."))
    if at is not None and at > now + AHEAD:
        raise BadField("at", gettext_lazy("This lies in the future. Say when it happened."))
    if language not in LANGUAGES:
        raise BadField("language", gettext_lazy("Choose one of the values offered."))
    moment = at or now
    row.reported_at, row.reported_how = moment, how
    row.save(update_fields=["reported_at", "reported_how"])
    write_line(row, member, kind=SETTLED[Reported(how)], text=words, language=language, at=moment, now=now)
    return row


def _own(member: Member, occurrence: Occurrence) -> Occurrence:
    row = editable(member, occurrence)
    if not runs_log(member):
        raise NotYourLog
    return row


def _answers(form: FormTemplate, said: Mapping[str, str]) -> dict[str, str]:
    answers = {}
    for one in form.fields:
        answers[one.key] = cleaned(one.key, said.get(one.key, ""), ANSWERS if one.has_lines else ANSWER)
        if one.is_required and not answers[one.key]:
            raise BadField(one.key, gettext_lazy("The port's form asks for this."))
    return answers


def _check_leaves() -> None:
    # In the demonstration the console stands for the mail server, and the line in the log says so.
    if not mail_is_delivered() and not settings.DEMO:
        raise NoMailServer


@files_with_rows()
def _kept(
    *, member: Member, occurrence: Occurrence, form: FormTemplate, said: Mapping[str, str], key: str, now: datetime
) -> tuple[SentForm, bool]:
    row = _own(member, occurrence)
    before = SentForm.objects.filter(occurrence=row, idempotency_key=key[:80]).first() if key else None
    if before is not None:
        return before, False
    filled = fill_form(member=member, occurrence=row, form=form, said=said, now=now)
    if not filled.where.may_send:
        raise NoAddress
    _check_leaves()
    text, paper = filled.text(), filled.pdf()
    made = SentForm(
        occurrence=row,
        form=form.id,
        form_version=form.version,
        language=form.language,
        said=dict(filled.said),
        addressee=filled.where.addressee,
        email=filled.where.email,
        subject=filled.subject,
        text=text,
        file=_paper(filled, paper, member=member) if paper else None,
        digest=sha256(paper or text.encode()).hexdigest(),
        tries=1,
        seat_id=member.seat_id,
        made_at=now,
        tried_at=now,
    )
    made.idempotency_key = key[:80] or str(made.key)
    made.save()
    return made, True


def _paper(filled: Filled, content: bytes, *, member: Member) -> LogFile:
    one = LogFile(
        occurrence=filled.row,
        name=f"{filled.form.id}-{filled.row.number}-{filled.at:%Y%m%d%H%M%S}.pdf",
        media_type="application/pdf",
        size=len(content),
        sha256=sha256(content).hexdigest(),
        seat_id=member.seat_id,
        at=filled.at,
    )
    keep_bytes(one.file, one.name, content)
    one.save()
    return one


@transaction.atomic
def _claimed(*, member: Member, sent: SentForm, now: datetime) -> SentForm:
    row = SentForm.objects.editable_by(member).select_for_update().filter(pk=sent.pk).first()
    if row is None:
        raise NotYourLog
    is_lost = row.state == SentForm.State.SENDING and row.tried_at < now - LEASE
    if row.state != SentForm.State.FAILED and not is_lost:
        raise NotToSendAgain
    _check_leaves()
    row.state, row.tried_at, row.tries, row.reason = SentForm.State.SENDING, now, row.tries + 1, ""
    row.save(update_fields=["state", "tried_at", "tries", "reason"])
    return row


def _posted(sent: SentForm, *, member: Member, now: datetime) -> SentForm:
    return _settled(sent, member=member, reason=_mailed(sent, member), now=now)


def _mailed(sent: SentForm, member: Member) -> str:
    """Why the mail did not leave; empty when it did."""
    person = Person.objects.filter(pk=member.person_id or 0).first()
    message = EmailMessage(
        subject=sent.subject,
        body=sent.text,
        to=[sent.email],
        reply_to=[person.email] if person is not None and person.email else None,
    )
    if sent.file is not None:
        try:
            paper = content_of(sent.file.file)
        except FileGone as refusal:
            return type(refusal).__name__
        message.attach(sent.file.name, paper, sent.file.media_type)
    try:
        return "" if message.send() == 1 else "refused"
    except (SMTPException, OSError) as error:
        return type(error).__name__


@transaction.atomic
def _settled(sent: SentForm, *, member: Member, reason: str, now: datetime) -> SentForm:
    sent.reason = reason[:200]
    sent.state = SentForm.State.FAILED if reason else SentForm.State.SENT
    sent.sent_at = None if reason else now
    sent.save(update_fields=["state", "reason", "sent_at"])
    if reason:
        return sent
    row = Occurrence.objects.select_for_update().get(pk=sent.occurrence_id)
    row.reported_at, row.reported_how = now, Reported.SENT
    row.save(update_fields=["reported_at", "reported_how"])
    tick_sent(row, member=member, sent=sent)
    text = f"{_('PDF') if sent.file else _('Text')}, SHA-256 {sent.digest}"
    if not mail_is_delivered():
        text = f"{_('Demonstration: written to the console, nobody received it.')} {text}"
    write_line(
        row,
        member,
        kind=Line.Kind.SENT,
        to=f"{sent.addressee} <{sent.email}>"[:200],
        text=text,
        language=(get_language() or "en")[:2],
        at=now,
        now=now,
    )
    return sent
