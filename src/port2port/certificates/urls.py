"""Addresses of certificates."""

from django.urls import path

from port2port.certificates.views import public

app_name = "certificates"
urlpatterns = [
    path(".well-known/did.json", public.did_document, name="well_known"),
    path("certificates/did.json", public.did_document, name="did"),
    path("certificates/bundle.json", public.bundle, name="bundle"),
    path("certificates/status/<slug:keyid>/", public.status_list, name="status_list"),
    path("certificates/check/", public.check, name="check"),
    path("certificates/check/<slug:code>/", public.checked, name="checked"),
]
