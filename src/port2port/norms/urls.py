"""Addresses of the norms."""

from django.urls import path

from port2port.norms.views import catalogues, tiers, versions

app_name = "norms"
urlpatterns = [
    path("norms/", catalogues.catalogues, name="catalogues"),
    path("norms/bring/", versions.bring, name="bring"),
    path("norms/facilities/", tiers.tiers, name="tiers"),
    path("norms/facilities/<uuid:key>/", tiers.set_tier, name="set_tier"),
    path("norms/facilities/<uuid:key>/confirm/", tiers.confirm, name="confirm_tier"),
    path("norms/<slug:key>/<str:version>/", catalogues.catalogue, name="catalogue"),
    path("norms/<slug:key>/<str:version>/publish/", versions.publish, name="publish"),
    path("norms/<slug:key>/<str:version>/discard/", versions.discard, name="discard"),
    path("norms/<slug:key>/<str:version>/against/<str:other>/", catalogues.compare, name="compare"),
    path("norms/<slug:key>/<str:version>/<slug:name>.json", catalogues.file, name="file"),
    path("norms/<slug:key>/<str:version>/<str:control>/", catalogues.control, name="control"),
]
