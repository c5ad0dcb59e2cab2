"""Addresses of counts."""

from django.urls import path

from port2port.counts.views import banding, declaring, effort, from_log, importing, lending, series

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
    path("counts/loans/news/<uuid:key>/", lending.loan_news, name="loan_news"),
    path("counts/import/", importing.imports, name="imports"),
    path("counts/import/<uuid:key>/", importing.trial, name="import_trial"),
    path("counts/import/<uuid:key>/refused.csv", importing.refused, name="import_refused"),
    path("counts/import/<uuid:key>/drop/", importing.drop, name="import_drop"),
    path("counts/imports/<uuid:key>/", importing.imported, name="imported"),
    path("counts/bands/", banding.bands, name="bands"),
    path("counts/bands.csv", banding.bands_file, name="bands_csv"),
    path("counts/bands/show/", banding.show, name="bands_show"),
    path("counts/series/<uuid:key>/log/", from_log.from_log, name="from_log"),
    path("counts/effort/", effort.effort, name="effort"),
    path("counts/declared/", declaring.declared, name="declared"),
    path("counts/measures/<uuid:key>/", declaring.intervention, name="intervention"),
    path("counts/comparisons/<uuid:key>/", declaring.comparison, name="comparison"),
    path("counts/comparisons/<uuid:key>/weeks/", declaring.comparison_weeks, name="comparison_weeks"),
    path("counts/comparisons/<uuid:key>/import/", importing.imports, name="comparison_import"),
    path("counts/comparisons/<uuid:key>/weeks.csv", importing.template, name="comparison_template"),
    *(
        path(f"counts/{kind}/{rest}", view, {"kind": kind}, name=f"{name}_{kind}")
        for kind in declaring.KINDS
        for rest, view, name in (
            ("new/", declaring.declare, "new"),
            ("<uuid:key>/withdraw/", declaring.withdraw, "withdraw"),
        )
    ),
]
