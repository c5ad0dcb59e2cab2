"""Addresses of common measures."""

from django.urls import path

from port2port.measures.views import lists, page, writing

app_name = "measures"
urlpatterns = [
    path("measures/", lists.measures, name="list"),
    path("measures/drafts/", lists.drafts, name="drafts"),
    path("measures/new/", writing.new, name="new"),
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
