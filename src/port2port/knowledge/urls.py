"""Addresses of the practices and questions."""

from django.urls import path

from port2port.knowledge.views import answers, asking, compose, leaving, lists, page, questions, triage

app_name = "knowledge"
urlpatterns = [
    path("practices/", lists.practices, name="list"),
    path("practices/new/", compose.new, name="new"),
    path("practices/drafts/", lists.drafts, name="drafts"),
    path("practices/<uuid:key>/", page.practice, name="practice"),
    path("practices/export.csv", leaving.export, {"ending": "csv"}, name="export_csv"),
    path("practices/export.xlsx", leaving.export, {"ending": "xlsx"}, name="export_xlsx"),
    path("practices/<uuid:key>/text.md", leaving.as_text, name="text"),
    path("practices/<uuid:key>/compare/", leaving.compare, name="compare"),
    path("practices/reviews/<uuid:key>/", page.review, name="review"),
    path("practices/<uuid:key>/files/<uuid:file_key>/", leaving.file, name="file"),
    path("practices/<uuid:key>/print/", page.on_paper, name="print"),
    path("practices/<uuid:key>/edit/", compose.edit, name="edit"),
    path("practices/<uuid:key>/readers/", compose.readers, name="readers"),
    path("practices/<uuid:key>/propose/", compose.propose, name="propose"),
    path("practices/<uuid:key>/delete/", compose.delete_draft, name="delete_draft"),
    path("practices/<uuid:key>/undo/", compose.undo, name="undo"),
    path("practices/<uuid:key>/approve/", page.approve, name="approve"),
    path("practices/<uuid:key>/still-true/", page.still_true, name="still_true"),
    path("practices/<uuid:key>/revise/", compose.revise, name="revise"),
    path("practices/<uuid:key>/next/", page.revision, name="revision"),
    path("practices/<uuid:key>/next/publish/", compose.publish_revision, name="publish_revision"),
    path("practices/<uuid:key>/next/drop/", compose.drop_revision, name="drop_revision"),
    path("practices/<uuid:key>/withdraw/", compose.withdraw, name="withdraw"),
    path("practices/<uuid:key>/use/", page.use, name="use"),
    path("practices/<uuid:key>/use/take-back/", page.take_back_use, name="take_back_use"),
    path("questions/", questions.questions, name="questions"),
    path("questions/new/", asking.new, name="ask"),
    path("questions/open/", triage.open_questions, name="open_questions"),
    path("questions/reminders/<uuid:key>/", questions.reminder, name="question_reminder"),
    path("questions/<uuid:key>/", questions.question, name="question"),
    path("questions/<uuid:key>/answer/", answers.answer, name="answer"),
    path("questions/<uuid:key>/route/", triage.route, name="route_question"),
    path("questions/<uuid:key>/close/", questions.close, name="close_question"),
    path("questions/<uuid:key>/take-back/", questions.take_back, name="take_back_question"),
    path("questions/answers/<uuid:key>/thank/", answers.thank, name="thank"),
    path("questions/answers/<uuid:key>/ask-back/", answers.ask_back, name="ask_back"),
    path("questions/answers/<uuid:key>/confirm/", answers.confirm, name="confirm"),
    path("questions/answers/<uuid:key>/practice/", answers.make_practice, name="make_practice"),
]
