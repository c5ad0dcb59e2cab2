"""Addresses of studies."""

from django.urls import path

from port2port.studies.views import results, wizard

app_name = "studies"
urlpatterns = [
    path("studies/", results.studies, name="list"),
    path("studies/new/", wizard.new, name="new"),
    path("studies/approvals/<uuid:key>/", results.approval_news, name="approval_news"),
    path("studies/<uuid:key>/", results.study, name="study"),
    path("studies/<uuid:key>/<int:step>/", wizard.step, name="step"),
    path("studies/<uuid:key>/delete/", wizard.delete, name="delete"),
    path("studies/<uuid:key>/change/", wizard.change, name="change"),
    path("studies/<uuid:key>/withdraw/", results.withdraw, name="withdraw"),
    path("studies/<uuid:key>/weeks.csv", results.weeks_csv, name="csv"),
    path("studies/<uuid:key>/counts.json", results.panel_json, name="panel"),
    path("studies/<uuid:key>/registration.json", results.definition_json, name="definition"),
    path("studies/<uuid:key>/study.pdf", results.as_pdf, name="pdf"),
    path("studies/<uuid:key>/readers/", results.readers, name="readers"),
    path("studies/<uuid:key>/approve/", results.approve, name="approve"),
    path("studies/<uuid:key>/take-back/", results.take_back, name="take_back"),
    path("studies/<uuid:key>/end-proposal/", results.end_proposal, name="end_proposal"),
    path("studies/<uuid:key>/let-go/", results.let_go, name="let_go"),
]
