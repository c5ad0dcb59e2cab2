"""Addresses of the reports."""

from django.urls import path

from port2port.reports.views import compose, files, leaving, lists, page, responses, versions

app_name = "reports"
urlpatterns = [
    path("reports/", lists.reports, name="list"),
    path("reports/new/", compose.new, name="new"),
    path("reports/preview/", compose.preview, name="preview"),
    path("reports/drafts/", lists.drafts, name="drafts"),
    path("reports/export.csv", leaving.export, {"ending": "csv"}, name="export_csv"),
    path("reports/export.xlsx", leaving.export, {"ending": "xlsx"}, name="export_xlsx"),
    path("reports/feed/", leaving.new_feed, name="new_feed"),
    path("feeds/<str:token>/reports.atom", leaving.read_feed, {"ending": "atom"}, name="feed_atom"),
    path("feeds/<str:token>/reports.json", leaving.read_feed, {"ending": "json"}, name="feed_json"),
    path("open/", leaving.open_reports, name="open_list"),
    path("open/reports.atom", leaving.open_feed, name="open_feed"),
    path("open/<uuid:key>/", leaving.open_report, name="open_report"),
    path("open/<uuid:key>/files/<uuid:file_key>/", leaving.open_download, name="open_download"),
    path("reports/views/", lists.save_view, name="save_view"),
    path("reports/views/<uuid:key>/delete/", lists.delete_view, name="delete_view"),
    path("reports/<uuid:key>/", page.report, name="report"),
    path("reports/<uuid:key>/print/", page.on_paper, name="print"),
    path("reports/<uuid:key>/report.pdf", page.as_pdf, name="pdf"),
    path("reports/<uuid:key>/edit/", compose.edit, name="edit"),
    path("reports/<uuid:key>/share/", compose.share, name="share"),
    path("reports/<uuid:key>/mask/", compose.mask, name="mask"),
    path("reports/<uuid:key>/publish/", compose.publish, name="publish"),
    path("reports/<uuid:key>/delete/", compose.delete_draft, name="delete_draft"),
    path("reports/<uuid:key>/revise/", versions.revise, name="revise"),
    path("reports/<uuid:key>/preview/", compose.preview_revision, name="preview_revision"),
    path("reports/<uuid:key>/withdraw/", versions.withdraw, name="withdraw"),
    path("reports/<uuid:key>/undo/", versions.undo, name="undo"),
    path("reports/<uuid:key>/reply/", responses.reply, name="reply"),
    path("reports/<uuid:key>/reply/<uuid:reply_key>/withdraw/", responses.take_back_reply, name="take_back_reply"),
    path("reports/<uuid:key>/answer/", responses.answer, name="answer"),
    path("reports/<uuid:key>/files/", files.files, name="files"),
    path("reports/<uuid:key>/files/<uuid:file_key>/", files.download, name="download"),
    path("reports/<uuid:key>/files/<uuid:file_key>/draft/", files.download_unpublished, name="download_draft"),
    path("reports/<uuid:key>/files/<uuid:file_key>/delete/", files.detach, name="detach"),
]
