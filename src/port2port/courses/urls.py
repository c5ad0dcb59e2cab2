"""Addresses of courses, of what people owe and have learned. Lessons carry their language in the path."""

from django.urls import path

from port2port.courses.views import exports, learn, people, quiz, reading, record, totals, writing

app_name = "courses"
urlpatterns = [
    path("<language:language>/learn/sw.js", learn.worker, name="worker"),
    path("<language:language>/learn/<slug:code>/<int:n>/<int:lesson>/", learn.lesson, name="lesson"),
    path("courses/", reading.library, name="list"),
    path("courses/mine/", reading.mine, name="mine"),
    path("courses/mine/record.csv", record.own_record, {"ending": "csv"}, name="own_record_csv"),
    path("courses/mine/record.xlsx", record.own_record, {"ending": "xlsx"}, name="own_record_xlsx"),
    path("courses/read/", learn.read, name="read"),
    path("courses/new/", writing.new, name="new"),
    path("courses/drafts/", writing.drafts, name="drafts"),
    path("courses/totals/", totals.totals, name="totals"),
    path("courses/people/", people.people, name="people"),
    path("courses/people/export.csv", people.export, {"ending": "csv"}, name="people_csv"),
    path("courses/people/export.xlsx", people.export, {"ending": "xlsx"}, name="people_xlsx"),
    path("courses/people/statements.jsonl", exports.said, {"ending": "jsonl"}, name="statements"),
    path("courses/people/statements.csv", exports.said, {"ending": "csv"}, name="statements_csv"),
    path("courses/people/assign/", people.assign, name="assign"),
    path("courses/people/<uuid:key>/", record.person, name="record"),
    path("courses/people/<uuid:key>/role/", record.role, name="role"),
    path("courses/people/<uuid:key>/proof/", record.proof, name="proof"),
    path("courses/people/<uuid:key>/record.csv", record.export, {"ending": "csv"}, name="record_csv"),
    path("courses/proofs/<uuid:key>/withdraw/", record.withdraw, name="withdraw_proof"),
    path("courses/assignments/<uuid:key>/waive/", record.waive, name="waive"),
    path("courses/attempts/<uuid:key>/", quiz.attempt, name="attempt"),
    path("courses/of/<slug:code>/", reading.course, name="course"),
    path("courses/of/<slug:code>/print/", reading.on_paper, name="print"),
    path("courses/of/<slug:code>/scorm.zip", exports.package, name="scorm"),
    path("courses/of/<slug:code>/wish/", reading.wish, name="wish"),
    path("courses/of/<slug:code>/start/", quiz.start, name="start"),
    path("courses/of/<slug:code>/statistics/", totals.statistics, name="statistics"),
    path("courses/of/<slug:code>/retire/", writing.retire, name="retire"),
    path("courses/of/<slug:code>/review/", writing.review, name="review"),
    path("courses/of/<slug:code>/versions/new/", writing.new_version, name="new_version"),
    path("courses/of/<slug:code>/versions/<int:n>/", writing.version, name="version"),
    path("courses/of/<slug:code>/versions/<int:n>/edit/", writing.edit, name="edit"),
    path("courses/of/<slug:code>/versions/<int:n>/offer/", writing.offer, name="offer"),
    path("courses/of/<slug:code>/versions/<int:n>/release/", writing.release, name="release"),
    path("courses/of/<slug:code>/versions/<int:n>/discard/", writing.discard, name="discard"),
]
