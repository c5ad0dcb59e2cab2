"""Addresses of duties."""

from django.urls import path

from port2port.duties.views import calendars, clocks, homes, notices, promises

app_name = "duties"
urlpatterns = [
    path("duties/", clocks.clocks, name="clocks"),
    path("duties/print/", clocks.on_paper, name="print"),
    path("duties/export.csv", clocks.export, {"ending": "csv"}, name="export_csv"),
    path("duties/export.xlsx", clocks.export, {"ending": "xlsx"}, name="export_xlsx"),
    path("duties/clocks/<slug:code>/<uuid:key>/", clocks.clock, name="clock"),
    path("duties/clocks/<slug:code>/<uuid:key>/done/", clocks.done, name="done"),
    path("duties/clocks/<slug:code>/<uuid:key>/setting/", clocks.setting, name="setting"),
    path("duties/clocks/<slug:code>/<uuid:key>/derogation/", clocks.derogate, name="derogate"),
    path("duties/done/<uuid:key>/undo/", clocks.undo, name="undo"),
    path("duties/done/<uuid:key>/restore/", clocks.restore, name="restore"),
    path("duties/derogations/<uuid:key>/approve/", clocks.approve, name="approve"),
    path("duties/derogations/<uuid:key>/end/", clocks.end_derogation, name="end_derogation"),
    path("duties/news/<uuid:key>/", clocks.running_out, name="running_out"),
    path("duties/pfso/", homes.pfso, name="pfso"),
    path("duties/pfso/<uuid:key>/", homes.pfso_facility, name="pfso_facility"),
    path("duties/ports/", homes.ports, name="ports"),
    path("duties/ports/<slug:slug>/", homes.port, name="port"),
    path("duties/actions/", promises.promises, name="promises"),
    path("duties/actions/new/", promises.new_promise, name="new_promise"),
    path("duties/actions/<uuid:key>/", promises.promise, name="promise"),
    path("duties/actions/<uuid:key>/change/", promises.change_promise, name="change_promise"),
    path("duties/actions/<uuid:key>/move/", promises.move_promise, name="move_promise"),
    path("duties/notices/", notices.notices, name="notices"),
    path("duties/notices/<uuid:key>/", notices.notice, name="notice"),
    path("duties/notices/<uuid:key>/tell/", notices.tell, name="tell"),
    path("duties/notices/<uuid:key>/untell/", notices.untell, name="untell"),
    path("duties/profile/", notices.profile, name="profile"),
    path("duties/calendar/", calendars.calendar, name="calendar"),
    path("feeds/<str:token>/duties.ics", calendars.read_calendar, name="read_calendar"),
]
