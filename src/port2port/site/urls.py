"""The addresses of the whole site; each context brings its own."""

from importlib.util import find_spec

from allauth.socialaccount.views import login_error
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from port2port.site import choices, views, views_health, views_search
from port2port.site.api import api

# Contexts whose pages hang at the root, each with its own first word (docs/reference/addresses.md).
ROOMS = [
    "base",
    "vocabulary",
    "ledger",
    "members",
    "sharing",
    "duties",
    "reports",
    "log",
    "knowledge",
    "groups",
    "concerns",
    "norms",
    "measures",
    "registers",
    "levels",
    "assessments",
    "reviews",
    "proof",
    "certificates",
    "courses",
    "drills",
    "live",
    "afteraction",
    "campaigns",
    "figures",
    "counts",
    "studies",
    "earlywarning",
    "allocation",
]

urlpatterns = [
    path("", views.now_page, name="now"),
    path("now/looked/", views.looked, name="looked"),
    path("search/", views_search.search, name="search"),
    path("health/", views_health.health, name="health"),
    path("health/lend/", views_health.lend, name="lend_figures"),
    path("health/keep/", views_health.keep, name="keep_figures"),
    path("language/", choices.choose_language_page, name="language"),
    path("theme/", choices.choose_theme_page, name="theme"),
    # The library asks who comes back from another service without having been let in to sign in first.
    path("accounts/3rdparty/login/error/", login_not_required(login_error), name="socialaccount_login_error"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", api.urls),
    *[path("", include(f"port2port.{room}.urls")) for room in ROOMS if find_spec(f"port2port.{room}.urls")],
]

handler400 = "port2port.site.views.bad_request"
handler403 = "port2port.site.views.forbidden"
handler404 = "port2port.site.views.missing"
# The library's own: it looks for this name when somebody tries too often.
handler429 = "port2port.site.views.too_many_tries"
handler500 = "port2port.site.views.broken"
