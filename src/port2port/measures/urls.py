"""Addresses of common measures."""

from django.urls import path

from port2port.measures.views import adopting, leaving, lists, page, writing

app_name = "measures"
urlpatterns = [
    path("measures/", lists.measures, name="list"),
    path("measures/drafts/", lists.drafts, name="drafts"),
    path("measures/new/", writing.new, name="new"),
    path("measures/measures.csv", leaving.measures, {"ending": "csv"}, name="export_csv"),
    path("measures/measures.xlsx", leaving.measures, {"ending": "xlsx"}, name="export_xlsx"),
    path("measures/measures.json", leaving.measures, {"ending": "json"}, name="export_json"),
    path("measures/adoption.csv", leaving.adoption, {"ending": "csv"}, name="adoption_csv"),
    path("measures/adoption.xlsx", leaving.adoption, {"ending": "xlsx"}, name="adoption_xlsx"),
    path("measures/adoption.json", leaving.adoption, {"ending": "json"}, name="adoption_json"),
    path("measures/adoption/", adopting.matrix, name="adoption"),
    path("measures/adoption/steps/<uuid:key>/undo/", adopting.undo, name="undo"),
    path("measures/adoption/facilities/<uuid:facility>/show/", adopting.show_facility, name="show_facility"),
    path("measures/exceptions/<uuid:key>/", adopting.exception, name="exception"),
    path("measures/exceptions/<uuid:key>/answer/", adopting.answer_exception, name="answer_exception"),
    path("measures/exceptions/<uuid:key>/end/", adopting.end_exception, name="end_exception"),
    path("measures/news/<uuid:key>/", adopting.news, name="news"),
    path("measures/<uuid:key>/facilities/<uuid:facility>/", adopting.adopt, name="adopt"),
    path("measures/<uuid:key>/facilities/<uuid:facility>/verify/", adopting.verify, name="verify"),
    path("measures/<uuid:key>/facilities/<uuid:facility>/exception/", adopting.ask_exception, name="ask_exception"),
    path("measures/<uuid:key>/help/", adopting.offer_help, name="offer_help"),
    path("measures/<uuid:key>/help/stop/", adopting.stop_helping, name="stop_helping"),
    path("measures/<uuid:key>/", page.measure, name="measure"),
    path("measures/<uuid:key>/edit/", writing.edit, name="edit"),
    path("measures/<uuid:key>/discard/", writing.discard, name="discard"),
    path("measures/<uuid:key>/consult/", page.consult, name="consult"),
    path("measures/<uuid:key>/step/<slug:move>/", page.step, name="step"),
    path("measures/<uuid:key>/fewer/", page.allow_fewer, name="allow_fewer"),
    path("measures/<uuid:key>/reply/", page.reply, name="reply"),
    path("measures/<uuid:key>/reply/back/", page.take_back_reply, name="take_back_reply"),
    path("measures/<uuid:key>/replies/<uuid:reply_key>/answer/", page.answer, name="answer"),
]
