"""Addresses of the assessments."""

from django.urls import path

from port2port.assessments.views import answers, assessing, comparing, derogating, exchanging, rounds

app_name = "assessments"
urlpatterns = [
    path("assessments/", rounds.assessments, name="list"),
    path("assessments/rules/", rounds.rules, name="rules"),
    path("assessments/rounds/new/", rounds.new, name="new_round"),
    path("assessments/rounds/<uuid:key>/", rounds.round_, name="round"),
    path("assessments/rounds/<uuid:key>/edit/", rounds.edit, name="edit_round"),
    path("assessments/rounds/<uuid:key>/move/", rounds.move, name="move_round"),
    path("assessments/rounds/<uuid:key>/start/", rounds.start, name="start"),
    path("assessments/<uuid:key>/", assessing.assessment, name="assessment"),
    path("assessments/<uuid:key>/move/", assessing.move, name="move"),
    path("assessments/<uuid:key>/agree/", assessing.agree, name="agree"),
    path("assessments/<uuid:key>/buddy/", assessing.buddy, name="buddy"),
    path("assessments/<uuid:key>/parts/", assessing.give_part, name="give_part"),
    path("assessments/parts/<uuid:key>/back/", assessing.take_part_back, name="take_part_back"),
    path("assessments/<uuid:key>/risks/", assessing.new_risk, name="new_risk"),
    path("assessments/risks/<uuid:key>/", assessing.risk, name="risk"),
    path("assessments/risks/<uuid:key>/out/", assessing.take_out_risk, name="take_out_risk"),
    path("assessments/<uuid:key>/sheet/", answers.sheet, name="sheet"),
    path("assessments/<uuid:key>/sheet/<str:control>/", answers.save_row, name="save_row"),
    path("assessments/<uuid:key>/question/<str:control>/", answers.question, name="question"),
    path("assessments/<uuid:key>/question/<str:control>/undo/", answers.undo, name="undo"),
    path("assessments/<uuid:key>/question/<str:control>/evidence/", answers.add_evidence, name="add_evidence"),
    path("assessments/<uuid:key>/question/<str:control>/comment/", answers.comment, name="comment"),
    path("assessments/<uuid:key>/sheet.<str:ending>", exchanging.export, name="export"),
    path("assessments/<uuid:key>/bring/", exchanging.bring, name="bring"),
    path("assessments/<uuid:key>/carry/", exchanging.carry, name="carry"),
    path("assessments/<uuid:key>/plan/", exchanging.plan, name="plan"),
    path("assessments/<uuid:key>/plan/undo/", exchanging.undo_plan, name="undo_plan"),
    path("assessments/<uuid:key>/print/", exchanging.on_paper, name="print"),
    path("assessments/evidence/<uuid:key>/out/", answers.take_out_evidence, name="take_out_evidence"),
    path("assessments/<uuid:key>/derogation/", derogating.enter, name="enter_derogation"),
    path("assessments/<uuid:key>/derogation/<uuid:derogation>/end/", derogating.end, name="end_derogation"),
    path("assessments/compare/", comparing.compare, name="compare"),
    path("assessments/compare/export.<str:ending>", comparing.export, name="compare_export"),
    path("assessments/help/", comparing.offer_help, name="offer_help"),
    path("assessments/help/<uuid:key>/end/", comparing.end_help, name="end_help"),
]
