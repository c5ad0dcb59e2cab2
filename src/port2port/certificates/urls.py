"""Addresses of certificates."""

from django.urls import path

from port2port.certificates.views import keeping, pages, public

app_name = "certificates"
urlpatterns = [
    path(".well-known/did.json", public.did_document, name="well_known"),
    path("certificates/did.json", public.did_document, name="did"),
    path("certificates/bundle.json", public.bundle, name="bundle"),
    path("certificates/status/<slug:keyid>/", public.status_list, name="status_list"),
    path("certificates/check/", public.check, name="check"),
    path("certificates/check/<slug:code>/", public.checked, name="checked"),
    path("certificates/", pages.mine, name="mine"),
    path("certificates/staff/", pages.staff, name="staff"),
    path("certificates/staff/export.csv", pages.export, name="export"),
    path("certificates/keys/", keeping.keys, name="keys"),
    path("certificates/keys/rotate/", keeping.rotate, name="rotate"),
    path("certificates/revoke/", keeping.withdraw, name="withdraw"),
    path("certificates/running-out/<uuid:key>/", pages.runs_out, name="runs_out"),
    path("certificates/<uuid:key>/", pages.certificate, name="certificate"),
    path("certificates/<uuid:key>/certificate.jwt", pages.token, name="token"),
    path("certificates/<uuid:key>/certificate.pdf", pages.pdf, name="pdf"),
    path("certificates/<uuid:key>/print/", pages.on_paper, name="print"),
    path("certificates/<uuid:key>/revoke/", keeping.revoke, name="revoke"),
]
