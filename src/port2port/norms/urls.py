"""Addresses of the norms."""

from django.urls import path

from port2port.norms import views

app_name = "norms"
urlpatterns = [
    path("norms/", views.catalogues, name="catalogues"),
    path("norms/<slug:key>/<str:version>/", views.catalogue, name="catalogue"),
    path("norms/<slug:key>/<str:version>/<slug:name>.json", views.file, name="file"),
    path("norms/<slug:key>/<str:version>/<str:control>/", views.control, name="control"),
]
