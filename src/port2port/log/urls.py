"""Addresses of the log."""

from django.conf import settings
from django.urls import path, register_converter
from django.urls.converters import StringConverter

from port2port.log.views import (
    drones,
    entries,
    gate,
    gate_phone,
    handovers,
    imports,
    lessons,
    lists,
    reporting,
    telling,
    zones,
)


class Language(StringConverter):
    """The code of a language that the pages are written in."""

    regex = "|".join(code for code, _name in settings.LANGUAGES)


register_converter(Language, "language")

app_name = "log"
urlpatterns = [
    path("log/", lists.log_list, name="list"),
    path("log/new/", entries.new, name="new"),
    path("log/print/", lists.on_paper, name="print"),
    path("log/pdf/", lists.as_pdf, name="pdf"),
    path("log/export.csv", lists.export, {"ending": "csv"}, name="export_csv"),
    path("log/export.xlsx", lists.export, {"ending": "xlsx"}, name="export_xlsx"),
    path("log/handover/", handovers.handovers, name="handovers"),
    path("log/handover/<uuid:key>/take/", handovers.take_over, name="take_over"),
    path("log/forms/", reporting.forms, name="forms"),
    path("log/drones/", drones.drones, name="drones"),
    path("log/zones/", zones.zones, name="zones"),
    path("log/zones/<uuid:key>/", zones.zone, name="zone"),
    path("log/import/", imports.imports, name="imports"),
    path("log/import/<uuid:key>/columns/", imports.columns, name="import_columns"),
    path("log/import/<uuid:key>/values/", imports.values, name="import_values"),
    path("log/import/<uuid:key>/trial/", imports.trial, name="import_trial"),
    path("log/import/<uuid:key>/rejected.csv", imports.rejected, {"ending": "csv"}, name="import_rejected_csv"),
    path("log/import/<uuid:key>/rejected.xlsx", imports.rejected, {"ending": "xlsx"}, name="import_rejected_xlsx"),
    path("log/import/<uuid:key>/drop/", imports.drop, name="import_drop"),
    path("log/import/result/<uuid:key>/", imports.result, name="import_result"),
    path("log/<uuid:key>/", entries.entry, name="entry"),
    path("log/<uuid:key>/correct/", entries.correct, name="correct"),
    path("log/<uuid:key>/strike/", entries.strike, name="strike"),
    path("log/<uuid:key>/undo/", entries.undo, name="undo"),
    path("log/<uuid:key>/lines/", entries.add_line, name="add_line"),
    path("log/<uuid:key>/lines/<uuid:line_key>/strike/", entries.strike_line, name="strike_line"),
    path("log/<uuid:key>/close/", entries.close, name="close"),
    path("log/<uuid:key>/reopen/", entries.reopen, name="reopen"),
    path("log/<uuid:key>/report/", reporting.choose, name="report"),
    path("log/<uuid:key>/tell/", telling.tell, name="tell"),
    path("log/<uuid:key>/report/settle/", reporting.settle, name="settle"),
    path("log/<uuid:key>/report/<slug:form>/", reporting.report_form, name="report_form"),
    path("log/<uuid:key>/report/sent/<uuid:sent_key>/again/", reporting.send_again, name="send_again"),
    path("log/<uuid:key>/lesson/", lessons.lesson, name="lesson"),
    path("log/<uuid:key>/observation/", drones.observe, name="observe"),
    path("log/<uuid:key>/observation/<uuid:seen_key>/strike/", drones.strike_observation, name="strike_observation"),
    path("log/<uuid:key>/join/", drones.join, name="join"),
    path("log/<uuid:key>/join/<uuid:other>/take-out/", drones.take_out, name="take_out"),
    path("log/<uuid:key>/files/", entries.add_files, name="add_files"),
    path("log/<uuid:key>/files/<uuid:file_key>/", entries.download, name="download"),
    path("log/<uuid:key>/files/<uuid:file_key>/strike/", entries.strike_file, name="strike_file"),
    path("log/zones/print/<uuid:key>/", zones.posts, name="posts"),
    path("gate/", gate.start, name="gate_start"),
    path("<language:language>/gate/", gate.gate, name="gate"),
    path("<language:language>/gate/send/", gate_phone.send, name="gate_send"),
    path("<language:language>/gate/shell/", gate_phone.shell, name="gate_shell"),
    path("<language:language>/gate/sw.js", gate_phone.worker, name="gate_worker"),
    path("<language:language>/gate/manifest.webmanifest", gate_phone.manifest, name="gate_manifest"),
    path("<language:language>/gate/saved/<uuid:key>/", gate.saved, name="gate_saved"),
    path("<language:language>/gate/saved/<uuid:key>/undo/", gate.undo, name="gate_undo"),
    path("<language:language>/gate/<uuid:facility>/", gate.gate, name="gate_at"),
    path("<language:language>/gate/<uuid:facility>/<slug:zone>/", gate.gate, name="gate_post"),
]
