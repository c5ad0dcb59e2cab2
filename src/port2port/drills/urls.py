"""Addresses of drills and exercises."""

from django.urls import path

from port2port.drills.views import events, library, papers, phone, steps

app_name = "drills"
urlpatterns = [
    path("drills/", events.events, name="list"),
    path("drills/new/", events.new, name="new"),
    path("drills/library/", library.scenarios, name="library"),
    path("drills/library/<slug:code>/", library.one, name="scenario"),
    path("drills/library/<slug:code>/sheets.pdf", library.pdf, name="scenario_pdf"),
    path("drills/calendar/", papers.calendar, name="calendar"),
    path("drills/held.csv", papers.evidence, {"ending": "csv"}, name="evidence_csv"),
    path("drills/held.xlsx", papers.evidence, {"ending": "xlsx"}, name="evidence_xlsx"),
    path("drills/held.pdf", papers.evidence, {"ending": "pdf"}, name="evidence_pdf"),
    path("drills/record/", phone.record, name="record"),
    path("drills/record/send/", phone.send, name="record_send"),
    path("drills/record/sw.js", phone.worker, name="record_worker"),
    path("drills/record/shell/<slug:language>/", phone.shell, name="record_shell"),
    path("drills/places/<uuid:key>/", steps.place, name="place"),
    path("drills/places/<uuid:key>/decline/", steps.decline, name="decline"),
    path("drills/places/<uuid:key>/count/", steps.count, name="count"),
    path("drills/places/<uuid:key>/uncount/", steps.uncount, name="uncount"),
    path("drills/roles/<uuid:key>/end/", steps.end_role, name="end_role"),
    path("drills/<uuid:key>/", events.event, name="event"),
    path("drills/<uuid:key>/edit/", events.edit, name="edit"),
    path("drills/<uuid:key>/people/", steps.people, name="people"),
    path("drills/<uuid:key>/confirm/", steps.confirm, name="confirm"),
    path("drills/<uuid:key>/cancel/", steps.cancel, name="cancel"),
    path("drills/<uuid:key>/hold/", steps.hold, name="hold"),
    path("drills/<uuid:key>/undo/", steps.undo, name="undo"),
    path("drills/<uuid:key>/close/", steps.close, name="close"),
    path("drills/<uuid:key>/form/", papers.form, name="form"),
    path("drills/<uuid:key>/form.pdf", papers.form_pdf, name="form_pdf"),
]
