"""Addresses of declarations, and of what a level asks."""

from django.urls import path

from port2port.levels.views import asks, checklists, declarations, steps

app_name = "levels"
urlpatterns = [
    path("levels/asks/", asks.asks, name="asks"),
    path("levels/asks/<uuid:key>/", asks.facility, name="facility"),
    path("levels/asks/<uuid:key>/print/", asks.on_paper, name="print_asks"),
    path("levels/asks/<uuid:key>/notes/<slug:catalogue>/<str:control>/", asks.note, name="note"),
    path("levels/ports/<slug:slug>/", asks.port, name="port"),
    path("levels/checklists/<uuid:key>/", checklists.checklist, name="checklist"),
    path("levels/checklists/<uuid:key>/tick/", checklists.tick, name="tick"),
    path("levels/checklists/<uuid:key>/untick/", checklists.untick, name="untick"),
    path("levels/checklists/<uuid:key>/in-effect/", checklists.in_effect, name="in_effect"),
    path("declarations/", declarations.declarations, name="declarations"),
    path("declarations/new/", declarations.new, name="new_declaration"),
    path("declarations/export.csv", declarations.export, {"ending": "csv"}, name="export_csv"),
    path("declarations/export.xlsx", declarations.export, {"ending": "xlsx"}, name="export_xlsx"),
    path("declarations/<uuid:key>/", declarations.declaration, name="declaration"),
    path("declarations/<uuid:key>/edit/", declarations.edit, name="edit_declaration"),
    path("declarations/<uuid:key>/acknowledge/", steps.acknowledge, name="acknowledge"),
    path("declarations/<uuid:key>/decline/", steps.decline, name="decline"),
    path("declarations/<uuid:key>/paper/", steps.make_paper, name="make_paper"),
    path("declarations/<uuid:key>/paper.pdf", steps.pdf, name="pdf"),
    path("declarations/<uuid:key>/print/", steps.on_paper, name="print"),
    path("declarations/<uuid:key>/agree/", steps.agree, name="agree"),
    path("declarations/<uuid:key>/ship-level/", steps.ship_level, name="ship_level"),
    path("declarations/<uuid:key>/still-fits/", steps.still_fits, name="still_fits"),
    path("declarations/<uuid:key>/end/", steps.end, name="end"),
    path("declarations/<uuid:key>/erase/", steps.erase, name="erase"),
]
