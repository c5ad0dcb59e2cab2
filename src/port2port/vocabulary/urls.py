"""Addresses of the vocabulary."""

from django.urls import path

from port2port.vocabulary import views

app_name = "vocabulary"
urlpatterns = [
    path("vocabulary/", views.browse, name="browse"),
    path("vocabulary/<slug:register>.csv", views.download_csv, name="csv"),
    path("vocabulary/<slug:register>.json", views.download_json, name="json"),
    path("vocabulary/<slug:register>/<str:code>/", views.term, name="term"),
]
