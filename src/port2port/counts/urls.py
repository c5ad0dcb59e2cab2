"""Addresses of counts."""

from django.urls import path

from port2port.counts.views import lending, series

app_name = "counts"
urlpatterns = [
    path("counts/", series.counts, name="list"),
    path("counts/new/", series.new, name="new"),
    path("counts/series/<uuid:key>/", series.series, name="series"),
    path("counts/series/<uuid:key>/weeks/", series.weeks, name="weeks"),
    path("counts/series/<uuid:key>/undo/", series.undo, name="undo"),
    path("counts/series/<uuid:key>/counts.csv", series.export, {"ending": "csv"}, name="export_csv"),
    path("counts/series/<uuid:key>/counts.xlsx", series.export, {"ending": "xlsx"}, name="export_xlsx"),
    path("counts/series/<uuid:key>/lend/", lending.lend, name="lend"),
    path("counts/loans/<uuid:key>/take-back/", lending.take_back, name="take_back"),
]
