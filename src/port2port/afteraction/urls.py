"""Addresses of what was learnt; an after-action stands under the key of its event."""

from django.urls import path

from port2port.afteraction.views import findings, lessons, report

app_name = "afteraction"
urlpatterns = [
    path("after-action/<uuid:key>/", report.page, name="page"),
    path("after-action/<uuid:key>/begin/", report.begin, name="begin"),
    path("after-action/<uuid:key>/rate/", report.rate, name="rate"),
    path("after-action/<uuid:key>/text/", report.text, name="text"),
    path("after-action/<uuid:key>/findings/new/", findings.new, name="new_finding"),
    path("after-action/<uuid:key>/findings/<uuid:finding>/", findings.edit, name="finding"),
    path("after-action/<uuid:key>/findings/<uuid:finding>/remove/", findings.remove, name="remove_finding"),
    path("after-action/<uuid:key>/findings/<uuid:finding>/action/", findings.promise, name="promise"),
    path("after-action/<uuid:key>/evaluate/", report.evaluate, name="evaluate"),
    path("after-action/<uuid:key>/open/", report.open_comments, name="open_comments"),
    path("after-action/<uuid:key>/end-comments/", report.end_comments, name="end_comments"),
    path("after-action/<uuid:key>/comment/", report.comment, name="comment"),
    path("after-action/<uuid:key>/approve/", report.approve, name="approve"),
    path("after-action/<uuid:key>/take-back/", report.take_back, name="take_back"),
    path("after-action/<uuid:key>/print/", report.on_paper, name="print"),
    path("after-action/<uuid:key>/lesson/", lessons.write, name="write_lesson"),
    path("lessons/", lessons.lessons, name="lessons"),
    path("lessons/<uuid:key>/", lessons.lesson, name="lesson"),
    path("lessons/<uuid:key>/readers/", lessons.readers, name="readers"),
    path("lessons/<uuid:key>/preview/", lessons.preview, name="preview"),
    path("lessons/<uuid:key>/publish/", lessons.publish, name="publish"),
    path("lessons/<uuid:key>/undo/", lessons.undo, name="undo"),
    path("lessons/<uuid:key>/withdraw/", lessons.withdraw, name="withdraw"),
    path("lessons/<uuid:key>/delete/", lessons.delete, name="delete"),
    path("lessons/<uuid:key>/approve/", lessons.approve, name="approve_lesson"),
    path("lessons/<uuid:key>/take-back/", lessons.take_back, name="take_back_lesson"),
    path("lessons/<uuid:key>/practice/", lessons.practice, name="practice"),
]
