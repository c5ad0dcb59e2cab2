"""Addresses of the assessments."""

from django.urls import path

from port2port.assessments.views import comparing

app_name = "assessments"
urlpatterns = [
    path("assessments/compare/", comparing.compare, name="compare"),
    path("assessments/compare/export.<str:ending>", comparing.export, name="compare_export"),
    path("assessments/help/", comparing.offer_help, name="offer_help"),
    path("assessments/help/<uuid:key>/end/", comparing.end_help, name="end_help"),
]
