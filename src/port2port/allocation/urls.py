"""Addresses of allocation."""

from django.urls import path

from port2port.allocation.views import entering, games, importing, plans, results

app_name = "allocation"
PORT = "allocation/<uuid:key>/ports/<slug:slug>/"
PLAN = "allocation/plans/<uuid:key>/"
urlpatterns = [
    path("allocation/", games.games, name="list"),
    path("allocation/new/", games.new, name="new"),
    path("allocation/reads/", plans.reads, name="reads"),
    path("allocation/<uuid:key>/", games.game, name="game"),
    path("allocation/<uuid:key>/close/", games.close, name="close"),
    path("allocation/<uuid:key>/reopen/", games.reopen, name="reopen"),
    path("allocation/<uuid:key>/people/", games.people, name="people"),
    path("allocation/<uuid:key>/people/<uuid:named_key>/end/", games.unname, name="unname"),
    path("allocation/<uuid:key>/import/", importing.imports, name="route_imports"),
    path("allocation/<uuid:key>/import/routes.xlsx", importing.own_routes, name="own_routes"),
    path("allocation/<uuid:key>/import/<uuid:import_key>/", importing.trial, name="route_import"),
    path("allocation/<uuid:key>/import/<uuid:import_key>/undo/", importing.undo, name="undo_routes"),
    path("allocation/<uuid:key>/lend/", entering.lend, name="lend"),
    path(PORT, entering.port, name="port"),
    path(f"{PORT}routes/new/", entering.route_new, name="route_new"),
    path(f"{PORT}routes/<uuid:route_key>/", entering.route, name="route"),
    path(f"{PORT}routes/<uuid:route_key>/remove/", entering.remove_route, name="remove_route"),
    path("allocation/<uuid:key>/scenarios/new/", entering.scenario_new, name="scenario_new"),
    path(
        "allocation/<uuid:key>/scenarios/<uuid:scenario_key>/remove/", entering.remove_scenario, name="remove_scenario"
    ),
    path("allocation/<uuid:key>/solve/", results.solve, name="solve"),
    path("allocation/<uuid:key>/result/", results.result, name="result"),
    path("allocation/<uuid:key>/result.csv", results.own_csv, name="own_csv"),
    path("allocation/<uuid:key>/plan/", results.draft, name="draft_plan"),
    path(PLAN, plans.plan, name="plan"),
    path(f"{PLAN}agree/", plans.agree, name="agree"),
    path(f"{PLAN}take-back/", plans.take_back, name="take_back"),
    path(f"{PLAN}draw/", plans.draw, name="draw"),
    path(f"{PLAN}rosters/<str:week>/", plans.roster, name="roster"),
    path(f"{PLAN}rosters/<str:week>/roster.csv", plans.roster_csv, name="roster_csv"),
    path(f"{PLAN}rosters/<str:week>/roster.pdf", plans.roster_pdf, name="roster_pdf"),
]
