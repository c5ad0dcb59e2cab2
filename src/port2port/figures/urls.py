"""Addresses of published figures."""

from django.urls import path

from port2port.figures import views

app_name = "figures"
urlpatterns = [
    path("figures/", views.figures, name="list"),
    path("figures/new/", views.new, name="new"),
    path("figures/figures.csv", views.export_all, {"ending": "csv"}, name="export_all_csv"),
    path("figures/figures.xlsx", views.export_all, {"ending": "xlsx"}, name="export_all_xlsx"),
    path("figures/withdraw/<uuid:key>/", views.withdraw, name="withdraw"),
    path("figures/<slug:slug>/", views.series, name="series"),
    path("figures/<slug:slug>/figures.csv", views.export, {"ending": "csv"}, name="export_csv"),
    path("figures/<slug:slug>/figures.xlsx", views.export, {"ending": "xlsx"}, name="export_xlsx"),
]
